import { DomainError } from '../../platform/errors/domain-error.js';

/** The one place that there is for an open request: for a target and package, or for the removal of an assignment. */
export type OpenPlace =
  { readonly targetId: string; readonly accessPackageId: string } | { readonly assignmentId: string };

/** Another request is open in the place that this one needs. */
export class PlaceTaken extends DomainError {
  constructor(
    readonly place: OpenPlace,
    message: string,
  ) {
    super('ExistingOpenRequest', message);
  }

  /** The same to somebody who may read the request that is open. */
  by(requestId: string): DomainError {
    return new DomainError(this.code, `The request ${requestId} is open for this already: wait for it, or cancel it.`);
  }
}
