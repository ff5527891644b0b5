import { asFaults, faultsIn, type Fault } from '../experiments/harness/checker.js';
import type { Query } from '../experiments/harness/cluster.js';
import type { Entry } from '../experiments/harness/ledger.js';

/** I6: what is open waits for something, and holds its place. */
const waitingChecks = `
  SELECT 'I6 a pending request has one open stage' AS invariant, r.id::text AS what FROM assignment_request r
    WHERE r.state = 'pendingApproval'
      AND (SELECT count(*) FROM approval_stage s WHERE s.request_id = r.id AND s.status = 'InProgress') <> 1
  UNION ALL SELECT 'I6 no other request has an open stage', r.id::text FROM assignment_request r
    JOIN approval_stage s ON s.request_id = r.id WHERE r.state <> 'pendingApproval' AND s.status IN ('Initializing', 'InProgress')
  UNION ALL SELECT 'I6 a scheduled request starts later', id::text FROM assignment_request
    WHERE state = 'scheduled' AND (start_at IS NULL OR start_at <= $1::timestamptz)
  UNION ALL SELECT 'I6 an open request holds its place', r.id::text FROM assignment_request r
    WHERE r.state IN ('submitted', 'pendingApproval', 'scheduled', 'delivering') AND CASE WHEN r.effect = 'remove'
      THEN NOT EXISTS (SELECT FROM open_removal o WHERE o.request_id = r.id AND o.assignment_id = r.assignment_id)
      ELSE NOT EXISTS (SELECT FROM open_request o
        WHERE o.request_id = r.id AND o.target_id = r.target_id AND o.access_package_id = r.access_package_id) END
  UNION ALL SELECT 'I6 nothing is live after its end', id::text FROM assignment WHERE state <> 'expired' AND end_at <= $1::timestamptz`;

/** Nobody has what nobody may have. */
const accessChecks = `
  SELECT 'leavers have nothing' AS invariant, l.assignment_id::text AS what FROM live_assignment l
    LEFT JOIN directory_user u ON u.tenant_id = l.tenant_id AND u.id = l.target_id WHERE u.account_enabled IS NOT TRUE
  UNION ALL SELECT 'nobody decides about themselves', s.request_id::text FROM approval_stage s JOIN assignment_request r ON r.id = s.request_id
    WHERE s.reviewed_by_id IN (r.target_id, r.requestor_id)
  UNION ALL SELECT 'no access without its approval', r.id::text FROM assignment_request r
    JOIN assignment_policy_version v ON v.policy_id = r.assignment_policy_id AND v.version = r.policy_version
    WHERE r.state = 'delivered' AND r.request_type LIKE 'user%' AND r.effect <> 'remove'
      AND COALESCE((v.settings->'requestApprovalSettings'->>CASE r.effect WHEN 'add' THEN 'isApprovalRequiredForAdd' ELSE 'isApprovalRequiredForUpdate' END)::boolean, false)
      AND (SELECT count(*) FILTER (WHERE s.review_result = 'Approved') FROM approval_stage s WHERE s.request_id = r.id)
        IS DISTINCT FROM jsonb_array_length(v.settings->'requestApprovalSettings'->'stages')`;

/** Every promise that was not kept in a run whose work is all done. */
export async function brokenInvariants(query: Query, ledger: readonly Entry[], now: Date): Promise<Fault[]> {
  const ours = [...(await query(waitingChecks, [now.toISOString()])), ...(await query(accessChecks))];
  return [...(await faultsIn(query, ledger)), ...asFaults(ours)];
}
