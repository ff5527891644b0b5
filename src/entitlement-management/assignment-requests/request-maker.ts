import type { AssignmentRequest } from './assignment-request.js';

type Made = Pick<AssignmentRequest, 'requestType' | 'createdById' | 'requestorId' | 'targetId'>;

/** The request types whose requestor is always who sent them: for these, a row that does not say who made it still does. */
export const madeByTheirRequestor = ['userAdd', 'userUpdate', 'userRemove', 'approverRemove'] as const;

/** The person or application that made a request; null for the server's own, and where nothing says so for certain. */
export function makerOf({ requestType, createdById, requestorId }: Made): string | null {
  if (createdById !== null) return createdById;
  return (madeByTheirRequestor as readonly string[]).includes(requestType) ? requestorId : null;
}

/** Somebody who wants to end a request. */
export interface Canceler {
  readonly id: string;
  readonly administers: boolean;
}

/** A request is taken back by who made it, whomever it concerns, or by an administrator, or by who manages the assignments of its catalog. */
export const mayCancel = (request: Made, { id, administers }: Canceler): boolean =>
  administers || makerOf(request) === id;
