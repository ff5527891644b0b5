import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../../../platform/auth/caller.js';
import { Transactions } from '../../../../platform/database/transactions.js';
import type { Only } from '../../../../platform/odata/sql/source.js';
import { RequestFactsReader } from '../../deciding/request-facts.reader.js';
import { OffersReader } from './offers.reader.js';
import { amongFew, amongMany, nothing } from './requestable.sql.js';

/** Asks which packages the caller may ask for, as a condition on a list of packages. */
export class RequestablePackagesQuery extends Query<Only> {
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
  ) {}

  execute({ caller }: RequestablePackagesQuery): Promise<Only> {
    return this.transactions.run(scopeOf(caller), async () => {
      const person = await this.facts.person(caller.objectId);
      if (!person?.accountEnabled) return nothing;
      const asking = { tenantId: caller.tenantId, person };
      return (await this.offers.areFew(asking)) ? amongFew(asking) : amongMany(asking);
    });
  }
}
