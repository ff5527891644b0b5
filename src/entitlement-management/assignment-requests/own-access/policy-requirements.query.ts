import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import type { AssignmentPolicy } from '../../assignment-policies/index.js';
import { RequestFactsReader } from '../request-facts.reader.js';
import { OffersReader } from './offers.reader.js';
import { openPolicies } from './open-policies.js';

/** Asks under which policies of a package the caller may ask for it. */
export class PolicyRequirementsQuery extends Query<readonly AssignmentPolicy[]> {
  constructor(
    readonly caller: Caller,
    readonly accessPackageId: string,
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
  ) {}

  execute({ caller, accessPackageId }: PolicyRequirementsQuery): Promise<readonly AssignmentPolicy[]> {
    return this.transactions.run(scopeOf(caller), async () => {
      const named = { targetId: caller.objectId, accessPackageId };
      const facts = await this.facts.gather({ caller, ...nothingYet }, named);
      if (!facts.accessPackage) {
        throw new DomainError('ResourceNotFound', `There is no access package with the id ${accessPackageId}.`);
      }
      return this.offers.policies(openPolicies(facts).map(({ id }) => id));
    });
  }
}
