import { moves, requestStates } from '../../../src/entitlement-management/assignment-requests/request-states.js';
import type { Query } from './cluster.js';
import type { Entry } from './ledger.js';

/** A promise that was not kept, and by what. */
export interface Fault {
  readonly invariant: string;
  readonly what: string;
}

/** The fact that is announced with each state of a request. */
const announcedAs: Readonly<Record<(typeof requestStates)[number], string>> = {
  submitted: 'submitted',
  pendingApproval: 'approvalAsked',
  scheduled: 'scheduled',
  delivering: 'deliveryStarted',
  delivered: 'delivered',
  partiallyDelivered: 'partiallyDelivered',
  deliveryFailed: 'deliveryFailed',
  denied: 'denied',
  canceled: 'canceled',
};

const legal = requestStates
  .flatMap((from) => Object.values(moves[from]).map((to) => `('${from}', '${to}')`))
  .join(', ');
const facts = [...Object.entries(announcedAs), ['submitted', 'recorded']]
  .map(([state, fact]) => `('assignmentRequest.${fact}', '${state}')`)
  .join(', ');

/** I1, I4: what was acknowledged is there once; what nobody knows about is there once or not at all. */
const ledgerChecks = `
  WITH ledger AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS entry ("clientId" text, "status" int, "id" uuid)
  ), kept AS (
    SELECT justification AS "clientId", count(*)::int AS times, min(id::text)::uuid AS id FROM assignment_request GROUP BY 1
  )
  SELECT 'I1 acknowledged and there once' AS invariant, l."clientId" || ' is there ' || COALESCE(k.times, 0) || ' times' AS what
    FROM ledger l LEFT JOIN kept k USING ("clientId") WHERE l.status = 201 AND (k.times IS DISTINCT FROM 1 OR k.id <> l.id)
  UNION ALL SELECT 'I1 refused and not there', l."clientId" || ' was refused with ' || l.status
    FROM ledger l JOIN kept k USING ("clientId") WHERE l.status BETWEEN 400 AND 499
  UNION ALL SELECT 'I4 unknown and there at most once', l."clientId" || ' is there ' || k.times || ' times'
    FROM ledger l JOIN kept k USING ("clientId") WHERE l.status IS NULL AND k.times > 1`;

/** I2, I3: one effect per cause, and one live assignment per target, package and policy. */
const effectChecks = `
  SELECT 'I2 one assignment per delivered addition' AS invariant, r.id::text AS what FROM assignment_request r
    WHERE r.effect = 'add' AND r.state = 'delivered'
      AND (SELECT count(*) FROM assignment a WHERE a.tenant_id = r.tenant_id AND a.request_id = r.id AND a.id = r.assignment_id) <> 1
  UNION ALL SELECT 'I2 one assignment per request', a.request_id::text FROM assignment a GROUP BY 2 HAVING count(*) > 1
  UNION ALL SELECT 'I2 no assignment without a delivered request', a.id::text FROM assignment a
    WHERE NOT EXISTS (SELECT FROM assignment_request r WHERE r.tenant_id = a.tenant_id AND r.id = a.request_id AND r.state = 'delivered')
  UNION ALL SELECT 'I2 one subject per target', a.target_id::text FROM assignment a
    JOIN subject s ON s.tenant_id = a.tenant_id AND s.object_id = a.target_id GROUP BY 2 HAVING count(DISTINCT s.id) <> 1
  UNION ALL SELECT 'I2 a delivered removal has ended its assignment', r.id::text
    FROM assignment_request r JOIN assignment a ON a.tenant_id = r.tenant_id AND a.id = r.assignment_id
    WHERE r.effect = 'remove' AND r.state = 'delivered' AND a.state <> 'expired'
  UNION ALL SELECT 'I2 one request for an end that has come', e.aggregate_id::text FROM domain_event e
    WHERE e.name = 'assignment.ended' AND e.payload->>'cause' = 'expiry' AND (
      SELECT count(*) FROM assignment_request r WHERE r.tenant_id = e.tenant_id AND r.assignment_id = e.aggregate_id
        AND r.request_type = 'systemRemove' AND r.state = 'delivered' AND r.created_at = (e.payload->>'expiredDateTime')::timestamptz) <> 1
  UNION ALL SELECT 'I3 no two live assignments', concat_ws(' ', target_id, access_package_id, assignment_policy_id) FROM assignment
    WHERE state <> 'expired' GROUP BY tenant_id, target_id, access_package_id, assignment_policy_id HAVING count(*) > 1
  UNION ALL SELECT 'I3 live_assignment says what is live', COALESCE(a.id, l.assignment_id)::text
    FROM (SELECT tenant_id, id FROM assignment WHERE state <> 'expired') a
    FULL JOIN live_assignment l ON l.tenant_id = a.tenant_id AND l.assignment_id = a.id WHERE a.id IS NULL OR l.assignment_id IS NULL`;

