import type { IncomingMessage } from 'node:http';
import { type DynamicModule, Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { Config } from '../config/config.js';
import { ServerLog } from './server-log.js';

const secrets = ['req.headers.authorization', 'req.headers.cookie', '*.access_token', '*.password', '*.DATABASE_URL'];

/** JSON logs with the request's id; no token, no body. */
@Module({})
export class LoggingModule {
  static with(config: Config): DynamicModule {
    return {
      module: LoggingModule,
      providers: [ServerLog],
      exports: [ServerLog],
      imports: [
        LoggerModule.forRoot({
          pinoHttp: {
            level: config.logLevel,
            redact: { paths: secrets, censor: '[redacted]' },
            quietReqLogger: true,
            autoLogging: { ignore: isOfOperators },
            // What went wrong is logged where it is known; a stack of the logger's own says nothing.
            customErrorObject: (_request, _response, _error, { err: _, ...line }: Line) => line,
            customAttributeKeys: { reqId: 'requestId' },
            serializers: { req: requestForLog, res: responseForLog },
          },
        }),
      ],
    };
  }
}

type Line = Record<string, unknown>;

/** Calls of monitors, several a minute for ever. Behind Nest's middleware `url` has lost its path. */
const isOfOperators = (request: IncomingMessage & { originalUrl?: string }): boolean =>
  /^\/(health\/|metrics(\?|$))/.test(request.originalUrl ?? request.url ?? '');

/** A query may hold what people typed; the path is enough. */
const requestForLog = ({ method, url }: { method: string; url: string }) => ({ method, path: url.split('?')[0] });

const responseForLog = ({ statusCode }: { statusCode: number }) => ({ statusCode });
