import { setImmediate as turn } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { faultOfPattern } from '../../platform/text/pattern.js';

interface StoredPattern {
  readonly tenantId: string;
  readonly policyId: string;
  readonly question: string | null;
  readonly pattern: string;
}

const pageSize = 500;
const mostNamed = 20;

/** Names at the start the stored patterns that cannot be matched, of every tenant; answers to them are refused. */
@Injectable()
export class StoredPatterns implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('StoredPatterns');
  private isStopping = false;

  constructor(private readonly database: Database) {}

  /** The start does not wait for it. */
  onApplicationBootstrap(): void {
    void this.database
      .whenReady()
      .then(() => this.look())
      .catch((error: unknown) => this.isStopping || this.logger.warn(`Patterns were not looked at: ${String(error)}`));
  }

  onApplicationShutdown(): void {
    this.isStopping = true;
  }

  /** How many patterns cannot be matched; a page of policies at a time, and one pattern a turn of the loop. */
  async look(): Promise<number> {
    let found = 0;
    let page = await this.page(null);
    while (page.length > 0 && !this.isStopping) {
      for (const stored of page) {
        await turn();
        if (this.warnOf(stored, found)) found += 1;
      }
      page = await this.page(page.at(-1) ?? null);
    }
    if (found > mostNamed) {
      this.logger.warn(`${found - mostNamed} more patterns cannot be matched: npm run lint:policies names them.`);
    }
    return found;
  }

  private warnOf({ tenantId, policyId, question, pattern }: StoredPattern, before: number): boolean {
    const fault = faultOfPattern(pattern);
    if (fault && before < mostNamed) {
      this.logger.warn(
        `The policy ${policyId} of tenant ${tenantId} has a pattern that cannot be matched, and every answer to its question ${question ?? ''} is refused: ${fault}`,
      );
    }
    return fault !== undefined;
  }

  /** Keyset pagination over tenant and policy; whole policies, which have 100 questions at most. */
  private page(behind: StoredPattern | null): Promise<StoredPattern[]> {
    return this.database.query<StoredPattern[]>`
      SELECT p.tenant_id AS "tenantId", p.id AS "policyId", question->>'id' AS "question", question->>'regexPattern' AS "pattern"
      FROM (SELECT tenant_id, id, settings FROM assignment_policy
          WHERE (tenant_id, id) > (${behind?.tenantId ?? firstId}::uuid, ${behind?.policyId ?? firstId}::uuid)
            AND settings @? '$.questions[*].regexPattern ? (@ != "")'
          ORDER BY tenant_id, id LIMIT ${pageSize}) p
        CROSS JOIN LATERAL jsonb_path_query(p.settings, '$.questions[*] ? (@.regexPattern != null && @.regexPattern != "")') question
      ORDER BY p.tenant_id, p.id`;
  }
}

const firstId = '00000000-0000-0000-0000-000000000000';
