import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { DomainError } from '../errors/domain-error.js';
import { type Answering, answering } from './answering.js';
import type { Answer } from './list.query.js';

/** Answers `/$count` behind every collection's address: the bare number, as OData wants it. */
@Injectable()
export class CountInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler<Answer>): Observable<unknown> {
    const http = context.switchToHttp();
    if (!http.getRequest<FastifyRequest>().asked.counts) return next.handle();
    const answered = this.reflector.get<Answering | undefined>(answering, context.getHandler());
    if (!answered?.many) throw new DomainError('ResourceNotFound', "Only collections have a '/$count'.");
    const asText = (answer: Answer): string => {
      void http.getResponse<FastifyReply>().type('text/plain; charset=utf-8');
      return String(answer['@odata.count']);
    };
    return next.handle().pipe(map(asText));
  }
}
