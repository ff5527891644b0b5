import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Transactions } from '../../platform/database/transactions.js';
import { type LintedAnswer, PolicyLintReader } from './policy-lint.reader.js';

/** Asks which policies of a tenant nobody could ever pass, and why; one policy or all. */
export class LintPoliciesQuery extends Query<LintedAnswer[]> {
  constructor(
    readonly tenantId: string,
    readonly policyId?: string,
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

  execute({ tenantId, policyId }: LintPoliciesQuery): Promise<LintedAnswer[]> {
    return this.transactions.run({ tenantId, actor: 'lint' }, () => this.reader.lint(policyId));
  }
}
