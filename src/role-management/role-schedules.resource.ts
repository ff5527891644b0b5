import { ExpirationPatternBody, PatternedRecurrence } from '../graph/index.js';
import type { Caller } from '../platform/auth/caller.js';
import { Moment, Part } from '../platform/edm/members.js';
import { WireName } from '../platform/edm/type-names.js';
import type { ConcerningCaller } from '../platform/odata/current-user.js';
import { complex, computed, type Field, guid, type Kind, moment, resource } from '../platform/odata/resource.js';
import { heldRole, ofCaller } from './role-assignments.resource.js';
import type { RoleAssignment } from './role-assignment.js';

/** From when until when somebody has a role (Graph's requestSchedule). */
@WireName('RequestSchedule')
abstract class RequestSchedule {
  @Moment() startDateTime: string | null;
  @Part(() => PatternedRecurrence) recurrence: PatternedRecurrence | null;
  @Part(() => ExpirationPatternBody) expiration: ExpirationPatternBody | null;
}

type Fields = Readonly<Record<string, Field<RoleAssignment>>>;

const text: Kind = { edm: 'Edm.String' };
const date: Kind = { edm: 'Edm.DateTimeOffset' };
const flag: Kind = { edm: 'Edm.Boolean' };
const said = (word: string): Field<RoleAssignment> => computed(text, () => word);
const never = (kind: Kind): Field<RoleAssignment> => computed(kind, () => null);

const withoutEnd = { type: 'noExpiration', endDateTime: null, duration: null };
const scheduleInfo: Field<RoleAssignment> = computed(
  complex(() => RequestSchedule),
  ({ createdAt }) => ({ startDateTime: createdAt.toISOString(), recurrence: null, expiration: withoutEnd }),
);

const assigned: Fields = { assignmentType: said('Assigned'), memberType: said('Direct') };
const ofSchedules: Fields = {
  id: guid('id'),
  ...heldRole,
  createdDateTime: moment('createdAt'),
  createdUsing: never(text),
  modifiedDateTime: never(date),
  status: said('Provisioned'),
};
const ofInstances: Fields = {
  id: guid('id'),
  ...heldRole,
  startDateTime: moment('createdAt'),
  endDateTime: never(date),
};
const ofRequests: Fields = {
  id: guid('id'),
  ...heldRole,
  status: never(text),
  createdDateTime: never(date),
  completedDateTime: never(date),
  approvalId: never(text),
  justification: never(text),
  isValidationOnly: never(flag),
  targetScheduleId: never(text),
  scheduleInfo: never(complex(() => RequestSchedule)),
};

interface Form {
  readonly fields: Fields;
  readonly visibleTo: (caller: Caller) => object;
}

const formOf = <const Name extends string>(name: Name, entityType: string, { fields, visibleTo }: Form) =>
  resource<'roleAssignment', RoleAssignment>({
    ...{ name, entityType, fields, visibleTo, links: {} },
    path: `roleManagement/entitlementManagement/${name}`,
    readBy: 'ownAccess.read',
    model: 'roleAssignment',
    isUnaddressed: true,
  });

/** No role is held for a time, or only on request: there are none. */
const nothing = (fields: Fields): Form => ({ fields, visibleTo: () => ({ id: { in: [] } }) });

/** Every role that the caller holds in person is a schedule without end (Graph's unifiedRoleAssignmentSchedule). */
export const roleAssignmentSchedules = formOf('roleAssignmentSchedules', 'unifiedRoleAssignmentSchedule', {
  fields: { ...ofSchedules, ...assigned, scheduleInfo },
  visibleTo: ofCaller,
});

/** And one instance of it, which is there since it was given. */
export const roleAssignmentScheduleInstances = formOf(
  'roleAssignmentScheduleInstances',
  'unifiedRoleAssignmentScheduleInstance',
  {
    fields: { ...ofInstances, ...assigned, roleAssignmentOriginId: guid('id'), roleAssignmentScheduleId: guid('id') },
    visibleTo: ofCaller,
  },
);

export const roleAssignmentScheduleRequests = formOf(
  'roleAssignmentScheduleRequests',
  'unifiedRoleAssignmentScheduleRequest',
  nothing(ofRequests),
);

export const roleEligibilitySchedules = formOf(
  'roleEligibilitySchedules',
  'unifiedRoleEligibilitySchedule',
  nothing({ ...ofSchedules, memberType: said('Direct'), scheduleInfo }),
);

export const roleEligibilityScheduleInstances = formOf(
  'roleEligibilityScheduleInstances',
  'unifiedRoleEligibilityScheduleInstance',
  nothing({ ...ofInstances, memberType: said('Direct'), roleEligibilityScheduleId: guid('id') }),
);

export const roleEligibilityScheduleRequests = formOf(
  'roleEligibilityScheduleRequests',
  'unifiedRoleEligibilityScheduleRequest',
  nothing(ofRequests),
);

/** What `filterByCurrentUser` means on schedules and their instances. */
export const schedulesOfCaller: ConcerningCaller = { principal: ofCaller };

/** What it means on requests. */
export const scheduleRequestsOfCaller: ConcerningCaller = {
  principal: ofCaller,
  createdBy: () => ({}),
  approver: () => ({}),
};
