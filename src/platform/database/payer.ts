import { AsyncLocalStorage } from 'node:async_hooks';

/** A call as far as its cost goes: whom the guard admitted, once it has. */
interface Call {
  readonly user?: { readonly tenantId: string; readonly objectId: string; readonly applicationId: string };
}

const calls = new AsyncLocalStorage<Call>();

/** Does all that follows on a call's account. */
export const onAccountOf = <T>(call: object, work: () => T): T => calls.run(call, work);

/**
 * On whose account the work at hand is: somebody by way of one application, or all who call without a token together.
 *
 * Undefined for what the server does by itself. The parts of a batch carry one token, so they are one payer.
 */
export function payer(): string | undefined {
  const call = calls.getStore();
  if (!call) return undefined;
  const { user } = call;
  return user ? `${user.tenantId}/${user.objectId}/${user.applicationId}` : 'nobody';
}
