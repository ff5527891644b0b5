import { type LintFacts, type LintedPolicy, warningsOf } from './policy-lint.js';
import { dependOnTheRequest } from '../subject-sets/index.js';
import { wordingOf } from './beta/policy-wording.js';

const now = new Date('2026-11-24T12:00:00Z');
const policy = (members: Partial<LintedPolicy> = {}): LintedPolicy => ({
  id: 'a1',
  allowedTargetScope: 'allMemberUsers',
  settings: { requestorSettings: { enableTargetsToSelfAddAccess: true } },
  ...members,
});
const facts = (members: Partial<LintFacts> = {}): LintFacts => ({
  now,
  say: wordingOf['v1.0'],
  policy: policy(),
  others: [],
  approvers: [],
  targets: null,
  goneGroups: [],
  idleStages: [],
  ...members,
});
const selfService = { requestorSettings: { enableTargetsToSelfAddAccess: true } };
const approved = (endDateTime: string) => ({
  ...selfService,
  expiration: { type: 'afterDateTime' as const, endDateTime },
  requestApprovalSettings: { isApprovalRequiredForAdd: true, stages: [{ durationBeforeAutomaticDenial: 'P10D' }, {}] },
});

describe('a policy', () => {
  it.each<[string, Partial<LintFacts>, RegExp | undefined]>([
    ['that members may ask under', {}, undefined],
    ['for direct assignment', { policy: policy({ allowedTargetScope: 'notSpecified', settings: {} }) }, undefined],
    [
      'that names groups that are gone',
      { goneGroups: ['g1', 'g2'] },
      /names groups that are not in the directory.*g1, g2/,
    ],
    ['under which nobody may ask', { policy: policy({ settings: {} }) }, /let nobody ask/],
    [
      'under which others may ask',
      { policy: policy({ settings: { requestorSettings: { enableOnBehalfRequestorsToAddAccess: true } } }) },
      undefined,
    ],
    [
      'that asks for a credential',
      { policy: policy({ settings: { ...selfService, verifiableCredentialSettings: { credentialTypes: [{}] } } }) },
      /no request can present one/,
    ],
    [
      'that asks for no credential',
      { policy: policy({ settings: { ...selfService, verifiableCredentialSettings: { credentialTypes: [] } } }) },
      undefined,
    ],
    [
      'with a pattern that cannot be matched',
      {
        policy: policy({
          settings: {
            ...selfService,
            questions: [{ '@odata.type': '#x', id: 'q1', text: 'Why?', regexPattern: '(?=a)' }],
          },
        }),
      },
      /'Why\?' \(q1\) cannot be matched.*look-around/,
    ],
    [
      'with controls that are not built yet',
      {
        policy: policy({
          settings: {
            ...selfService,
            automaticRequestSettings: { removeAccessWhenTargetLeavesAllowedTargets: true },
            reviewSettings: { isEnabled: true },
          },
        }),
      },
      /its automaticRequestSettings, reviewSettings have no effect/,
    ],
    [
      'with such controls that are off',
      {
        policy: policy({
          settings: {
            ...selfService,
            customExtensionStageSettings: [],
            automaticRequestSettings: { requestAccessForAllowedTargets: false, gracePeriodBeforeAccessRemoval: 'P1D' },
            reviewSettings: { isEnabled: false },
          },
        }),
      },
      undefined,
    ],
    [
      'that calls what is gone',
      { idleStages: ['assignmentRequestCreated'] },
      /every call fails \(assignmentRequestCreated\)/,
    ],
    ['for nobody', { targets: [] }, /name nobody/],
    ['for somebody', { targets: ['u1'] }, undefined],
    ['with a stage that nobody can decide', { approvers: [['u2'], []] }, /stage 2 .* names nobody/],
    ['with a stage whose approvers depend on who asks', { approvers: [null] }, undefined],
    [
      'whose only approver is the only requestor',
      { targets: ['u1'], approvers: [['u1']] },
      /nobody approves their own request/,
    ],
    ['whose only approver is one of several requestors', { targets: ['u1', 'u2'], approvers: [['u1']] }, undefined],
    [
      'whose approval outlasts its access',
      { policy: policy({ settings: approved('2026-12-10T00:00:00Z') }) },
      /may take until 2026-12-18/,
    ],
    [
      'whose approval fits into its access',
      { policy: policy({ settings: approved('2027-12-10T00:00:00Z') }) },
      undefined,
    ],
    [
      'that has ended',
      {
        policy: policy({
          settings: { ...selfService, expiration: { type: 'afterDateTime', endDateTime: '2026-01-01T00:00:00Z' } },
        }),
      },
      /has passed/,
    ],
    [
      'in the shadow of a stricter one',
      {
        policy: policy({ allowedTargetScope: 'allExternalUsers' }),
        others: [policy({ id: 'a2', allowedTargetScope: 'allDirectoryUsers' })],
      },
      /policy a2 .* comes first/,
    ],
    [
      'beside a stricter one under which nobody may ask',
      {
        policy: policy({ allowedTargetScope: 'allExternalUsers' }),
        others: [policy({ allowedTargetScope: 'allDirectoryUsers', settings: {} })],
      },
      undefined,
    ],
    [
      'for everybody beside one for members',
      { policy: policy({ allowedTargetScope: 'allDirectoryUsers' }), others: [policy()] },
      undefined,
    ],
  ])('%s', (_, given, warning) => {
    const warnings = warningsOf(facts(given));
    if (warning) expect(warnings).toEqual([expect.stringMatching(warning)]);
    else expect(warnings).toEqual([]);
  });

  it('knows which sets of people depend on who asks', () => {
    expect(dependOnTheRequest([{ '@odata.type': '#microsoft.graph.requestorManager' }])).toBe(true);
    expect(dependOnTheRequest([{ '@odata.type': '#microsoft.graph.internalSponsors' }])).toBe(true);
    expect(
      dependOnTheRequest([
        { '@odata.type': '#microsoft.graph.groupMembers' },
        { '@odata.type': '#microsoft.graph.singleUser' },
      ]),
    ).toBe(false);
  });
});
