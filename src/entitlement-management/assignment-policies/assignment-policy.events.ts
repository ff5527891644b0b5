import { StoredAs } from '../../platform/eventing/stored-as.js';

/** An access package can be had under a new policy. */
@StoredAs('assignmentPolicy.created', { aggregate: 'assignmentPolicyId' })
export class AssignmentPolicyCreated {
  constructor(
    readonly assignmentPolicyId: string,
    readonly accessPackageId: string,
    readonly version: number,
    readonly values: object,
  ) {}
}

/** From now on a policy says something else; its earlier versions are kept. */
@StoredAs('assignmentPolicy.replaced', { aggregate: 'assignmentPolicyId' })
export class AssignmentPolicyReplaced {
  constructor(
    readonly assignmentPolicyId: string,
    readonly accessPackageId: string,
    readonly version: number,
    readonly values: object,
  ) {}
}

/** A policy is gone; nobody had access through it any more. */
@StoredAs('assignmentPolicy.deleted', { aggregate: 'assignmentPolicyId' })
export class AssignmentPolicyDeleted {
  constructor(
    readonly assignmentPolicyId: string,
    readonly accessPackageId: string,
  ) {}
}
