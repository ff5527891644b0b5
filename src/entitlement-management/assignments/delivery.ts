import { firstRefusal, type Rule } from '../../platform/domain/rules.js';
import {
  isFault,
  type PolicySettings,
  type WantedSchedule,
  type Window,
  type WindowFault,
  windowOf,
} from '../assignment-policies/index.js';

/** What delivery looks at, read under the target's lock. What is null is gone. */
export interface DeliveryFacts {
  readonly person: {
    readonly accountEnabled: boolean;
    /** Null where there are more than are looked at. */
    readonly groupIds: readonly string[] | null;
  } | null;
  readonly accessPackage: {
    readonly incompatibleIds: readonly string[];
    readonly incompatibleGroupIds: readonly string[];
    readonly catalogState: string;
    /** Whether it gives roles of resources. */
    readonly givesRoles?: boolean;
  } | null;
  /** The policy as it was when the request was decided. */
  readonly policy: { readonly settings: PolicySettings } | null;
  readonly schedule: WantedSchedule | null;
  /** See `keepsTheEnd`. */
  readonly keepsEnd: boolean;
  /** The policy under which the access is given. */
  readonly assignmentPolicyId: string;
  readonly held: readonly { readonly accessPackageId: string; readonly assignmentPolicyId: string }[];
  /** The access that is changed, while it is in place; left out or null where it is new. */
  readonly changes?: { readonly endAt: Date | null } | null;
}

type Check = Rule<DeliveryFacts, string>;

export const personIsStillThere: Check = ({ person }) =>
  person?.accountEnabled
    ? undefined
    : person
      ? 'the account of the target is disabled'
      : 'the target is no longer in the directory';

export const packageIsStillThere: Check = ({ accessPackage }) =>
  accessPackage ? undefined : 'the access package no longer exists';

export const policyIsStillThere: Check = ({ policy }) =>
  policy ? undefined : 'the assignment policy no longer exists';

export const isNotHeldAlready: Check = ({ held, assignmentPolicyId }) =>
  held.some((has) => has.assignmentPolicyId === assignmentPolicyId)
    ? 'the target already holds this access under this policy'
    : undefined;

export const nothingIncompatibleIsHeldNow: Check = ({ accessPackage, held }) => {
  const clash = held.find((has) => accessPackage?.incompatibleIds.includes(has.accessPackageId));
  return clash && `the target holds the incompatible access package ${clash.accessPackageId}`;
};

export const notInAnIncompatibleGroupNow: Check = ({ accessPackage, person }) => {
  const { incompatibleGroupIds = [] } = accessPackage ?? {};
  if (person?.groupIds === null && incompatibleGroupIds.length > 0)
    return 'the target is in more groups of groups than are looked at';
  const clash = incompatibleGroupIds.find((id) => person?.groupIds?.includes(id));
  return clash && `the target is in the incompatible group ${clash}`;
};

/** The checks of a first delivery, in the order in which their reasons are given. */
export const additionChecks: readonly Check[] = [
  personIsStillThere,
  packageIsStillThere,
  policyIsStillThere,
  isNotHeldAlready,
  nothingIncompatibleIsHeldNow,
  notInAnIncompatibleGroupNow,
];

/** The checks of a change of what is held. */
export const updateChecks: readonly Check[] = [personIsStillThere, policyIsStillThere];

/** Why delivery cannot go on: it fails and may be tried again, or the request is denied for good. */
export interface Obstacle {
  readonly reason: string;
  readonly isDenial: boolean;
}

/** The window of what is delivered from this start, or the first thing that speaks against it. */
export function settle(checks: readonly Check[], facts: DeliveryFacts, start: Date): Window | Obstacle {
  const { policy, schedule: asked, keepsEnd, changes: held = null } = facts;
  const window = windowOf({ start, asked, held, keepsEnd, expiration: policy?.settings.expiration });
  // What cannot be read now can be read by no later attempt either.
  if (isFault(window)) return { reason: reasonOf(window, facts), isDenial: window.isUnreadable };
  const reason = firstRefusal(checks, facts);
  return reason === undefined ? window : { reason, isDenial: false };
}

export const isObstacle = (settled: Window | Obstacle): settled is Obstacle => 'reason' in settled;

export const reasonOf = ({ of, why }: WindowFault, { assignmentPolicyId }: DeliveryFacts): string =>
  of === 'policy' ? `the policy ${assignmentPolicyId} gives no access: ${why}` : why;
