import { AsyncLocalStorage } from 'node:async_hooks';

/** Somebody by way of one application, as far as costs go. */
interface Spender {
  readonly tenantId: string;
  readonly objectId: string;
  readonly applicationId: string;
}

/** A call as far as its cost goes: whom the guard admitted, once it has. */
interface Call {
  readonly user?: Spender;
}

/** Under which name somebody's calls and statements are counted. */
export const payerNamed = ({ tenantId, objectId, applicationId }: Spender): string =>
  `${tenantId}/${objectId}/${applicationId}`;

const calls = new AsyncLocalStorage<Call>();

/** Does all that follows on a call's account (async local storage). */
export const onAccountOf = <T>(call: object, work: () => T): T => calls.run(call, work);

/**
 * On whose account the work at hand is: somebody by way of one application, or all who call without a token together.
 *
 * Undefined for what the server does by itself. The parts of a batch carry one token, so they are one payer.
 */
export function payer(): string | undefined {
  const call = calls.getStore();
  if (!call) return undefined;
  return call.user ? payerNamed(call.user) : 'nobody';
}
