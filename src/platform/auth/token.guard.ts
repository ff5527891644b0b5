import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { DomainError } from '../errors/domain-error.js';
import { Clock } from '../time/clock.js';
import { AccountStanding } from './account-standing.js';
import { Admissions } from './admissions.js';
import { AzureAdStrategy } from './azure-ad.strategy.js';
import { type Call, presentedToken, tokenIn } from './bearer-token.js';
import { CallQuota } from './call-quota.js';
import type { Caller } from './caller.js';
import { unauthenticated } from './challenges.js';
import { permissionRefusal } from './permission-refusal.js';
import { forAnyCaller, isPublic, type Operation, operationOf } from './permissions.js';
import type { Admission } from './token-policy.js';

type GuardedCall = Call & { user: Caller | Admission };

/** Lets a call through to its route: public ones as they are, others with a good token of somebody who is not disabled and a permission for the operation. */
@Injectable()
export class TokenGuard extends AuthGuard() {
  constructor(
    strategy: AzureAdStrategy,
    private readonly admissions: Admissions,
    private readonly quota: CallQuota,
    private readonly standing: AccountStanding,
    private readonly reflector: Reflector,
    private readonly clock: Clock,
  ) {
    super({ defaultStrategy: strategy.name });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.metadata<boolean>(isPublic, context)) return true;
    const call = context.switchToHttp().getRequest<GuardedCall>();
    const token = tokenIn(call);
    const admission = this.admissions.find(token) ?? this.admissions.keep(token, await this.verified(call, context));
    call.user = admission.caller;
    this.quota.take(admission.caller);
    await this.standing.require(admission.caller);
    if (!this.metadata<boolean>(forAnyCaller, context)) {
      this.requirePermission(admission, this.metadata<Operation>(operationOf, context));
    }
    return true;
  }

  override handleRequest<T>(error: unknown, admission: T | false | null): T {
    if (error) throw error as Error;
    if (!admission) throw unauthenticated("The token's signature is not valid.");
    return admission;
  }

  private async verified(call: GuardedCall, context: ExecutionContext): Promise<Admission> {
    // What is malformed is refused here, in our words; passport would only say that it failed.
    presentedToken(call);
    await super.canActivate(context);
    return call.user as Admission;
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
