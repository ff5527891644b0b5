import { durationMillis } from '../../platform/text/duration.js';
import { endSaid, faultOfPattern, instantOf } from './expiration.js';
import type { StageSettings, PolicySettings } from './policy-settings.js';
import { firstUnmatchable } from './question-patterns.js';
import { passedOver } from './sets-passed-over.js';

/** A policy, as far as a look at it needs it. */
export interface LintedPolicy {
  readonly id: string;
  readonly allowedTargetScope: string;
  readonly settings: PolicySettings;
}

/** Another policy of the package, as far as it may take everybody whom the linted one would let ask. */
export type OtherPolicy = Pick<LintedPolicy, 'id' | 'allowedTargetScope'> & {
  readonly settings: Pick<PolicySettings, 'requestorSettings'>;
};

/** How a version of the API calls what a policy says. */
export interface PolicyWording {
  /** A member, by its path in v1.0's names. */
  readonly member: (path: string) => string;
  readonly scope: (policy: OtherPolicy) => string;
  /** What is wrong with an end that cannot be read, by v1.0's words for it. */
  readonly faultOfEnd: (fault: string) => string;
}

/** What is looked at beside the policy itself. */
export interface LintFacts {
  readonly now: Date;
  /** How whoever asks calls what a policy says. */
  readonly say: PolicyWording;
  readonly policy: LintedPolicy;
  /** The other policies of the package. */
  readonly others: readonly OtherPolicy[];
  /** The groups that it names and that the directory does not have. */
  readonly goneGroups: readonly string[];
  /** The stages at which it calls what its catalog does not have, or has not for them. */
  readonly idleStages: readonly string[];
  /** Who would be asked in each stage; null where that depends on who asks. */
  readonly approvers: readonly (readonly string[] | null)[];
  /** The people whom specificAllowedTargets names; null where the scope is another one. */
  readonly targets: readonly string[] | null;
}

/** A question about a policy that can be saved and yet does not what it says; answers what is wrong, or nothing. */
type Doubt = (facts: LintFacts) => string | undefined;

const nobodyMayAsk: Doubt = ({ policy, say }) => {
  const { enableTargetsToSelfAddAccess, enableOnBehalfRequestorsToAddAccess } = policy.settings.requestorSettings ?? {};
  return policy.allowedTargetScope !== 'notSpecified' &&
    !enableTargetsToSelfAddAccess &&
    !enableOnBehalfRequestorsToAddAccess
    ? `it has the scope ${say.scope(policy)}, but its ${say.member('requestorSettings')} let nobody ask; administrators only can assign it`
    : undefined;
};

const aCredentialIsAskedFor: Doubt = ({ policy, say }) =>
  policy.settings.verifiableCredentialSettings?.credentialTypes?.length
    ? `its ${say.member('verifiableCredentialSettings')} ask for a credential, and no request can present one here`
    : undefined;

const nobodyIsInScope: Doubt = ({ targets, say }) =>
  targets?.length === 0
    ? `its ${say.member('specificAllowedTargets')} name nobody who is in the directory and enabled`
    : undefined;

const aStageHasNoApprover: Doubt = ({ approvers }) => {
  const stage = approvers.findIndex((people) => people?.length === 0);
  return stage < 0
    ? undefined
    : `stage ${stage + 1} of its approval names nobody who is in the directory and enabled, also not as fallback`;
};

const onlyTheRequestorCouldApprove: Doubt = ({ approvers, targets }) => {
  const [only, ...others] = targets ?? [];
  if (!only || others.length > 0) return undefined;
  const stage = approvers.findIndex((people) => people?.length === 1 && people[0] === only);
  return stage < 0
    ? undefined
    : `the only approver of stage ${stage + 1} is the only person who may ask, and nobody approves their own request`;
};

const approvalTakesLongerThanAccess: Doubt = ({ policy, now }) => {
  const millis = (policy.settings.requestApprovalSettings?.stages ?? []).reduce(
    (sum, stage) => sum + timeOutOf(stage),
    0,
  );
  const end = endSaid(policy.settings.expiration);
  return end.is === 'at' && isApproved(policy) && now.getTime() + millis > end.instant.getTime()
    ? `its approval may take until ${new Date(now.getTime() + millis).toISOString()}, and its access ends at ${end.instant.toISOString()}`
    : undefined;
};

const accessHasEnded: Doubt = ({ policy, now, say }) => {
  const said = endSaid(policy.settings.expiration);
  const end = said.is === 'unreadable' ? null : instantOf(said, now);
  const member = say.member(said.is === 'after' ? 'expiration.duration' : 'expiration.endDateTime');
  return end && end <= now ? `its ${member} gives ${end.toISOString()}, which has passed` : undefined;
};

