import { DomainError } from '../../platform/errors/domain-error.js';
import type { Caller } from '../../platform/auth/caller.js';
import type { WantedSchedule } from '../assignment-policies/index.js';
import type { SentBy } from './sent-by.js';

/** Whom a body names, in each of its members; all of them have to mean one person. */
export interface NamedTarget {
  readonly objectId?: string | undefined;
  /** The id of a subject; that of the person where there is no such subject, as requestors show it. */
  readonly id?: string | undefined;
  readonly email?: string | undefined;
  readonly principalName?: string | undefined;
}

/** What a caller asks for, in our words; what is undefined was left out. Ids are lower-case GUIDs. */
export interface WantedRequest {
  readonly assignmentId?: string | undefined;
  /** Whom the request is for, as its body names them. */
  readonly target?: NamedTarget | undefined;
  /** Who that is. */
  readonly targetId?: string | undefined;
  /** Their mail address, where the directory does not know them yet. */
  readonly targetEmail?: string | undefined;
  readonly assignmentPolicyId?: string | undefined;
  readonly accessPackageId?: string | undefined;
  readonly justification?: string | null | undefined;
  readonly answers: readonly object[];
  readonly schedule: WantedSchedule | null;
  /** Whether the approval is kept that a direct assignment passes over; undefined where nothing is said of it. */
  readonly keepsApproval?: boolean | undefined;
}

/** A request on its way to the handler of its type. */
export interface RequestAsked {
  readonly caller: Caller;
  readonly requestType: string;
  /** Who may send its type. */
  readonly sentBy: SentBy;
  /** Whether somebody of whom only an address is known becomes a guest by it. */
  readonly invites?: boolean;
  readonly wanted: WantedRequest;
}

type Named = 'assignmentId' | 'targetId' | 'assignmentPolicyId' | 'accessPackageId';

export const wireNames: Record<Named, string> = {
  assignmentId: "'assignment.id'",
  targetId: "'assignment.targetId', 'assignment.target.objectId', '.id', '.email' or '.principalName'",
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

/** Access is taken away at once, and nothing is asked: a time or an answer for it is refused, not passed over. */
export function requireNothingGiven({ schedule, answers }: WantedRequest, requestType: string): void {
  const why = `cannot be given with '${requestType}', which takes access away at once: leave`;
  if (schedule) throw invalid(`'schedule' ${why} it out; 'adminUpdate' moves the end of access.`);
  if (answers.length > 0) throw invalid(`'answers' ${why} them out; 'adminUpdate' corrects answers.`);
}

const invalid = (what: string): DomainError => new DomainError('InvalidModel', `The model is invalid: ${what}`);
