import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../platform/database/database.js';
import { Transactions } from '../platform/database/transactions.js';
import { isMailAddress } from '../platform/text/mail-address.js';

/** Asks which mails in a tenant's directory are no addresses, or those of several people, as a sentence each. */
export class LintAddressesQuery extends Query<string[]> {
  constructor(readonly tenantId: string) {
    super();
  }
}

interface Addressed {
  readonly id: string;
  readonly mail: string;
  /** Others whom the same address names, by mail or user principal name. */
  readonly others: readonly string[];
}

/** How many people a statement looks at, and how many others of one address are named. */
const page = 2_000;
const mostOthers = 5;

/** Reads everybody who has a mail, in pages by id (keyset pagination). */
@QueryHandler(LintAddressesQuery)
export class LintAddressesHandler implements IQueryHandler<LintAddressesQuery> {
  constructor(
    private readonly transactions: Transactions,
    private readonly database: Database,
  ) {}

  async execute({ tenantId }: LintAddressesQuery): Promise<string[]> {
    const doubts: string[] = [];
    for (let people = await this.behind(tenantId, null); people.length > 0;) {
      doubts.push(...people.flatMap(doubtsOf));
      people = await this.behind(tenantId, people.at(-1)?.id ?? null);
    }
    return doubts;
  }

  private behind(tenantId: string, id: string | null): Promise<Addressed[]> {
    return this.transactions.run(
      { tenantId, actor: 'lint' },
      () =>
        this.database.query<Addressed[]>`
        SELECT id, mail, to_jsonb(ARRAY(SELECT other.id FROM directory_user other
          WHERE other.tenant_id = person.tenant_id AND other.id <> person.id
            AND (lower(other.mail) = lower(person.mail) OR lower(other.user_principal_name) = lower(person.mail))
          ORDER BY other.id LIMIT ${mostOthers}::int4)) AS "others"
        FROM directory_user person
        WHERE tenant_id = ${tenantId}::uuid AND mail IS NOT NULL AND (${id}::uuid IS NULL OR id > ${id}::uuid)
        ORDER BY id LIMIT ${page}::int4`,
    );
  }
}

const doubtsOf = ({ id, mail, others }: Addressed): string[] => [
  ...(isMailAddress(mail) ? [] : [`The mail of the user ${id} is no address: ${JSON.stringify(mail)}.`]),
  ...(others.length === 0
    ? []
    : [`The mail of the user ${id} also names ${others.join(', ')}: requests that name ${mail} are refused.`]),
];
