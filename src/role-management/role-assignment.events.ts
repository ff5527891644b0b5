import { StoredAs } from '../platform/eventing/stored-as.js';

/** Somebody was given a role. */
@StoredAs('roleAssignment.created', { aggregate: 'roleAssignmentId' })
export class RoleAssignmentCreated {
  constructor(
    readonly roleAssignmentId: string,
    readonly values: object,
  ) {}
}

/** A role was taken from somebody. */
@StoredAs('roleAssignment.deleted', { aggregate: 'roleAssignmentId' })
export class RoleAssignmentDeleted {
  constructor(readonly roleAssignmentId: string) {}
}
