import type { PolicySettings, WantedSchedule } from '../assignment-policies/index.js';
import { endFor, limitOf } from '../assignment-policies/index.js';

/** What delivery looks at, read under the target's lock. What is null is gone. */
export interface DeliveryFacts {
  readonly person: { readonly accountEnabled: boolean; readonly groupIds: readonly string[] } | null;
  readonly accessPackage: {
    readonly incompatibleIds: readonly string[];
    readonly incompatibleGroupIds: readonly string[];
  } | null;
  /** The policy as it was when the request was decided. */
  readonly policy: { readonly settings: PolicySettings } | null;
  readonly schedule: WantedSchedule | null;
  /** The request brings answers and no end: the end stays where it is. */
  readonly bringsOnlyAnswers: boolean;
  /** The policy under which the access is given. */
  readonly assignmentPolicyId: string;
  readonly held: readonly { readonly accessPackageId: string; readonly assignmentPolicyId: string }[];
}

type Check = (facts: DeliveryFacts, now: Date) => string | undefined;

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

export const thereIsTimeLeft: Check = ({ policy, schedule }, now) => {
  const end = policy && endOf({ policy, schedule }, now);
  return end && end <= now ? `the access would end at ${end.toISOString()}, before it starts` : undefined;
};

export const isNotHeldAlready: Check = ({ held, assignmentPolicyId }) =>
  held.some((has) => has.assignmentPolicyId === assignmentPolicyId)
    ? 'the target already holds this access under this policy'
    : undefined;

export const nothingIncompatibleIsHeldNow: Check = ({ accessPackage, held }) => {
  const clash = held.find((has) => accessPackage?.incompatibleIds.includes(has.accessPackageId));
  return clash && `the target holds the incompatible access package ${clash.accessPackageId}`;
};

export const notInAnIncompatibleGroupNow: Check = ({ accessPackage, person }) => {
  const clash = accessPackage?.incompatibleGroupIds.find((id) => person?.groupIds.includes(id));
  return clash && `the target is in the incompatible group ${clash}`;
};

/** The checks of a first delivery, in the order in which their reasons are given. */
export const additionChecks: readonly Check[] = [
  personIsStillThere,
  packageIsStillThere,
  policyIsStillThere,
  thereIsTimeLeft,
  isNotHeldAlready,
  nothingIncompatibleIsHeldNow,
  notInAnIncompatibleGroupNow,
];

/** The checks of a change of what is held. */
export const updateChecks: readonly Check[] = [personIsStillThere, policyIsStillThere, thereIsTimeLeft];

/** The first reason why delivery cannot go on. */
export const reasonAgainst = (checks: readonly Check[], facts: DeliveryFacts, now: Date): string | undefined =>
  checks.map((check) => check(facts, now)).find((reason) => reason !== undefined);

/** When access ends that is delivered now; never later than the policy allows. */
export function endOf({ policy, schedule }: Pick<DeliveryFacts, 'policy' | 'schedule'>, now: Date): Date | null {
  const expiration = policy?.settings.expiration;
  const end = endFor(schedule, expiration, now);
  const limit = limitOf(expiration, now);
  return limit && (!end || end > limit) ? limit : end;
}

/** When access ends that is changed now. */
export const endAfterUpdate = (facts: DeliveryFacts, present: Date | null, now: Date): Date | null =>
  facts.bringsOnlyAnswers ? present : endOf(facts, now);
