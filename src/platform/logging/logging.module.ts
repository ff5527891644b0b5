import type { IncomingMessage, ServerResponse } from 'node:http';
import { type DynamicModule, Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { Config } from '../config/config.js';

const secrets = ['req.headers.authorization', 'req.headers.cookie', '*.access_token', '*.password', '*.DATABASE_URL'];

/** JSON logs with the request's id; no token, no body. */
@Module({})
export class LoggingModule {
  static with(config: Config): DynamicModule {
    return {
      module: LoggingModule,
      imports: [
        LoggerModule.forRoot({
          pinoHttp: {
            level: config.logLevel,
            redact: { paths: secrets, censor: '[redacted]' },
            quietReqLogger: true,
            autoLogging: { ignore: ({ url = '' }) => url.startsWith('/health') || url.startsWith('/metrics') },
            serializers: { req: requestForLog },
            customProps: (_: IncomingMessage, response: ServerResponse) => ({
              requestId: response.getHeader('request-id'),
            }),
          },
        }),
      ],
    };
  }
}

/** A query may hold what people typed; the path is enough. */
const requestForLog = ({ method, url }: { method: string; url: string }) => ({ method, path: url.split('?')[0] });
