import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  type doubts,
  type LintedPolicy,
  type LintFacts,
  warningsOf,
  doubts as known,
} from '../../src/entitlement-management/assignment-policies/policy-lint.js';
import { allowedTargetScopes } from '../../src/entitlement-management/assignment-policies/policy-settings.js';
import { subjectSetTypes } from '../../src/entitlement-management/subject-sets/subject-sets.body.js';
import { wordingOf } from '../../src/entitlement-management/assignment-policies/beta/policy-wording.js';
import type { Dialect } from '../../src/platform/beta/names.js';
import { namesOfTheOther, type Strangers, wordsIn } from '../support/policy-names.js';

type Settings = LintedPolicy['settings'];
type Case = Partial<Omit<LintFacts, 'say' | 'now'>>;

const now = new Date('2026-11-24T12:00:00Z');
const dialects: readonly Dialect[] = ['v1.0', 'beta'];
const asks = { requestorSettings: { enableTargetsToSelfAddAccess: true } };
const policy = (settings: Settings, allowedTargetScope = 'allMemberUsers'): LintedPolicy => ({
  ...{ id: 'a1', allowedTargetScope },
  settings: { ...asks, ...settings },
});
const set = (type: string) => ({ '@odata.type': `#${type}` });
const scoped = (requestorSettings: Settings['requestorSettings']) =>
  allowedTargetScopes.filter((scope) => scope !== 'notSpecified').map((scope) => policy({ requestorSettings }, scope));
const approval = (stages: NonNullable<Settings['requestApprovalSettings']>['stages']): Settings => ({
  requestApprovalSettings: { isApprovalRequiredForAdd: true, stages },
});

/** Sets that name nobody wherever a policy can have them, one place after the other. */
const strange = subjectSetTypes.filter((type) => /Principal|attribute|rule/i.test(type)).map(set);
const inEveryPlace: readonly LintedPolicy[] = [
  ...allowedTargetScopes.map((scope) => policy({ specificAllowedTargets: strange }, scope)),
  policy({ requestorSettings: { ...asks.requestorSettings, onBehalfRequestors: strange } }),
  ...(
    ['primaryApprovers', 'fallbackPrimaryApprovers', 'escalationApprovers', 'fallbackEscalationApprovers'] as const
  ).flatMap((member) =>
    [0, 1].map((before) => policy(approval([...Array<object>(before).fill({}), { [member]: strange }]))),
  ),
];

/** Every way in which an end cannot be read; what is stored of older versions may say any of them. */
const unreadable = [
  { duration: 'P1D', endDateTime: '2030-01-01T00:00:00Z' },
  { type: 'afterDateTime' },
  { type: 'afterDuration' },
  { type: 'noExpiration', duration: 'P1D' },
  { type: 'afterDuration', endDateTime: '2030-01-01T00:00:00Z' },
  { type: 'afterDateTime', endDateTime: 'soon' },
  { type: 'afterDuration', duration: 'long' },
  { type: 'someday' },
] as readonly NonNullable<Settings['expiration']>[];

/** What brings each doubt about: a new one is a line here, or this does not compile. */
const cases: Readonly<Record<keyof typeof doubts, readonly Case[]>> = {
  aSetNamesNobody: inEveryPlace.map((one) => ({ policy: one })),
  aGroupIsGone: [{ goneGroups: ['g1', 'g2'] }],
  aCalloutFails: [{ idleStages: ['assignmentRequestCreated', 'assignmentRequestGranted'] }],
  aControlIsIdle: [
    { policy: policy({ automaticRequestSettings: { requestAccessForAllowedTargets: true } }) },
    { policy: policy({ reviewSettings: { isEnabled: true } }) },
    {
      policy: policy({
        automaticRequestSettings: { requestAccessForAllowedTargets: true },
        reviewSettings: { isEnabled: true },
      }),
    },
  ],
  nobodyMayAsk: [
    ...scoped({}).map((one) => ({ policy: one })),
    {
      policy: policy(
        { requestorSettings: { scopeType: 'AllExistingConnectedOrganizationSubjects' } },
        'allConfiguredConnectedOrganizationUsers',
      ),
    },
  ],
  aCredentialIsAskedFor: [{ policy: policy({ verifiableCredentialSettings: { credentialTypes: [{}] } }) }],
  nobodyIsInScope: [{ targets: [] }],
  aStageHasNoApprover: [{ approvers: [[]] }, { approvers: [null, ['u1'], []] }],
  onlyTheRequestorCouldApprove: [{ targets: ['u1'], approvers: [['u1']] }],
  approvalTakesLongerThanAccess: [
    {
      policy: policy({ ...approval([{}]), expiration: { type: 'afterDateTime', endDateTime: '2026-11-30T00:00:00Z' } }),
    },
  ],
  accessHasEnded: [
    { policy: policy({ expiration: { type: 'afterDateTime', endDateTime: '2026-01-01T00:00:00Z' } }) },
    { policy: policy({ expiration: { type: 'afterDuration', duration: 'PT0S' } }) },
  ],
  itsEndCannotBeRead: unreadable.map((expiration) => ({ policy: policy({ expiration }) })),
  aStricterPolicyTakesAll: ['allConfiguredConnectedOrganizationUsers', 'allExternalUsers'].map((scope) => ({
    policy: policy({}, scope),
    others: [policy({}, 'allDirectoryUsers')],
  })),
  aPatternCannotBeMatched: [
    { policy: policy({ questions: [{ '@odata.type': '#x', id: 'q1', text: 'Why?', regexPattern: '(?=a)' }] }) },
    { policy: policy({ questions: [{ '@odata.type': '#x', id: null, regexPattern: '(a' }] }) },
  ],
};

const factsOf = (given: Case, dialect: Dialect): LintFacts => ({
  ...{ now, say: wordingOf[dialect], policy: policy({}), others: [], approvers: [], targets: null, goneGroups: [] },
  idleStages: [],
  ...given,
});

let strangers: Strangers;
beforeAll(async () => {
  strangers = await namesOfTheOther();
});

const cells = Object.entries(cases).flatMap(([name, each]) =>
  each.flatMap((given, index) =>
    dialects.map((dialect) => ({ name: name as keyof typeof doubts, index, dialect, given })),
  ),
);

describe('a warning about a policy', () => {
  it('knows names that the other version does not have', () => {
    expect([...strangers['v1.0']]).toEqual(
      expect.arrayContaining(['accessReviewSettings', 'durationInDays', 'scopeType', 'AllExistingDirectorySubjects']),
    );
    expect([...strangers.beta]).toEqual(
      expect.arrayContaining(['reviewSettings', 'allowedTargetScope', 'stages', 'expiration', 'allDirectoryUsers']),
    );
  });

  it.each(cells)('of $name ($index) speaks the words of $dialect', ({ name, dialect, given }) => {
    const facts = factsOf(given, dialect);
    const warning = known[name](facts);
    expect(warningsOf(facts)).toContain(warning);
    const stray = wordsIn(warning ?? '').filter((word) => strangers[dialect].has(word));
    expect([warning, stray]).toEqual([expect.any(String), []]);
  });

  it.each(cells.filter(({ dialect }) => dialect === 'v1.0'))(
    'of $name ($index) is told by both versions, or by neither',
    ({ given }) => {
      const [v1, beta] = dialects.map((dialect) => warningsOf(factsOf(given, dialect)).length);
      expect(beta).toBe(v1);
    },
  );
});
