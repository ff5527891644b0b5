import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { catchError, type Observable } from 'rxjs';
import { inNamesSent } from './sent-names.js';
import { DomainError } from '../errors/domain-error.js';
import { bodyOf } from './route-body.js';

/** Says refusals in the caller's words: a member is called as it was sent, whichever version's name that is. */
@Injectable()
export class NamesAsSentInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const type = bodyOf(context.getClass(), context.getHandler().name);
    if (!type) return next.handle();
    const { body, asked } = context.switchToHttp().getRequest<FastifyRequest>();
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (error instanceof DomainError)
          error.message = inNamesSent(error.message, { body, type, dialect: asked.dialect });
        throw error;
      }),
    );
  }
}
