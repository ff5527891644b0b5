import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { DomainError } from '../errors/domain-error.js';
import { isControl } from './body-members.js';
import { readsBody } from './route-body.js';

const echoes = 'echoes';

/** Members that samples send to a call that takes no body, where they only say again what the call says: passed over, in any case of letters. */
export const PassesOverEcho = (...names: readonly string[]) =>
  SetMetadata(
    echoes,
    names.map((name) => name.toLowerCase()),
  );

/** Refuses what a body says to a call that takes none, once authority is settled: nobody would heed it. */
@Injectable()
export class UntakenBodies implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { body } = context.switchToHttp().getRequest<FastifyRequest>();
    const passedOver = this.reflector.get<readonly string[] | undefined>(echoes, context.getHandler()) ?? [];
    const names = typeof body === 'object' && body !== null ? Object.keys(body) : [];
    const said = names.find((name) => !isControl(name) && !passedOver.includes(name.toLowerCase()));
    if (said !== undefined && !readsBody(context.getClass(), context.getHandler().name)) {
      throw new DomainError(
        'InvalidModel',
        `The model is invalid: '${said.slice(0, 200)}' is not a member here, as this call takes no body.`,
      );
    }
    return next.handle();
  }
}
