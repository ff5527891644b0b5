import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../platform/database/database.js';
import { Transactions } from '../../platform/database/transactions.js';
import { type ExpirationPattern, isHalfSaid } from '../assignment-policies/index.js';

/** Asks which access of a tenant was given while its policy or its request said half of an end, as a sentence each. */
export class LintAssignmentsQuery extends Query<string[]> {
  constructor(readonly tenantId: string) {
    super();
  }
}

interface Given {
  readonly id: string;
  readonly targetId: string;
  readonly policyId: string;
  readonly endAt: Date | null;
  readonly allowed: ExpirationPattern | null;
  readonly asked: ExpirationPattern | null;
}

/** How many assignments a statement looks at. */
const page = 2_000;

/** Reads all access that is in place, in pages by id (keyset pagination): it keeps the end that it was given. */
@QueryHandler(LintAssignmentsQuery)
export class LintAssignmentsHandler implements IQueryHandler<LintAssignmentsQuery> {
  constructor(
    private readonly transactions: Transactions,
    private readonly database: Database,
  ) {}

  async execute({ tenantId }: LintAssignmentsQuery): Promise<string[]> {
    const doubts: string[] = [];
    for (let given = await this.behind(tenantId, null); given.length > 0;) {
      doubts.push(...given.flatMap(doubtOf));
      given = await this.behind(tenantId, given.at(-1)?.id ?? null);
    }
    return doubts;
  }

  private behind(tenantId: string, id: string | null): Promise<Given[]> {
    return this.transactions.run(
      { tenantId, actor: 'lint' },
      () => this.database.query<Given[]>`
        SELECT a.id, a.target_id AS "targetId", a.assignment_policy_id AS "policyId", a.end_at AS "endAt",
          v.settings->'expiration' AS "allowed", r.schedule->'expiration' AS "asked"
        FROM live_assignment l JOIN assignment a ON a.tenant_id = l.tenant_id AND a.id = l.assignment_id
          LEFT JOIN assignment_policy_version v
            ON v.tenant_id = a.tenant_id AND v.policy_id = a.assignment_policy_id AND v.version = a.policy_version
          LEFT JOIN assignment_request r ON r.tenant_id = a.tenant_id AND r.id = a.request_id
        WHERE l.tenant_id = ${tenantId}::uuid AND (${id}::uuid IS NULL OR l.assignment_id > ${id}::uuid)
        ORDER BY l.assignment_id LIMIT ${page}::int4`,
    );
  }
}

function doubtOf({ id, targetId, policyId, endAt, allowed, asked }: Given): string[] {
  const half = [
    ...(isHalfSaid(allowed) ? [`its policy ${policyId} said ${JSON.stringify(allowed)}`] : []),
    ...(isHalfSaid(asked) ? [`its request said ${JSON.stringify(asked)}`] : []),
  ];
  if (half.length === 0) return [];
  const end = endAt ? `ends at ${endAt.toISOString()}` : 'never ends';
  return [`The assignment ${id} of ${targetId} ${end}, and ${half.join('; ')}: change its end if it is another.`];
}
