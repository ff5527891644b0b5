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
            autoLogging: { ignore: ({ url = '' }) => url.startsWith('/health') || url.startsWith('/metrics') },
            customAttributeKeys: { reqId: 'requestId' },
            serializers: { req: requestForLog, res: responseForLog },
          },
        }),
      ],
    };
  }
}

/** A query may hold what people typed; the path is enough. */
const requestForLog = ({ method, url }: { method: string; url: string }) => ({ method, path: url.split('?')[0] });

const responseForLog = ({ statusCode }: { statusCode: number }) => ({ statusCode });
