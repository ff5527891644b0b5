import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { DomainError } from '../errors/domain-error.js';
import { declaredMembers } from '../edm/declared-members.js';
import { onlyInBeta } from '../edm/member.js';
import { bodyOf } from './route-body.js';

/** Refuses under v1.0 what a body says that beta alone has, once authority is settled: no answer there would show it. */
@Injectable()
export class BetaMembersInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { body, asked } = context.switchToHttp().getRequest<FastifyRequest>();
    const type = bodyOf(context.getClass(), context.getHandler().name);
    const said = type && asked.dialect === 'v1.0' ? saidIn(body, betasOf(type)) : undefined;
    if (said !== undefined) {
      throw new DomainError('InvalidModel', `The model is invalid: '${said}' is a member under /beta only.`);
    }
    return next.handle();
  }
}

type Class = abstract new () => object;

const known = new WeakMap<Class, readonly string[]>();

/** The members of a class that beta alone has. */
function betasOf(type: Class): readonly string[] {
  const names =
    known.get(type) ?? [...declaredMembers(type)].flatMap(([name, { [onlyInBeta]: isBeta }]) => (isBeta ? [name] : []));
  known.set(type, names);
  return names;
}

/** The first member of these that a body says, in its spelling there; null says nothing. */
function saidIn(body: unknown, names: readonly string[]): string | undefined {
  if (typeof body !== 'object' || body === null || names.length === 0) return undefined;
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return Object.entries(body).find(([name, value]) => value !== null && wanted.has(name.toLowerCase()))?.[0];
}
