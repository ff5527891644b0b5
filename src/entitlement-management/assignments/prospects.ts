import { isFault, windowOf } from '../assignment-policies/index.js';
import { type DeliveryFacts, reasonOf } from './delivery.js';

/** A request that waits for approval, as far as its prospects depend on it. */
export interface Waiting {
  readonly effect: string;
  readonly requestType: string;
  readonly startAt: Date | null;
}

/** Why nobody needs to decide about a request any more, and how it ends by that. */
export interface Hopeless {
  readonly ends: 'denied' | 'canceled';
  readonly reason: string;
}

export const accessHasEnded = 'the access that it would change has ended';

/** Why a request can have no effect from an instant on, whoever agrees to it; what may still change by then is left to delivery. */
export function whyHopeless(waiting: Waiting, facts: DeliveryFacts, now: Date): Hopeless | undefined {
  const gone = whatIsGone(waiting, facts, now);
  if (gone !== undefined) return { ends: 'canceled', reason: gone };
  const start = startOf(waiting, now);
  const { schedule: asked, keepsEnd, policy } = facts;
  const held = renews(waiting, facts, start) ? null : (facts.changes ?? null);
  const window = windowOf({ start, asked, held, keepsEnd, expiration: policy?.settings.expiration });
  return isFault(window) ? { ends: 'denied', reason: reasonOf(window, facts) } : undefined;
}

function whatIsGone(
  waiting: Waiting,
  { accessPackage, policy, changes }: DeliveryFacts,
  now: Date,
): string | undefined {
  if (!accessPackage) return 'the access package was deleted';
  if (!policy) return 'the assignment policy was deleted';
  if (accessPackage.catalogState !== 'published') return 'the catalog of the access package is not published any more';
  const isChange = waiting.effect === 'update' && waiting.requestType !== 'userAdd';
  return isChange && (!changes || endsBy(changes, now)) ? accessHasEnded : undefined;
}

/** A userAdd gives new access where what it would have renewed has ended by its start. */
const renews = ({ requestType }: Waiting, { changes }: DeliveryFacts, start: Date): boolean =>
  requestType === 'userAdd' && (!changes || endsBy(changes, start));

const endsBy = ({ endAt }: { readonly endAt: Date | null }, at: Date): boolean => endAt !== null && endAt <= at;

const startOf = ({ startAt }: Waiting, now: Date): Date => (startAt && startAt > now ? startAt : now);
