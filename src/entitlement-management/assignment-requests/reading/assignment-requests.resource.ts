import { catalogBehind, requestTypes, visibleIn } from '../../../graph/index.js';
import type { ConcerningCaller } from '../../../platform/odata/current-user.js';
import {
  askable,
  beside,
  complex,
  computed,
  enumeration,
  guid,
  moment,
  nullable,
  toOne,
  resource,
  text,
} from '../../../platform/odata/resource.js';
import { EntitlementManagementSchedule } from '../../assignment-policies/index.js';
import { answersInBeta, answersInV1 } from './answers.resource.js';
import type { AssignmentRequest } from '../assignment-request.js';
import { endOfWaiting, happeningsTo, historyOf, RequestActivity } from './history.beta.js';
import { madeByTheirRequestor } from '../request-maker.js';
import { requestStates } from '../request-states.js';
import { isEscalated, statusOf } from './request-status.js';
import { statusInSql } from './request-status.sql.js';
import { WireName } from '../../../platform/edm/type-names.js';

/** What somebody asked for, and how far it has come (Graph's accessPackageAssignmentRequest). */
export const assignmentRequests = resource<'assignmentRequest', AssignmentRequest>({
  name: 'assignmentRequests',
  path: 'identityGovernance/entitlementManagement/assignmentRequests',
  readBy: 'entitlements.read',
  entityType: 'accessPackageAssignmentRequest',
  example: {
    requestType: 'adminAdd',
    state: 'submitted',
    status: 'Accepted',
    schedule: {
      startDateTime: '2026-11-24T08:00:00.000Z',
      recurrence: null,
      expiration: { type: 'afterDateTime', endDateTime: '2027-11-24T08:00:00.000Z', duration: null },
    },
  },
  model: 'assignmentRequest',
  long: ['justification', 'failure'],
  unread: ['decision'],
  unshown: [
    ...(['effect', 'failure', 'policyVersion', 'schedule', 'createdById', 'targetEmail', 'needsApproval'] as const),
    ...(['startAt', 'decision', 'lapsesAt', 'isKept'] as const),
  ],
  include: { approvalStages: { where: isEscalated, select: { id: true } } },
  needsInclude: ({ state }) => state === 'pendingApproval',
  includeFor: catalogBehind,
  fields: {
    id: guid('id'),
    requestType: enumeration('accessPackageRequestType', requestTypes)('requestType'),
    state: enumeration('accessPackageRequestState', requestStates)('state'),
    status: askable(computed({ edm: 'Edm.String' }, statusOf), statusInSql),
    createdDateTime: moment('createdAt'),
    completedDateTime: nullable(moment('completedAt')),
    schedule: computed(
      complex(() => EntitlementManagementSchedule),
      scheduleOf,
    ),
    answers: answersInV1,
    justification: nullable(text('justification')),
    customExtensionCalloutInstances: computed(
      complex(() => CustomExtensionCalloutInstance, true),
      () => [],
    ),
  },
  inBeta: {
    fields: {
      answers: answersInBeta,
      // A request that is only validated is never kept.
      isValidationOnly: computed({ edm: 'Edm.Boolean' }, () => false),
      expirationDateTime: beside({ edm: 'Edm.DateTimeOffset' }, { name: '$expirationDateTime', of: endOfWaiting }),
      history: beside(
        complex(() => RequestActivity, true),
        { name: '$history', of: happeningsTo },
        historyOf,
      ),
    },
  },
  links: {
    accessPackage: toOne('accessPackages', 'accessPackage'),
    assignment: toOne('assignments', 'assignment'),
    requestor: toOne('requestors', 'requestor'),
  },
  visibleTo: (caller) =>
    visibleIn<'assignmentRequest'>(caller, 'assignments.manage', {
      own: { OR: [{ targetId: caller.objectId }, { requestorId: caller.objectId }] },
      inCatalogs: (catalogId) => ({ accessPackage: { catalogId } }),
    }),
});

/** What `filterByCurrentUser` means on requests. */
export const requestsOfCaller: ConcerningCaller = {
  target: ({ objectId }) => ({ targetId: objectId }),
  createdBy: ({ objectId }) => ({
    OR: [
      { createdById: objectId },
      { createdById: null, requestorId: objectId, requestType: { in: [...madeByTheirRequestor] } },
    ],
  }),
  targetOrRequestor: ({ objectId }) => ({ OR: [{ targetId: objectId }, { requestorId: objectId }] }),
  targetManager: ({ objectId }) => ({ target: { is: { managerId: objectId } } }),
  approver: ({ objectId }) => ({
    state: 'pendingApproval',
    approvalStages: { some: { status: 'InProgress', approvers: { some: { userId: objectId } } } },
  }),
};

/** A call to a custom extension; none is made yet. */
@WireName('CustomExtensionCalloutInstance')
abstract class CustomExtensionCalloutInstance {}

interface Window {
  readonly startDateTime?: string | null;
  readonly expiration?: object | null;
}

const openEnded = { endDateTime: null, duration: null, type: 'notSpecified' };

/** The window as it was asked for. */
function scheduleOf({ schedule }: AssignmentRequest): object {
  const { startDateTime, expiration } = (schedule ?? {}) as Window;
  return { startDateTime: startDateTime ?? null, recurrence: null, expiration: { ...openEnded, ...expiration } };
}
