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

@QueryHandler(LintPoliciesQuery)
export class LintPoliciesHandler implements IQueryHandler<LintPoliciesQuery> {
  constructor(
    private readonly transactions: Transactions,
    private readonly reader: PolicyLintReader,
  ) {}

  execute({ tenantId, policyId, dialect }: LintPoliciesQuery): Promise<LintedAnswer[]> {
    return this.transactions.run({ tenantId, actor: 'lint' }, () => this.reader.lint(wordingOf[dialect], policyId));
  }
}
