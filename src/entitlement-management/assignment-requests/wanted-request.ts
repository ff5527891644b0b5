import { DomainError } from '../../platform/errors/domain-error.js';
import type { Caller } from '../../platform/auth/caller.js';
import type { WantedSchedule } from '../assignment-policies/index.js';
import type { SentBy } from './sent-by.js';

/** What a caller asks for, in our words; what is undefined was left out. Ids are lower-case GUIDs. */
export interface WantedRequest {
  readonly assignmentId?: string | undefined;
  readonly targetId?: string | undefined;
  /** Whom the request is for, where only a mail address says so. */
  readonly targetEmail?: string | undefined;
  readonly assignmentPolicyId?: string | undefined;
  readonly accessPackageId?: string | undefined;
  readonly justification?: string | null | undefined;
  readonly answers: readonly object[];
  readonly schedule: WantedSchedule | null;
}

/** A request on its way to the handler of its type. */
export interface RequestAsked {
  readonly caller: Caller;
  readonly requestType: string;
  /** Who may send its type. */
  readonly sentBy: SentBy;
  readonly wanted: WantedRequest;
}

type Named = 'assignmentId' | 'targetId' | 'assignmentPolicyId' | 'accessPackageId';

const wireNames: Record<Named, string> = {
  assignmentId: "'assignment.id'",
  targetId: "'assignment.targetId', 'assignment.target.objectId' or 'assignment.target.email'",
  assignmentPolicyId: "'assignment.assignmentPolicyId' or 'assignment.assignmentPolicy.id'",
  accessPackageId: "'assignment.accessPackageId' or 'assignment.accessPackage.id'",
};

/** An id that this type of request cannot do without. */
export function required(wanted: WantedRequest, name: Named, requestType: string): string {
  const id = wanted[name];
  if (id === undefined)
    throw new DomainError('InvalidModel', `The model is invalid: '${requestType}' needs ${wireNames[name]}.`);
  return id;
}
