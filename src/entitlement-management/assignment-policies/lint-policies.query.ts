import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Dialect } from '../../platform/beta/names.js';
import { Transactions } from '../../platform/database/transactions.js';
import { type LintedAnswer, PolicyLintReader } from './policy-lint.reader.js';
import { wordingOf } from './beta/policy-wording.js';

/** Asks which policies of a tenant nobody could ever pass, and why, in the words of a version of the API; one policy or all. */
export class LintPoliciesQuery extends Query<LintedAnswer[]> {
  constructor(
    readonly tenantId: string,
    readonly policyId?: string,
    readonly dialect: Dialect = 'v1.0',
  ) {
    super();
  }
}

/** All policies are read in pages by id, each in a unit of work of its own (keyset pagination): one for all would take too long. */
@QueryHandler(LintPoliciesQuery)
export class LintPoliciesHandler implements IQueryHandler<LintPoliciesQuery> {
  constructor(
    private readonly transactions: Transactions,
    private readonly reader: PolicyLintReader,
  ) {}

  async execute({ tenantId, policyId, dialect }: LintPoliciesQuery): Promise<LintedAnswer[]> {
    const [scope, say] = [{ tenantId, actor: 'lint' }, wordingOf[dialect]];
    if (policyId !== undefined) return this.transactions.run(scope, () => this.reader.lint(say, policyId));
    const found: LintedAnswer[] = [];
    for (let behind: string | undefined = firstOfAll; behind !== undefined;) {
      const from: string = behind;
      const { answers, last } = await this.transactions.run(scope, () => this.reader.page(say, from));
      found.push(...answers);
      behind = last;
    }
    return found;
  }
}

/** No id comes before this one. */
const firstOfAll = '00000000-0000-0000-0000-000000000000';
