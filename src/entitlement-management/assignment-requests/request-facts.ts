import type { Caller } from '../../platform/auth/caller.js';
import type { PolicySettings, WantedSchedule } from '../assignment-policies/index.js';

/** Somebody in the directory, as decisions see them. */
export interface Person {
  readonly id: string;
  readonly displayName: string;
  readonly userType: string;
  readonly accountEnabled: boolean;
  readonly groupIds: readonly string[];
}

export interface PackageFacts {
  readonly id: string;
  readonly displayName: string;
  readonly catalogState: string;
  /** Holders of these packages may not get this one. */
  readonly incompatibleIds: readonly string[];
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
}

/** All that rules may look at, gathered once. What is null does not exist. */
export interface RequestFacts {
  readonly now: Date;
  readonly caller: Caller;
  readonly targetId: string;
  readonly accessPackageId: string;
  readonly assignmentPolicyId: string | null;
  readonly schedule: WantedSchedule | null;
  readonly target: Person | null;
  readonly accessPackage: PackageFacts | null;
  /** The policy that was named or chosen. */
  readonly policy: PolicyFacts | null;
  /** All policies of the package, or the one that was named. */
  readonly policies: readonly PolicyFacts[];
  readonly held: readonly HeldAssignment[];
}