const aPatternCannotBeMatched: Doubt = ({ policy }) => {
  const wrong = firstUnmatchable(policy.settings.questions);
  return (
    wrong &&
    `the pattern of its question '${wrong.question.text ?? ''}' (${wrong.question.id ?? ''}) cannot be matched, and every answer to it is refused: ${wrong.fault}`
  );
};

const itsEndCannotBeRead: Doubt = ({ policy, say }) => {
  const fault = faultOfPattern('expiration', policy.settings.expiration);
  return fault && `${say.faultOfEnd(fault)}: nothing is given through it until that is corrected`;
};

/** Which scopes hold everybody that another scope holds, and come before it. */
const shadows: Readonly<Record<string, readonly string[]>> = {
  allConfiguredConnectedOrganizationUsers: ['allDirectoryUsers'],
  allExternalUsers: ['allDirectoryUsers'],
};

const aStricterPolicyTakesAll: Doubt = ({ policy, others, say }) => {
  const by = others.find(
    ({ allowedTargetScope, settings }) =>
      settings.requestorSettings?.enableTargetsToSelfAddAccess &&
      shadows[policy.allowedTargetScope]?.includes(allowedTargetScope),
  );
  return (
    by &&
    `everybody whom it lets ask is in the scope of the policy ${by.id} as well, which comes first (${say.scope(by)})`
  );
};

const aSetNamesNobody: Doubt = ({ policy, say }) => {
  const found = passedOver(policy.allowedTargetScope, policy.settings);
  const kindsIn = new Map<string, readonly string[]>();
  for (const { member, kinds } of found) {
    const name = say.member(member);
    kindsIn.set(name, [...new Set([...(kindsIn.get(name) ?? []), ...kinds])]);
  }
  const named = [...kindsIn].map(([member, kinds]) => `${member} (${kinds.join(', ')})`);
  return found.length === 0
    ? undefined
    : `it names people in ways that name nobody here, where they stand or under the scope ${say.scope(policy)}: ${named.join('; ')}`;
};

const aGroupIsGone: Doubt = ({ goneGroups }) =>
  goneGroups.length === 0
    ? undefined
    : `it names groups that are not in the directory, and nobody by that: ${goneGroups.join(', ')}`;

const aCalloutFails: Doubt = ({ idleStages, say }) =>
  idleStages.length === 0
    ? undefined
    : `its ${say.member('customExtensionStageSettings')} call extensions that are not there, or are not for the stage: every call fails (${idleStages.join(', ')})`;

/** Controls that are kept and answered, and have no effect here yet. */
const idle: Readonly<Record<string, (settings: PolicySettings) => boolean>> = {
  customExtensionStageSettings: ({ customExtensionStageSettings }) => Boolean(customExtensionStageSettings?.length),
  automaticRequestSettings: ({ automaticRequestSettings }) =>
    Object.values(automaticRequestSettings ?? {}).includes(true),
  reviewSettings: ({ reviewSettings }) => Boolean(reviewSettings?.isEnabled),
};

const aControlIsIdle: Doubt = ({ policy, say }) => {
  const names = Object.keys(idle).flatMap((name) => (idle[name]?.(policy.settings) ? [say.member(name)] : []));
  return names.length === 0
    ? undefined
    : `its ${names.join(', ')} ${names.length === 1 ? 'has' : 'have'} no effect on this server yet: nothing is called, given, taken away or reviewed by it`;
};

/** All of them, in the order in which they are told. */
export const doubts = {
  aSetNamesNobody,
  aGroupIsGone,
  aCalloutFails,
  aControlIsIdle,
  nobodyMayAsk,
  aCredentialIsAskedFor,
  nobodyIsInScope,
  aStageHasNoApprover,
  onlyTheRequestorCouldApprove,
  approvalTakesLongerThanAccess,
  accessHasEnded,
  itsEndCannotBeRead,
  aStricterPolicyTakesAll,
  aPatternCannotBeMatched,
} as const satisfies Readonly<Record<string, Doubt>>;

/** Why nobody could ever pass a policy, and what of it has no effect, in sentences; empty when there is no doubt. */
export const warningsOf = (facts: LintFacts): string[] => Object.values(doubts).flatMap((doubt) => doubt(facts) ?? []);

const isApproved = ({ settings }: LintedPolicy): boolean =>
  Boolean(settings.requestApprovalSettings?.isApprovalRequiredForAdd);

const timeOutOf = ({ durationBeforeAutomaticDenial }: StageSettings): number =>
  durationMillis(durationBeforeAutomaticDenial ?? 'P14D') ?? 0;
