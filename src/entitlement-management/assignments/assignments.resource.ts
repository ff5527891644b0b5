import { visibleIn } from '../../graph/index.js';
import type { ConcerningCaller } from '../../platform/odata/current-user.js';
import {
  askable,
  complex,
  computed,
  enumeration,
  guid,
  moment,
  nullable,
  toOne,
  resource,
} from '../../platform/odata/resource.js';
import { EntitlementManagementSchedule } from '../assignment-policies/index.js';
import { betaFields } from './assignments.beta.js';
import { type Assignment, assignmentStates } from './assignment.js';
import { statusInSql } from './assignment-status.sql.js';
import { statusOf } from './assignment-status.js';
import { WireName } from '../../platform/edm/type-names.js';

/** Access that somebody has or had (Graph's accessPackageAssignment). */
export const assignments = resource<'assignment', Assignment>({
  name: 'assignments',
  path: 'identityGovernance/entitlementManagement/assignments',
  readBy: 'entitlements.read',
  readByConcerned: 'ownAccess.read',
  entityType: 'accessPackageAssignment',
  example: {
    state: 'delivered',
    status: 'Delivered',
    schedule: {
      startDateTime: '2026-11-24T08:00:00.000Z',
      recurrence: null,
      expiration: { type: 'afterDateTime', endDateTime: '2027-11-24T08:00:00.000Z', duration: null },
    },
  },
  model: 'assignment',
  unshown: [
    'requestId',
    'policyVersion',
    'startAt',
    'endAt',
    'reminders',
    'createdAt',
    'createdById',
    'deliveringSince',
  ],
  fields: {
    id: guid('id'),
    state: enumeration('accessPackageAssignmentState', assignmentStates)('state'),
    status: askable(computed({ edm: 'Edm.String' }, statusOf), statusInSql),
    expiredDateTime: nullable(moment('expiredAt')),
    schedule: computed(
      complex(() => EntitlementManagementSchedule),
      scheduleOf,
    ),
    customExtensionCalloutInstances: computed(
      complex(() => CustomExtensionCalloutInstance, true),
      () => [],
    ),
  },
  inBeta: { fields: betaFields },
  links: {
    accessPackage: toOne('accessPackages', 'accessPackage'),
    assignmentPolicy: toOne('assignmentPolicies', 'assignmentPolicy'),
    target: toOne('subjects', 'target'),
  },
  visibleTo: (caller) =>
    visibleIn<'assignment'>(caller, 'assignments.manage', {
      own: { targetId: caller.objectId },
      inCatalogs: (catalogId) => ({ accessPackage: { catalogId } }),
    }),
});

/** What `filterByCurrentUser` means on assignments. */
export const assignmentsOfCaller: ConcerningCaller = {
  target: ({ objectId }) => ({ targetId: objectId }),
  createdBy: ({ objectId }) => ({ createdById: objectId }),
  targetManager: ({ objectId }) => ({ target: { person: { managerId: objectId } } }),
};

/** A call to a custom extension; none is made yet. */
@WireName('CustomExtensionCalloutInstance')
abstract class CustomExtensionCalloutInstance {}

/** The window as it is, resolved: from when, and until when or without end. */
function scheduleOf({ startAt, endAt }: Assignment): object {
  return {
    startDateTime: startAt.toISOString(),
    recurrence: null,
    expiration: {
      endDateTime: endAt?.toISOString() ?? null,
      duration: null,
      type: endAt ? 'afterDateTime' : 'noExpiration',
    },
  };
}
