import { ids } from './setting.js';
import type { Assignment, Hour, Request, Stage } from './world.js';

/** The rows of a run as one JSON value. */
export const rowsOfARun = `
  SELECT jsonb_build_object(
    'requests', (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', r.id, 'type', r.request_type, 'effect', r.effect, 'state', r.state,
        'target', r.target_id, 'policy', r.assignment_policy_id, 'version', r.policy_version, 'assignmentId', r.assignment_id,
        'needsApproval', r.needs_approval, 'startAt', r.start_at, 'completedAt', r.completed_at,
        'duration', r.schedule->'expiration'->>'duration',
        'stages', (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', s.id, 'ordinal', s.ordinal, 'status', s.status, 'result', s.review_result,
            'deniesAt', s.denies_at, 'asked', ARRAY(SELECT a.user_id FROM approval_approver a WHERE a.stage_id = s.id)) ORDER BY s.ordinal), '[]')
          FROM approval_stage s WHERE s.request_id = r.id)) ORDER BY r.id), '[]') FROM assignment_request r),
    'assignments', (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', a.id, 'requestId', a.request_id, 'target', a.target_id,
        'policy', a.assignment_policy_id, 'state', a.state, 'endAt', a.end_at, 'endedAt', a.expired_at) ORDER BY a.id), '[]') FROM assignment a)) AS rows`;

type Instant = string | null;
type Named<T> = Omit<T, 'person' | 'policy'> & { readonly target: string; readonly policy: string };
type StageRow = Omit<Stage, 'deniesAt' | 'asked'> & { readonly deniesAt: Instant; readonly asked: readonly string[] };
type RequestRow = Named<Omit<Request, 'startAt' | 'completedAt' | 'days' | 'stages'>> & {
  readonly startAt: Instant;
  readonly completedAt: Instant;
  readonly duration: string | null;
  readonly stages: readonly StageRow[];
};
type AssignmentRow = Named<Omit<Assignment, 'endAt' | 'endedAt' | 'live'>> & {
  readonly endAt: Instant;
  readonly endedAt: Instant;
  readonly state: string;
};

export interface Rows {
  readonly requests: readonly RequestRow[];
  readonly assignments: readonly AssignmentRow[];
}

const person = (id: string): number => ids.people.indexOf(id);
const policyNumber = (id: string): number => ids.policies.indexOf(id);

/** The rows in the model's words. */
export function observed(
  { requests, assignments }: Rows,
  epoch: Date,
): { requests: Request[]; assignments: Assignment[] } {
  const hour = (instant: Instant): Hour | null =>
    instant === null ? null : Math.floor((new Date(instant).getTime() - epoch.getTime()) / 3_600_000);
  return {
    requests: requests.map(({ target, policy, duration, startAt, completedAt, stages, ...same }) => ({
      ...same,
      person: person(target),
      policy: policyNumber(policy),
      days: duration === null ? null : Number(/^P(\d+)D$/.exec(duration)?.[1]),
      startAt: hour(startAt),
      completedAt: hour(completedAt),
      stages: stages.map((stage) => ({
        ...stage,
        deniesAt: hour(stage.deniesAt),
        asked: stage.asked.map(person),
      })),
    })),
    assignments: assignments.map(({ id, requestId, target, policy, state, endAt, endedAt }) => ({
      ...{ id, requestId, person: person(target), policy: policyNumber(policy) },
      live: state !== 'expired',
      endAt: hour(endAt),
      endedAt: hour(endedAt),
    })),
  };
}
