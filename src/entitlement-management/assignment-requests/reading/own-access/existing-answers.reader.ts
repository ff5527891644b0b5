import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../../platform/auth/caller.js';
import { Database } from '../../../../platform/database/database.js';
import { limits } from '../../../../platform/odata/query/limits.js';
import { conjunction, sql } from '../../../../platform/odata/sql/sql.js';
import type { AssignmentPolicy } from '../../../assignment-policies/index.js';
import { lastAnswers } from '../../deciding/last-answers.sql.js';
import { type AnswerSent, questionsOf } from './existing-answers.js';

/** How many requests for somebody are looked through for their answers, the newest first. */
const mostRequests = 200;

/** What people answered before. */
@Injectable()
export class ExistingAnswersReader {
  constructor(private readonly database: Database) {}

  /** The caller's last answers to the questions of policies, in one statement and up to the bytes of a page; the rest is left out. */
  to(policies: readonly AssignmentPolicy[], { tenantId, objectId }: Caller): Promise<AnswerSent[]> {
    const asked = policies.flatMap((policy) => questionsOf(policy).flatMap(({ id }) => id ?? []));
    if (asked.length === 0) return Promise.resolve([]);
    const newest = sql`
      SELECT * FROM assignment_request r WHERE r.tenant_id = ${tenantId}::uuid AND r.target_id = ${objectId}::uuid AND r.state = 'delivered'
        AND r.assignment_policy_id = ANY(${policies.map(({ id }) => id)}::uuid[]) AND ${conjunction(this.database.inTime(sql`r.tenant_id`))}
      ORDER BY r.completed_at DESC LIMIT ${mostRequests}::int4`;
    return this.database.query`
      SELECT weighed.assignment_policy_id AS "policyId", weighed.answer FROM (
        SELECT last.*, sum(octet_length(last.answer::text)) OVER (ORDER BY last.assignment_policy_id, last.answer->'answeredQuestion'->>'id') AS bytes
        FROM (${lastAnswers(newest)}) AS last WHERE last.answer->'answeredQuestion'->>'id' = ANY(${asked}::text[])) AS weighed
      WHERE weighed.bytes <= ${limits.pageBytes}::int4`;
  }
}
