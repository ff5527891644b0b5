import { DomainError } from '../../platform/errors/domain-error.js';
import { kindOf, type RequestorSettings, saysNothing, type SubjectSet } from '../assignment-policies/index.js';
import { policyRefuses, type Rule } from './assignment-request.rules.js';
import type { Person, PolicyFacts, RequestFacts } from './request-facts.js';

export const requestorIsInTheDirectory: Rule = ({ requestor }) =>
  requestor
    ? undefined
    : new DomainError('PolicyRequirementsNotMet', 'You are not in the directory: ask an administrator to add you.');

export const requestorIsEnabled: Rule = ({ requestor }) =>
  !requestor || requestor.accountEnabled
    ? undefined
    : new DomainError('PolicyRequirementsNotMet', `Your account (${requestor.id}) is disabled.`);

/** People act for themselves; for others only where the policy names them among its onBehalfRequestors, and for what. */
export const requestorMayAskForTarget: Rule = (facts) =>
  mayActForTarget(facts, 'enableOnBehalfRequestorsToAddAccess', 'request access');

export const requestorMayUpdateForTarget: Rule = (facts) =>
  mayActForTarget(facts, 'enableOnBehalfRequestorsToUpdateAccess', 'change access');

export const requestorMayRemoveForTarget: Rule = (facts) =>
  mayActForTarget(facts, 'enableOnBehalfRequestorsToRemoveAccess', 'give up access');

type ForOthers = Extract<keyof RequestorSettings, `enableOnBehalfRequestors${string}`>;

function mayActForTarget(facts: RequestFacts, enabled: ForOthers, what: string): DomainError | undefined {
  const { policy, policies } = facts;
  if (isOwn(facts)) return undefined;
  const asked = policy ? [policy] : policies;
  return asked.some((one) => letsActForOthers(one, enabled, facts))
    ? undefined
    : new DomainError(
        'UnAuthorized',
        `A user may only ${what} for themselves, or for others where the policy names them in requestorSettings.onBehalfRequestors and has ${enabled}.`,
      );
}

const isOwn = ({ caller, targetId }: RequestFacts): boolean => caller.objectId === targetId;

function letsActForOthers({ settings }: PolicyFacts, enabled: ForOthers, { requestor, target }: RequestFacts): boolean {
  const { [enabled]: isEnabled, onBehalfRequestors } = settings.requestorSettings ?? {};
  return Boolean(
    isEnabled && requestor?.accountEnabled && onBehalfRequestors?.some((set) => isAmong(set, requestor, target)),
  );
}

function isAmong(set: SubjectSet, person: Person, target: Person | null): boolean {
  switch (kindOf(set)) {
    case 'singleUser':
      return set.userId === person.id;
    case 'groupMembers':
      return person.groupIds.includes(set.groupId ?? '');
    case 'targetManager':
      return target?.managerIds[(set.managerLevel ?? 1) - 1] === person.id;
    default:
      return false;
  }
}

export const policyLetsTargetsAsk: Rule = (facts) =>
  !isOwn(facts) || isOn(facts, 'enableTargetsToSelfAddAccess')
    ? undefined
    : policyRefuses(
        facts,
        `it does not let people request access for themselves (requestorSettings.enableTargetsToSelfAddAccess).`,
      );

export const policyLetsTargetsUpdate: Rule = (facts) =>
  !isOwn(facts) || isOn(facts, 'enableTargetsToSelfUpdateAccess')
    ? undefined
    : policyRefuses(
        facts,
        'it does not let people change their own access (requestorSettings.enableTargetsToSelfUpdateAccess).',
      );

export const policyLetsTargetsLeave: Rule = (facts) =>
  !isOwn(facts) || isOn(facts, 'enableTargetsToSelfRemoveAccess')
    ? undefined
    : policyRefuses(
        facts,
        'it does not let people give up their own access (requestorSettings.enableTargetsToSelfRemoveAccess).',
      );

type Switch = 'enableTargetsToSelfAddAccess' | 'enableTargetsToSelfUpdateAccess' | 'enableTargetsToSelfRemoveAccess';

const isOn = ({ policy }: RequestFacts, name: Switch): boolean =>
  !policy || Boolean(policy.settings.requestorSettings?.[name]);

export const policyAllowsTheSchedule: Rule = (facts) => {
  const { policy } = facts;
  return !policy || policy.settings.requestorSettings?.allowCustomAssignmentSchedule || saysNothing(facts.schedule)
    ? undefined
    : policyRefuses(
        facts,
        'it lets nobody choose a schedule (requestorSettings.allowCustomAssignmentSchedule): leave it out.',
      );
};

export const requestorJustifies: Rule = (facts) =>
  facts.policy?.settings.requestApprovalSettings?.isRequestorJustificationRequired && !facts.justification?.trim()
    ? policyRefuses(
        facts,
        "it asks for a justification (requestApprovalSettings.isRequestorJustificationRequired): send 'justification'.",
      )
    : undefined;

/** No credential can be presented here, so a policy that asks for one lets nobody in. */
export const credentialsArePresented: Rule = (facts) => {
  const { credentialTypes } = facts.policy?.settings.verifiableCredentialSettings ?? {};
  return credentialTypes && credentialTypes.length > 0
    ? policyRefuses(
        facts,
        'it asks for a verifiable credential (verifiableCredentialSettings), and the request presents none.',
      )
    : undefined;
};
