import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../../../platform/auth/caller.js';
import { Transactions } from '../../../../platform/database/transactions.js';
import { DomainError } from '../../../../platform/errors/domain-error.js';
import { RequestFactsReader } from '../../deciding/request-facts.reader.js';
import { existingAnswers } from './existing-answers.js';
import { ExistingAnswersReader } from './existing-answers.reader.js';
import { OffersReader } from './offers.reader.js';
import { openPolicies } from './open-policies.js';
import type { Requirements } from './policy-requirements.resource.js';

/** Asks under which policies of a package the caller may ask for it; with what they answered before, where that is shown. */
export class PolicyRequirementsQuery extends Query<readonly Requirements[]> {
  constructor(
    readonly caller: Caller,
    readonly accessPackageId: string,
    readonly showsAnswers: boolean,
  ) {
    super();
  }
}

const nothingYet = { requestType: 'userAdd', wanted: { answers: [], schedule: null } } as const;

@QueryHandler(PolicyRequirementsQuery)
export class PolicyRequirementsHandler implements IQueryHandler<PolicyRequirementsQuery> {
  constructor(
    private readonly transactions: Transactions,
    private readonly facts: RequestFactsReader,
    private readonly offers: OffersReader,
    private readonly answers: ExistingAnswersReader,
  ) {}

  execute({ caller, accessPackageId, showsAnswers }: PolicyRequirementsQuery): Promise<readonly Requirements[]> {
    return this.transactions.run(scopeOf(caller), async () => {
      const named = { targetId: caller.objectId, accessPackageId };
      const facts = await this.facts.gather({ caller, ...nothingYet }, named);
      if (!facts.accessPackage) {
        throw new DomainError('ResourceNotFound', `There is no access package with the id ${accessPackageId}.`);
      }
      const policies = await this.offers.policies(openPolicies(facts).map(({ id }) => id));
      if (!showsAnswers) return policies;
      const answersTo = existingAnswers(await this.answers.to(policies, caller));
      return policies.map((policy) => ({ ...policy, existingAnswers: answersTo(policy) }));
    });
  }
}
