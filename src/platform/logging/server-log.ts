import { Injectable } from '@nestjs/common';
import { Logger } from 'nestjs-pino';

/** Parts of the framework that tell a hundred lines at every start which nobody needs. */
const chatty = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);

/** The server's log; what the framework tells of its own start is left to `LOG_LEVEL=debug`. */
@Injectable()
export class ServerLog extends Logger {
  override log(message: unknown, ...rest: unknown[]): void {
    if (chatty.has(String(rest.at(-1)))) super.debug(message, ...rest);
    else super.log(message, ...rest);
  }
}
