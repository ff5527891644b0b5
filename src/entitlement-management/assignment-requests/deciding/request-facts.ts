import type { Caller } from '../../../platform/auth/caller.js';
import type { PolicySettings, WantedSchedule } from '../../assignment-policies/index.js';
import type { Standing } from '../../subject-sets/index.js';

/** Somebody in the directory, as decisions see them. */
export interface Person extends Standing {
  readonly displayName: string;
  readonly userType: string;
  readonly accountEnabled: boolean;
}

/** An answer to a question, as decisions see it. */
export interface AnswerFacts {
  readonly questionId: string | null;
  readonly value: string;
}

export interface PackageFacts {
  readonly id: string;
  readonly displayName: string;
  readonly catalogState: string;
  /** Whether people from outside may ask for what is in its catalog. */
  readonly isExternallyVisible: boolean;
  /** Holders of these packages may not get this one. */
  readonly incompatibleIds: readonly string[];
  /** Members of these groups may not get it either. */
  readonly incompatibleGroupIds: readonly string[];
}

export interface PolicyFacts {
  readonly id: string;
  readonly displayName: string;
  readonly version: number;
  readonly accessPackageId: string;
  readonly allowedTargetScope: string;
  readonly settings: PolicySettings;
}

/** An assignment that is in place. */
export interface HeldAssignment {
  readonly id: string;
  readonly accessPackageId: string;
  readonly assignmentPolicyId: string;
  /** ISO instant; null when it never ends. */
  readonly endAt: string | null;
  /** What was answered for it, of several answers to a question the last; left out where it is of another package. */
  readonly answers?: readonly AnswerFacts[];
}

/** All that rules may look at, gathered once. What is null does not exist. */
export interface RequestFacts {
  readonly now: Date;
  readonly caller: Caller;
  /** By the name that handles it, such as `userUpdate`. */
  readonly requestType: string;
  readonly targetId: string;
  /** Whom it is for, where the directory does not know them yet. */
  readonly targetEmail: string | null;
  readonly accessPackageId: string;
  readonly assignmentPolicyId: string | null;
  /** The assignment that was named by its id; null where none was. */
  readonly assignmentId: string | null;
  readonly schedule: WantedSchedule | null;
  readonly justification: string | null;
  readonly answers: readonly AnswerFacts[];
  /** Whether an administrator wants the approval of the policy for what they assign directly. */
  readonly keepsApproval: boolean;
  readonly target: Person | null;
  /** The caller as a person; null for applications and for people whom the directory does not know. */
  readonly requestor: Person | null;
  readonly accessPackage: PackageFacts | null;
  /** The policy that was named or chosen. */
  readonly policy: PolicyFacts | null;
  /** All policies of the package, or the one that was named. */
  readonly policies: readonly PolicyFacts[];
  readonly held: readonly HeldAssignment[];
}
