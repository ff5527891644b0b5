import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { DomainError } from '../errors/domain-error.js';
import { isControl } from './body-members.js';
import { readsBody } from './route-body.js';

/** Refuses what a body says to a call that takes none, once authority is settled: nobody would heed it. */
@Injectable()
export class UntakenBodies implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { body } = context.switchToHttp().getRequest<FastifyRequest>();
    const said =
      typeof body === 'object' && body !== null ? Object.keys(body).find((name) => !isControl(name)) : undefined;
    if (said !== undefined && !readsBody(context.getClass(), context.getHandler().name)) {
      throw new DomainError(
        'InvalidModel',
        `The model is invalid: '${said.slice(0, 200)}' is not a member here, as this call takes no body.`,
      );
    }
    return next.handle();
  }
}
