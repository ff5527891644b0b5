import type { Caller } from '../../../platform/auth/caller.js';
import { type InCatalog, readsAsManager } from '../../../graph/index.js';
import { Moment, Text } from '../../../platform/edm/members.js';
import type { Source } from '../../../platform/odata/sql/source.js';
import { commaSeparated, sql, type Sql } from '../../../platform/odata/sql/sql.js';
import { mayKnowApprovers } from '../../assignment-policies/index.js';
import { escalated, statusWords } from './request-status.js';
import { WireName } from '../../../platform/edm/type-names.js';

/** Something that happened to a request, and who did it where somebody did (beta's requestActivity). */
@WireName('RequestActivity')
export class RequestActivity {
  @Text(100) action: string | null;
  @Text(320) userDisplayName: string | null;
  @Text(320) userPrincipalName: string | null;
  @Moment() actionDateTime: string | null;
  @Moment() scheduledDateTime: string | null;
  @Text(4_000) detail: string | null;
}

/** What the events of a request and of its stages are called there: as far as there is one, by the word of its status. */
const actions: Readonly<Record<string, string>> = {
  'assignmentRequest.submitted': statusWords.submitted,
  'assignmentRequest.recorded': statusWords.submitted,
  'assignmentRequest.approvalAsked': statusWords.pendingApproval,
  'approvalStage.escalated': escalated,
  'approvalStage.approved': 'Approved',
  'approval.denied': statusWords.denied,
  'assignmentRequest.scheduled': statusWords.scheduled,
  'assignmentRequest.deliveryStarted': statusWords.delivering,
  'assignmentRequest.delivered': statusWords.delivered,
  'assignmentRequest.partiallyDelivered': statusWords.partiallyDelivered,
  'assignmentRequest.deliveryFailed': statusWords.deliveryFailed,
  'assignmentRequest.canceled': statusWords.canceled,
};

/** An event as the statement finds it. */
export interface Happening {
  readonly name: string;
  readonly at: string;
  readonly userDisplayName: string | null;
  readonly userPrincipalName: string | null;
  readonly startDateTime: string | null;
  /** Why delivery failed, or what whoever decided said. */
  readonly detail: string | null;
  /** What the policy says of those who decide, where the event is a decision. */
  readonly visibility: string | null;
}

interface Concerned extends InCatalog {
  readonly targetId: string;
  readonly requestorId: string;
}

/** The history of a request, as far as the caller may know it: names of approvers that the policy hides stay hidden. */
export function historyOf(happenings: unknown, request: Concerned, caller?: Caller): object[] {
  const { targetId, requestorId } = request;
  const isConcerned = caller?.objectId === targetId || caller?.objectId === requestorId;
  const onlooker = { isConcerned, readsAll: !caller || readsAsManager(caller, request), isAsked: false };
  return ((happenings ?? []) as Happening[]).map((event) => {
    const isHidden = !mayKnowApprovers(event.visibility, onlooker);
    return {
      action: actions[event.name] ?? null,
      userDisplayName: isHidden ? null : event.userDisplayName,
      userPrincipalName: isHidden ? null : event.userPrincipalName,
      actionDateTime: new Date(event.at).toISOString(),
      scheduledDateTime: event.name === 'assignmentRequest.scheduled' ? event.startDateTime : null,
      detail: event.detail,
    } satisfies RequestActivity;
  });
}

/** The events of a request, in their order, as one JSON value; null where there is none. */
export function happeningsTo(request: Source): Sql {
  const [event, person] = [request.beside('domainEvent'), request.beside('directoryUser')];
  const { source: decided, tie: decidedHere } = request.subset('approvalStages');
  const { source: stage, tie } = request.subset('approvalStages');
  const [name, payload, actor] = [event.column('name'), event.column('payload'), event.column('actor')];
  // Only what somebody asked for themselves is theirs; what followed from it is the server's.
  const sender = sql`CASE WHEN ${event.column('causationId')} IS NULL AND ${name} IN ('assignmentRequest.submitted', 'assignmentRequest.canceled')
    AND ${actor} ~ '^[0-9a-f-]{36}$' THEN ${actor}::uuid END`;
  return sql`(SELECT jsonb_agg(jsonb_build_object('name', ${name}, 'at', ${event.column('occurredAt')},
      'userDisplayName', COALESCE(${decided.column('reviewedByName')}, ${person.column('displayName')}),
      'userPrincipalName', ${person.column('userPrincipalName')}, 'startDateTime', ${payload}->>'startDateTime',
      'detail', COALESCE(${payload}->>'reason', ${decided.column('justification')}),
      'visibility', ${decided.column('settings')}->>'approverInformationVisibility') ORDER BY ${event.column('position')})
    FROM ${event.from} LEFT JOIN ${decided.from} ON ${decidedHere} AND ${decided.column('reviewedById')} IS NOT NULL
        AND (${name} = 'approvalStage.approved' AND ${decided.column('id')} = ${event.column('aggregateId')}
          OR ${name} = 'approval.denied' AND ${decided.column('reviewResult')} = 'Denied')
      LEFT JOIN ${person.from} ON ${person.column('tenantId')} = ${event.column('tenantId')}
        AND ${person.column('id')} = COALESCE(${decided.column('reviewedById')}, ${sender})
    WHERE ${event.column('tenantId')} = ${request.column('tenantId')} AND ${name} IN (${commaSeparated(names)})
      AND ${event.column('aggregateId')} = ANY(ARRAY(SELECT ${request.column('id')} UNION ALL SELECT ${stage.column('id')} FROM ${stage.from} WHERE ${tie})))`;
}

const names = Object.keys(actions).map((name) => sql`${name}::text`);

/** When the request ends by itself unless somebody decides: the moment of the automatic denial, while it waits for an approval. */
export function endOfWaiting(request: Source): Sql {
  const { source: stage, tie } = request.subset('approvalStages');
  return sql`(SELECT ${stage.column('deniesAt')} FROM ${stage.from}
    WHERE ${tie} AND ${stage.column('status')} = 'InProgress' AND ${request.column('state')} = 'pendingApproval')`;
}
