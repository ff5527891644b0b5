import { DomainError } from '../../../platform/errors/domain-error.js';
import { isBlank } from '../../../platform/text/blank.js';
import { type RequestorSettings, saysNothing } from '../../assignment-policies/index.js';
import { isMeant } from '../../subject-sets/index.js';
import { policyRefuses, type Rule } from './assignment-request.rules.js';
import { effectOf } from './needs-approval.js';
import type { PolicyFacts, RequestFacts } from './request-facts.js';
import type { Effect } from '../request-states.js';

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
  mayActForTarget(
    facts,
    effectOf,
    'request access',
    'enableOnBehalfRequestorsToAddAccess; for access that is held already, enableOnBehalfRequestorsToUpdateAccess',
  );

export const requestorMayUpdateForTarget: Rule = (facts) =>
  mayActForTarget(facts, () => 'update', 'change access', forOthers.update);

export const requestorMayRemoveForTarget: Rule = (facts) =>
  mayActForTarget(facts, () => 'remove', 'give up access', forOthers.remove);

/** What lets people do something to the access of others, by what they do. */
const forOthers = {
  add: 'enableOnBehalfRequestorsToAddAccess',
  update: 'enableOnBehalfRequestorsToUpdateAccess',
  remove: 'enableOnBehalfRequestorsToRemoveAccess',
} as const satisfies Record<Effect, keyof RequestorSettings>;

/** Those of the package; the one that is named, where one is. */
const policiesAskedUnder = ({ policy, policies, assignmentPolicyId, accessPackageId }: RequestFacts) =>
  (policy ? [policy] : policies.filter(({ id }) => assignmentPolicyId === null || id === assignmentPolicyId)).filter(
    (one) => one.accessPackageId === accessPackageId,
  );

/** The refusal is the same whatever there is: somebody without authority learns nothing from it. */
function mayActForTarget(
  facts: RequestFacts,
  effectUnder: (facts: RequestFacts) => Effect,
  what: string,
  needed: string,
): DomainError | undefined {
  if (isOwn(facts)) return undefined;
  return policiesAskedUnder(facts).some((one) =>
    letsActForOthers(one, forOthers[effectUnder({ ...facts, policy: one })], facts),
  )
    ? undefined
    : new DomainError(
        'UnAuthorized',
        `A user may only ${what} for themselves, or for others where the policy names them in requestorSettings.onBehalfRequestors and has ${needed}.`,
      );
}

export const isOwn = ({ caller, targetId }: RequestFacts): boolean => caller.objectId === targetId;

function letsActForOthers(
  { settings }: PolicyFacts,
  enabled: (typeof forOthers)[Effect],
  { requestor, target }: RequestFacts,
): boolean {
  const { [enabled]: isEnabled, onBehalfRequestors } = settings.requestorSettings ?? {};
  return Boolean(
    isEnabled &&
    requestor?.accountEnabled &&
    isMeant('onBehalfRequestors', onBehalfRequestors, requestor, { requestor, target }),
  );
}

/** What lets people do something to their own access, by what they do, and the words for it. */
const forThemselves = {
  add: ['enableTargetsToSelfAddAccess', 'request access for themselves'],
  update: ['enableTargetsToSelfUpdateAccess', 'change their own access'],
  remove: ['enableTargetsToSelfRemoveAccess', 'give up their own access'],
} as const satisfies Record<Effect, readonly [keyof RequestorSettings, string]>;

/** New access needs one setting, a change of what is held another: by whichever type it is asked for. */
export const policyLetsTargetsAsk: Rule = (facts) => policyLetsTargets(effectOf(facts), facts);

export const policyLetsTargetsUpdate: Rule = (facts) => policyLetsTargets('update', facts);

export const policyLetsTargetsLeave: Rule = (facts) => policyLetsTargets('remove', facts);

function policyLetsTargets(effect: Effect, facts: RequestFacts): DomainError | undefined {
  const [name, what] = forThemselves[effect];
  const { policy } = facts;
  return !isOwn(facts) || !policy || policy.settings.requestorSettings?.[name]
    ? undefined
    : policyRefuses(facts, `it does not let people ${what} (requestorSettings.${name}).`);
}

/** Whether anybody may ask for new access under a policy who asks in this way: people for themselves, others for anybody. */
export function letsAskForNewAccess({ settings }: PolicyFacts, facts: RequestFacts): boolean {
  const { enableTargetsToSelfAddAccess, enableOnBehalfRequestorsToAddAccess } = settings.requestorSettings ?? {};
  return Boolean(enableTargetsToSelfAddAccess || (!isOwn(facts) && enableOnBehalfRequestorsToAddAccess));
}

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
  facts.policy?.settings.requestApprovalSettings?.isRequestorJustificationRequired && isBlank(facts.justification)
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
