import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asDomainError } from '../database/prisma-errors.js';
import { DomainError, type RefusalCode, statusOfRefusal } from '../errors/domain-error.js';
import { Clock } from '../time/clock.js';
import { envelope } from './envelope.js';
import { Routes } from './routes.js';

const retryAfterSeconds = '2';

/** What the framework's own refusals are, by their status; any other of the caller's faults is a BadRequest. */
const ofTheFramework: Readonly<Record<number, readonly [RefusalCode, string]>> = {
  408: ['RequestTimeout', 'The request took too long to arrive.'],
  415: ['UnsupportedMediaType', "Send the body as 'application/json' in UTF-8."],
  503: ['ServiceUnavailable', 'The server is stopping; try again shortly.'],
};

/** Says every refusal, ours or the framework's, the way Microsoft Graph says errors. */
@Catch()
export class GraphErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Errors');

  constructor(
    private readonly routes: Routes,
    private readonly clock: Clock,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const refusal = this.asRefusal(error, request);
    if (!refusal) this.logger.error(error);
    const { code, message } = refusal ?? {
      code: 'InternalServerError',
      message: 'An unexpected error occurred; it was logged under this request-id.',
    };
    const status = refusal ? statusOfRefusal(refusal.code) : 500;
    void reply
      .code(status)
      // What the route said of the answer that it did not come to, such as XML, holds no more.
      .type('application/json; charset=utf-8')
      .headers({ ...this.headersOf(status, request), ...refusal?.headers })
      .send(envelope(code, message, request.ids, this.clock.real()));
  }

  private asRefusal(error: unknown, request: FastifyRequest): DomainError | undefined {
    const known = asDomainError(error);
    if (known instanceof DomainError) return known;
    const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
    if (status === 404) return this.unknownRoute(request);
    return status === 413 ? tooLarge(request) : refusalOfTheFramework(status);
  }

  private unknownRoute({ asked, method }: FastifyRequest): DomainError {
    const missing = this.routes.missingArguments(asked.path);
    if (missing.length > 0)
      return new DomainError('InvalidFilter', `The function also needs '${missing.join("', '")}'.`);
    const known = this.routes.notServed(method === 'HEAD' ? 'GET' : method, asked.path);
    if (known !== undefined)
      return new DomainError(
        'NotSupported',
        `'${known}' is Graph's, and not served here yet: docs/parity.md lists what is.`,
      );
    const methods = this.routes.methodsOf(asked.path);
    return methods.length > 0 && !methods.includes(method)
      ? new DomainError('MethodNotAllowed', `This address answers ${methods.join(', ')} only.`)
      : new DomainError('ResourceNotFound', 'There is no resource at this address.');
  }

  private headersOf(status: number, { asked }: FastifyRequest): Record<string, string> {
    if (status === 401) return { 'www-authenticate': 'Bearer error="invalid_token"' };
    if (status === 405) return { allow: this.routes.methodsOf(asked.path).join(', ') };
    return status === 429 || status === 503 ? { 'retry-after': retryAfterSeconds } : {};
  }
}

function refusalOfTheFramework(status: number): DomainError | undefined {
  const [code, message] = ofTheFramework[status] ?? ['BadRequest', 'The request could not be read.'];
  return status >= 400 && (status < 500 || status === 503) ? new DomainError(code, message) : undefined;
}

const tooLarge = ({ routeOptions }: FastifyRequest): DomainError =>
  new DomainError('RequestTooLarge', `The body is larger than ${(routeOptions.bodyLimit ?? 0) / 1024} KiB.`);

const statusOf = (error: unknown): number => Number((error as { statusCode?: unknown } | null)?.statusCode ?? 500);