/** I5, I6: nothing waits, nothing was given up. */
const idleChecks = `
  SELECT 'I5 no delivery waits' AS invariant, event_id || ' ' || consumer || ' after ' || attempts || ' tries' AS what FROM event_delivery
  UNION ALL SELECT 'I5 no delivery died', event_id || ' ' || consumer || ': ' || reason FROM event_dead_letter
  UNION ALL SELECT 'I6 no request is open', id || ' is ' || state FROM assignment_request WHERE state IN ('submitted', 'delivering')
  UNION ALL SELECT 'I6 no place is taken by an ended request', o.request_id::text
    FROM (SELECT tenant_id, request_id FROM open_request UNION ALL SELECT tenant_id, request_id FROM open_removal) o
    LEFT JOIN assignment_request r ON r.tenant_id = o.tenant_id AND r.id = o.request_id
    WHERE r.id IS NULL OR r.state NOT IN ('submitted', 'pendingApproval', 'scheduled', 'delivering')`;

/** I7: the log tells one legal story of every request and every assignment, without a gap. */
const historyChecks = `
  WITH legal (before, after) AS (VALUES ${legal}), facts (name, state) AS (VALUES ${facts}), story AS (
    SELECT e.tenant_id, e.aggregate_id, f.state, row_number() OVER told AS step, lag(f.state) OVER told AS before,
      lead(f.state) OVER told IS NULL AS is_last
    FROM domain_event e JOIN facts f USING (name) WINDOW told AS (PARTITION BY e.tenant_id, e.aggregate_id ORDER BY e.aggregate_version)
  )
  SELECT 'I7 legal moves only' AS invariant, s.aggregate_id || ': ' || COALESCE(s.before, 'nothing') || ' -> ' || s.state AS what FROM story s
    WHERE CASE WHEN s.step = 1 THEN s.state <> 'submitted' ELSE (s.before, s.state) NOT IN (SELECT before, after FROM legal) END
  UNION ALL SELECT 'I7 the last fact is the state', r.id || ' is ' || r.state || ', told ' || COALESCE(s.state, 'nothing')
    FROM assignment_request r LEFT JOIN story s ON s.tenant_id = r.tenant_id AND s.aggregate_id = r.id AND s.is_last
    WHERE s.state IS DISTINCT FROM r.state
  UNION ALL SELECT 'I7 versions without a gap', aggregate_id::text FROM domain_event
    GROUP BY tenant_id, aggregate_id HAVING max(aggregate_version) <> count(*) OR min(aggregate_version) <> 1
  UNION ALL SELECT 'I7 delivered once', a.id::text FROM assignment a
    WHERE (SELECT count(*) FROM domain_event e WHERE e.tenant_id = a.tenant_id AND e.aggregate_id = a.id AND e.name = 'assignment.delivered') <> 1
  UNION ALL SELECT 'I7 delivered again only after the end', p.id::text FROM (
      SELECT a.id, e.name, lag(e.name) OVER (PARTITION BY a.tenant_id, a.target_id, a.access_package_id, a.assignment_policy_id ORDER BY e.position) AS before
      FROM domain_event e JOIN assignment a ON a.tenant_id = e.tenant_id AND a.id = e.aggregate_id
      WHERE e.name IN ('assignment.delivered', 'assignment.ended')) p WHERE p.name = 'assignment.delivered' AND p.before = p.name
  UNION ALL SELECT 'I7 nothing is extended after its end', x.aggregate_id::text FROM domain_event x JOIN domain_event e USING (tenant_id, aggregate_id)
    WHERE x.name = 'assignment.extended' AND e.name = 'assignment.ended' AND x.aggregate_version > e.aggregate_version
  UNION ALL SELECT 'I7 an ended assignment was ended', a.id::text FROM assignment a
    WHERE (a.state = 'expired') <> EXISTS (SELECT FROM domain_event e
      WHERE e.tenant_id = a.tenant_id AND e.aggregate_id = a.id AND e.name = 'assignment.ended')`;

/** Every promise that was not kept; run it once the servers are idle. */
export async function faultsIn(query: Query, ledger: readonly Entry[] = []): Promise<Fault[]> {
  const found = [
    ...(await query(ledgerChecks, [JSON.stringify(ledger)])),
    ...(await query(effectChecks)),
    ...(await query(idleChecks)),
    ...(await query(historyChecks)),
  ];
  return asFaults(found);
}

/** What a query answers that names the invariant and what broke it. */
export const asFaults = (rows: readonly Record<string, unknown>[]): Fault[] =>
  rows.map(({ invariant, what }) => ({ invariant: String(invariant), what: String(what) }));

/** The invariants among the faults, once each: `I3`. */
export const invariantsOf = (faults: readonly Fault[]): string[] =>
  [...new Set(faults.map(({ invariant }) => invariant.slice(0, 2)))].sort();
