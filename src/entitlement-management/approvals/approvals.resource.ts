import type { Caller } from '../../platform/auth/caller.js';
import { catalogBehind, type InCatalog, mayReadAll, readsAsManager, visibleIn } from '../../graph/index.js';
import type { WhereOf } from '../../platform/database/models.js';
import {
  complex,
  computed,
  guid,
  toMany,
  moment,
  nullable,
  resource,
  shownUnasked,
  text,
} from '../../platform/odata/resource.js';
import { mayKnowApprovers } from '../assignment-policies/index.js';
import type { ApprovalStage, RequestUnderApproval } from './approval-stage.js';
import { Identity } from './approvals.body.js';

const path = 'identityGovernance/entitlementManagement/accessPackageAssignmentApprovals';

const isApprover = ({ objectId }: Caller) => ({ approvers: { some: { userId: objectId } } });

/** Readers see every approval, managers those of their catalogs; others those of requests by or for them, and those about which they are asked. */
const requestsVisibleTo = (caller: Caller): WhereOf<'assignmentRequest'> => {
  const { objectId } = caller;
  const approvalStages = { some: {} };
  if (mayReadAll(caller)) return { approvalStages };
  const asApprover = { approvalStages: { some: isApprover(caller) } };
  const asConcerned = { approvalStages, OR: [{ targetId: objectId }, { requestorId: objectId }] };
  return visibleIn<'assignmentRequest'>(caller, 'assignments.manage', {
    own: { OR: [asApprover, asConcerned] },
    inCatalogs: (catalogId) => ({ approvalStages, accessPackage: { catalogId } }),
  });
};

/** A request as its approvers see it (Graph's approval): nothing but its stages, which are shown unasked as Graph shows them. */
export const approvals = resource<'assignmentRequest', RequestUnderApproval>({
  name: 'approvals',
  path,
  readBy: 'approvals.read',
  entityType: 'approval',
  model: 'assignmentRequest',
  long: ['justification', 'failure'],
  fields: { id: guid('id') },
  links: { stages: shownUnasked(toMany('approvalStages')) },
  visibleTo: requestsVisibleTo,
});

/** The approvals that wait for a decision of the caller. */
export const whatCallerCanDecide = (caller: Caller): WhereOf<'assignmentRequest'> => ({
  state: 'pendingApproval',
  approvalStages: { some: { status: 'InProgress', ...isApprover(caller) } },
});

type Stage = ApprovalStage & {
  readonly request: Pick<RequestUnderApproval, 'targetId' | 'requestorId'> & InCatalog;
  /** The caller, where they can decide the stage. */
  readonly approvers: readonly object[];
};

/** A round of an approval (Graph's approvalStage). */
export const approvalStages = resource<'approvalStage', Stage>({
  name: 'approvalStages',
  path: `${path}/stages`,
  isUnaddressed: true,
  readBy: 'approvals.read',
  entityType: 'approvalStage',
  example: { status: 'InProgress', reviewResult: 'NotReviewed', assignedToMe: true, justification: '' },
  model: 'approvalStage',
  long: ['justification'],
  unshown: [
    ...(['ordinal', 'justification', 'reviewedById', 'reviewedByName', 'startedAt'] as const),
    ...(['escalatesAt', 'escalatedAt', 'deniesAt', 'settings'] as const),
  ],
  includeFor: (caller) => ({
    request: { select: { targetId: true, requestorId: true, ...catalogBehind(caller) } },
    approvers: { where: { userId: caller.objectId } },
  }),
  fields: {
    id: guid('id'),
    displayName: computed({ edm: 'Edm.String' }, () => null),
    status: text('status'),
    assignedToMe: computed({ edm: 'Edm.Boolean' }, ({ approvers }) => approvers.length > 0),
    reviewResult: text('reviewResult'),
    justification: computed({ edm: 'Edm.String' }, ({ justification }) => justification ?? ''),
    reviewedBy: computed(
      complex(() => Identity),
      reviewedBy,
    ),
    reviewedDateTime: nullable(moment('reviewedAt')),
  },
  links: {},
  visibleTo: (caller) => ({ request: requestsVisibleTo(caller) }),
});

/** Who decided, as far as the caller may know who approves. */
function reviewedBy(
  { reviewedById, reviewedByName, settings, request, approvers }: Stage,
  caller?: Caller,
): object | null {
  if (reviewedById === null) return null;
  const isConcerned = caller?.objectId === request.targetId || caller?.objectId === request.requestorId;
  const onlooker = { isConcerned, readsAll: !caller || readsAsManager(caller, request), isAsked: approvers.length > 0 };
  const isKnown = mayKnowApprovers(settings.approverInformationVisibility, onlooker);
  return isKnown ? { id: reviewedById, displayName: reviewedByName } : null;
}
