import { StoredAs } from '../../platform/eventing/stored-as.js';

/** What was wanted of a grant is there: given, or taken away. */
@StoredAs('grant.settled', { aggregate: 'grantId', locks: 'targetId' })
export class GrantSettled {
  constructor(
    readonly grantId: string,
    readonly targetId: string,
    readonly isGiven: boolean,
  ) {}
}

/** Assignments need no more what their package gives no more. */
@StoredAs('grant.needsReleased', { aggregate: 'accessPackageId' })
export class NeedsReleased {
  constructor(
    readonly accessPackageId: string,
    readonly assignmentIds: readonly string[],
  ) {}
}

/** A package gives a role, or gives it no more, and not everybody who has the package has been looked at. */
@StoredAs('grant.roleScopeSpreads', { aggregate: 'accessPackageId' })
export class RoleScopeSpreads {
  constructor(
    readonly accessPackageId: string,
    readonly roleScopeId: string,
    readonly isGiven: boolean,
    /** The assignment that was looked at last. */
    readonly afterAssignmentId: string,
  ) {}
}
