import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DomainError } from '../errors/domain-error.js';
import { Clock } from '../time/clock.js';
import { AccountStanding } from './account-standing.js';
import { Authentication } from './authentication.js';
import type { Call } from './bearer-token.js';
import type { Caller } from './caller.js';
import { permissionRefusal } from './permission-refusal.js';
import { forAnyCaller, isPublic, type Operation, operationOf } from './permissions.js';
import type { Admission } from './token-policy.js';

/** Lets a call through to its route: public ones as they are, others with a good token of somebody who is not disabled and a permission for the operation. */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(
    private readonly authentication: Authentication,
    private readonly standing: AccountStanding,
    private readonly reflector: Reflector,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.metadata<boolean>(isPublic, context)) return true;
    const call = context.switchToHttp().getRequest<Call & { user: Caller }>();
    const admission = await this.authentication.of(call);
    call.user = admission.caller;
    const caller = await this.standing.admit(admission.caller);
    call.user = caller;
    if (!this.metadata<boolean>(forAnyCaller, context)) {
      this.requirePermission({ ...admission, caller }, this.metadata<Operation>(operationOf, context));
    }
    return true;
  }

  private requirePermission(admission: Admission, operation: Operation | undefined): void {
    if (!operation) throw new DomainError('UnAuthorized', 'Nobody may call this address.');
    const refusal = permissionRefusal(admission, operation, this.clock.real());
    if (refusal) throw refusal;
  }

  private metadata<T>(key: string, context: ExecutionContext): T | undefined {
    return this.reflector.getAllAndOverride<T | undefined>(key, [context.getHandler(), context.getClass()]);
  }
}
