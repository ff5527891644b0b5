import { sql, type Sql } from '../../../platform/database/sql.js';

/** Of requests, those that were delivered: the last answer to each question of a policy, however often it was changed. */
export const lastAnswers = (requests: Sql): Sql => sql`
  SELECT DISTINCT ON (r.assignment_policy_id, answer->'answeredQuestion'->>'id') r.assignment_policy_id, answer
  FROM (${requests}) AS r, jsonb_array_elements(r.answers) AS answer WHERE r.state = 'delivered'
  ORDER BY r.assignment_policy_id, answer->'answeredQuestion'->>'id', r.completed_at DESC, r.id DESC`;
