import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { Admissions } from './admissions.js';
import { AzureAdStrategy } from './azure-ad.strategy.js';
import { type Call, presentedToken, tokenIn } from './bearer-token.js';
import { unauthenticated } from './challenges.js';
import type { Admission } from './token-policy.js';

/** Whom the token of a call admits: remembered, or verified by passport. */
@Injectable()
export class Authentication extends AuthGuard() {
  constructor(
    strategy: AzureAdStrategy,
    private readonly admissions: Admissions,
  ) {
    super({ defaultStrategy: strategy.name });
  }

  /** At once for a token that was verified before; refuses a call that has none, or one that is no good. */
  of(call: Call): Admission | Promise<Admission> {
    const token = tokenIn(call);
    return this.admissions.find(token) ?? this.verified(token, { url: call.url, raw: call.raw });
  }

  override handleRequest<T>(error: unknown, admission: T | false | null): T {
    if (error) throw error as Error;
    if (!admission) throw unauthenticated("The token's signature is not valid.");
    return admission;
  }

  private async verified(token: string, call: Call): Promise<Admission> {
    // What is malformed is refused here, in our words; passport would only say that it failed.
    presentedToken(call);
    await super.canActivate(contextOf(call));
    return this.admissions.keep(token, (call as Call & { user: Admission }).user);
  }
}

/** A call as passport's guard takes it, before Nest has a context for it. */
const contextOf = (call: Call): ExecutionContext =>
  ({ switchToHttp: () => ({ getRequest: () => call, getResponse: () => ({}) }) }) as ExecutionContext;
