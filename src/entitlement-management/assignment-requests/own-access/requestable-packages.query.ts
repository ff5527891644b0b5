import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Clock } from '../../../platform/time/clock.js';
import type { Person, RequestFacts } from '../request-facts.js';
import { RequestFactsReader } from '../request-facts.reader.js';
import { type Offer, OffersReader } from './offers.reader.js';
import { openPolicies } from './open-policies.js';

/** Asks for the ids of the packages that the caller may ask for. */
export class RequestablePackagesQuery extends Query<readonly string[]> {
  constructor(readonly caller: Caller) {
    super();
  }
}

@QueryHandler(RequestablePackagesQuery)
export class RequestablePackagesHandler implements IQueryHandler<RequestablePackagesQuery> {
  constructor(
    private readonly transactions: Transactions,
    private readonly facts: RequestFactsReader,
    private readonly offers: OffersReader,
    private readonly clock: Clock,
  ) {}

  execute({ caller }: RequestablePackagesQuery): Promise<readonly string[]> {
    return this.transactions.run(scopeOf(caller), async () => {
      const person = await this.facts.person(caller.objectId);
      const offers = person ? await this.offers.all() : [];
      const now = this.clock.now();
      return offers
        .filter((offer) => openPolicies(factsOf(offer, { caller, person, now })).length > 0)
        .map(({ accessPackage }) => accessPackage.id);
    });
  }
}

/** The facts of a request for what is offered, by the caller and for the caller, before they say anything more. */
const factsOf = (
  { accessPackage, policies }: Offer,
  { caller, person, now }: { caller: Caller; person: Person | null; now: Date },
): RequestFacts => ({
  ...{ now, caller, targetId: caller.objectId, targetEmail: null, target: person, requestor: person },
  ...{ accessPackage, accessPackageId: accessPackage.id, policies, policy: null, assignmentPolicyId: null },
  ...{ schedule: null, justification: null, answers: [], held: [] },
});
