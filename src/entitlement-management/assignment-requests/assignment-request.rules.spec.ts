import type { Caller } from '../../platform/auth/caller.js';
import type { Rule } from './assignment-request.rules.js';
import { decide } from './decision.js';
import { onePolicyFits, underChosenPolicy } from './policy-choice.js';
import type { PolicyFacts, RequestFacts } from './request-facts.js';
import { adminAddRules } from './request-types/admin-add.js';
import { userAddRules } from './request-types/user-add.js';
import { userUpdateRules } from './request-types/user-update.js';
import { requestorMayAskForTarget } from './requestor.rules.js';

const now = new Date('2026-11-24T12:00:00Z');
const caller: Caller = {
  kind: 'user',
  tenantId: 't',
  objectId: 'u1',
  applicationId: 'app',
  permissions: [],
  directoryRoles: [],
};
const person = {
  id: 'u1',
  displayName: 'Ada',
  userType: 'Member',
  accountEnabled: true,
  groupIds: ['g1'],
  organizationIds: ['o1'],
  managerIds: ['m1', 'm2'],
};
const accessPackage = {
  id: 'p1',
  displayName: 'Sales',
  catalogState: 'published',
  isExternallyVisible: true,
  incompatibleIds: ['p9'],
  incompatibleGroupIds: ['g9'],
};
const selfService = { enableTargetsToSelfAddAccess: true, enableTargetsToSelfUpdateAccess: true };
const policy = (members: Partial<PolicyFacts> = {}): PolicyFacts => ({
  id: 'a1',
  displayName: 'Everybody',
  version: 1,
  accessPackageId: 'p1',
  allowedTargetScope: 'allDirectoryUsers',
  settings: { requestorSettings: selfService },
  ...members,
});
const held = { id: 'x1', accessPackageId: 'p1', assignmentPolicyId: 'a1' };
const facts = (members: Partial<RequestFacts> = {}): RequestFacts => ({
  now,
  caller,
  targetId: 'u1',
  accessPackageId: 'p1',
  assignmentPolicyId: 'a1',
  schedule: null,
  targetEmail: null,
  justification: null,
  answers: [],
  requestor: person,
  target: person,
  accessPackage,
  policy: policy(),
  policies: [policy()],
  held: [],
  ...members,
});

const refusalOf = (rules: readonly Rule[], given: RequestFacts): string | undefined =>
  decide(rules, given).refusal?.code;
const reasonOf = (rules: readonly Rule[], given: RequestFacts): string | undefined =>
  decide(rules, given).refusal?.message;

describe('AdminAdd', () => {
  it('passes over scope, settings and an unpublished catalog', () => {
    const direct = policy({ allowedTargetScope: 'notSpecified', settings: {} });
    expect(
      refusalOf(
        adminAddRules,
        facts({ policy: direct, accessPackage: { ...accessPackage, catalogState: 'unpublished' } }),
      ),
    ).toBeUndefined();
  });

  it.each<[string, Partial<RequestFacts>, string]>([
    ['the package does not exist', { accessPackage: null }, 'ResourceNotFound'],
    ['the policy does not exist', { policy: null }, 'ResourceNotFound'],
    ['the policy is of another package', { policy: policy({ accessPackageId: 'p2' }) }, 'InvalidModel'],
    ['the target is not in the directory', { target: null }, 'ResourceNotFound'],
    ['the target is disabled', { target: { ...person, accountEnabled: false } }, 'PolicyRequirementsNotMet'],
    [
      'the end asked for is beyond the policy',
      {
        policy: policy({ settings: { expiration: { type: 'afterDuration', duration: 'P1D' } } }),
        schedule: { expiration: { type: 'noExpiration' } },
      },
      'InvalidModel',
    ],
    [
      'the policy has ended',
      { policy: policy({ settings: { expiration: { type: 'afterDateTime', endDateTime: '2026-01-01T00:00:00Z' } } }) },
      'PolicyRequirementsNotMet',
    ],
    ['the target holds it already under this policy', { held: [held] }, 'InvalidRequestExistingGrant'],
    ['the target holds something incompatible', { held: [{ ...held, accessPackageId: 'p9' }] }, 'IncompatibleAccess'],
    ['the target is in an incompatible group', { target: { ...person, groupIds: ['g9'] } }, 'IncompatibleAccess'],
  ])('is refused when %s', (_, given, code) => {
    expect(refusalOf(adminAddRules, facts(given))).toBe(code);
  });

  it('is not refused when it is held under another policy', () => {
    expect(refusalOf(adminAddRules, facts({ held: [{ ...held, assignmentPolicyId: 'a2' }] }))).toBeUndefined();
  });
});

describe('UserAdd', () => {
  it.each<[string, Partial<RequestFacts>, string]>([
    ['it is for somebody else', { targetId: 'u2' }, 'UnAuthorized'],
    ['the caller is not in the directory', { requestor: null, target: null }, 'PolicyRequirementsNotMet'],
    [
      'the catalog is unpublished',
      { accessPackage: { ...accessPackage, catalogState: 'unpublished' } },
      'PolicyRequirementsNotMet',
    ],
    ['the policy says nothing about who may ask', { policy: policy({ settings: {} }) }, 'PolicyRequirementsNotMet'],
    [
      'the scope is notSpecified',
      { policy: policy({ allowedTargetScope: 'notSpecified' }) },
      'PolicyRequirementsNotMet',
    ],
    [
      'the scope is one that is for no people',
      { policy: policy({ allowedTargetScope: 'allDirectoryServicePrincipals' }) },
      'PolicyRequirementsNotMet',
    ],
    [
      'a guest asks where members may',
      { target: { ...person, userType: 'Guest' }, policy: policy({ allowedTargetScope: 'allMemberUsers' }) },
      'PolicyRequirementsNotMet',
    ],
  ])('is refused when %s', (_, given, code) => {
    expect(refusalOf(userAddRules, facts(given))).toBe(code);
  });

  it.each([
    ['themselves', { '@odata.type': '#microsoft.graph.singleUser', userId: 'u1' }, true],
    ['a group of theirs', { '@odata.type': 'microsoft.graph.groupMembers', groupId: 'g1' }, true],
    ['somebody else', { '@odata.type': 'microsoft.graph.singleUser', userId: 'u2' }, false],
    ['another group', { '@odata.type': 'microsoft.graph.groupMembers', groupId: 'g2' }, false],
    ['their manager', { '@odata.type': 'microsoft.graph.targetManager' }, false],
  ])('under specific users, naming %s', (_, set, allowed) => {
    const specific = policy({
      allowedTargetScope: 'specificDirectoryUsers',
      settings: { requestorSettings: selfService, specificAllowedTargets: [set] },
    });
    expect(refusalOf(userAddRules, facts({ policy: specific })) === undefined).toBe(allowed);
  });

  it('says which policy and which requirement refused', () => {
    expect(reasonOf(userAddRules, facts({ policy: policy({ settings: {} }) }))).toMatch(
      /policy 'Everybody' \(a1\).*enableTargetsToSelfAddAccess/,
    );
  });
});

describe('UserUpdate', () => {
  it('is refused when nothing is held, before the policy is asked', () => {
    expect(refusalOf(userUpdateRules, facts({ policy: policy({ settings: {} }) }))).toBe('InvalidRequestNoActiveGrant');
  });

  it('is refused when the policy lets nobody change their access', () => {
    const silent = policy({ settings: { requestorSettings: { enableTargetsToSelfAddAccess: true } } });
    expect(refusalOf(userUpdateRules, facts({ policy: silent, held: [held] }))).toBe('PolicyRequirementsNotMet');
  });

  it('is accepted when the access is held and the policy agrees', () => {
    expect(refusalOf(userUpdateRules, facts({ held: [held] }))).toBeUndefined();
  });
});

describe('a decision', () => {
  it('keeps what every rule said, by the name of the rule', () => {
    const { trace } = decide(adminAddRules, facts());
    expect(trace.outcome).toBe('accepted');
    expect(trace.rules.map(({ rule }) => rule)).toEqual(adminAddRules.map((rule) => rule.name));
    expect(trace.rules.every(({ holds }) => holds)).toBe(true);
  });

  it('is the first refusal in the order of the list', () => {
    const nothing = facts({ accessPackage: null, target: null, held: [held] });
    expect(refusalOf(adminAddRules, nothing)).toBe('ResourceNotFound');
    expect(reasonOf(adminAddRules, nothing)).toContain('no access package');
  });

  it('says of every policy which rules speak against it', () => {
    const closed = policy({ id: 'a2', settings: {} });
    const { trace } = decide(userAddRules, facts({ policies: [policy(), closed] }));
    expect(
      trace.policies.map(({ policyId, fits, against }) => [policyId, fits, against.map(({ rule }) => rule)]),
    ).toEqual([
      ['a1', true, []],
      ['a2', false, ['policyLetsTargetsAsk']],
    ]);
  });

  it('names clashes, duplicates, missing answers and the window', () => {
    const asking = policy({
      settings: {
        requestorSettings: selfService,
        expiration: { type: 'afterDuration', duration: 'P1D' },
        questions: [question({ isRequired: true })],
      },
    });
    const { trace } = decide(
      userAddRules,
      facts({
        policy: asking,
        policies: [asking],
        held: [held, { ...held, id: 'x9', accessPackageId: 'p9' }],
        target: { ...person, groupIds: ['g9'] },
      }),
    );
    expect(trace).toMatchObject({
      outcome: 'refused',
      separationOfDuties: [{ accessPackageId: 'p9' }, { groupId: 'g9' }],
      duplicates: [{ assignmentId: 'x1', assignmentPolicyId: 'a1' }],
      missingAnswers: [{ questionId: 'q1', text: 'Why?' }],
      startDateTime: '2026-11-24T12:00:00.000Z',
      endDateTime: '2026-11-25T12:00:00.000Z',
    });
  });
});

const open = (members: Partial<RequestFacts>) => facts({ policy: null, assignmentPolicyId: null, ...members });

describe('the policy that fits', () => {
  it('is the only one under which the target may ask', () => {
    const closed = policy({ id: 'a2', settings: {} });
    expect(underChosenPolicy(open({ policies: [closed, policy()] })).policy?.id).toBe('a1');
  });

  it('is the one that was named, fitting or not', () => {
    const named = facts({ policies: [policy(), policy({ id: 'a2' })] });
    expect(underChosenPolicy(named)).toBe(named);
    expect(onePolicyFits(named)).toBeUndefined();
  });

  it('is none when every policy refuses, with all their reasons', () => {
    const closed = [policy({ id: 'a2', settings: {} }), policy({ id: 'a3', allowedTargetScope: 'notSpecified' })];
    expect(onePolicyFits(open({ policies: closed }))?.message).toMatch(/No policy.*a2.*a3/);
    expect(onePolicyFits(open({ policies: [] }))?.message).toContain('has no policy');
  });

  it('is left to the caller when several of one precedence fit', () => {
    const both = open({ policies: [policy(), policy({ id: 'a2' })] });
    expect(underChosenPolicy(both).policy).toBeNull();
    expect(onePolicyFits(both)?.message).toMatch(/name one.*a1, a2/);
  });

  it.each([
    ['specific people before members', 'specificDirectoryUsers', 'allMemberUsers'],
    ['members before everybody', 'allMemberUsers', 'allDirectoryUsers'],
    ['everybody before people from outside', 'allDirectoryUsers', 'allConfiguredConnectedOrganizationUsers'],
  ])('is of the strictest scope: %s', (_, strict, wide) => {
    const me = [{ '@odata.type': '#microsoft.graph.singleUser', userId: 'u1' }];
    const strictest = policy({
      id: 'a2',
      allowedTargetScope: strict,
      settings: { requestorSettings: selfService, specificAllowedTargets: me },
    });
    expect(underChosenPolicy(open({ policies: [policy({ allowedTargetScope: wide }), strictest] })).policy?.id).toBe(
      'a2',
    );
  });
});

function question(members: object = {}) {
  return { '@odata.type': '#microsoft.graph.accessPackageTextInputQuestion', id: 'q1', text: 'Why?', ...members };
}

describe('what a requestor brings', () => {
  const under = (settings: object, members: Partial<RequestFacts> = {}) =>
    refusalOf(
      userAddRules,
      facts({ policy: policy({ settings: { requestorSettings: selfService, ...settings } }), ...members }),
    );
  const free = { requestorSettings: { ...selfService, allowCustomAssignmentSchedule: true } };
  const window = { expiration: { type: 'afterDuration', duration: 'P1D' } as const };

  it.each<[string, object, Partial<RequestFacts>, string | undefined]>([
    ['a schedule where the policy lets people choose', free, { schedule: window }, undefined],
    ['a schedule where it does not', {}, { schedule: window }, 'PolicyRequirementsNotMet'],
    ['an empty schedule where it does not', {}, { schedule: { expiration: { type: 'notSpecified' } } }, undefined],
    [
      'no justification where one is asked for',
      { requestApprovalSettings: { isRequestorJustificationRequired: true } },
      { justification: ' ' },
      'PolicyRequirementsNotMet',
    ],
    [
      'a justification',
      { requestApprovalSettings: { isRequestorJustificationRequired: true } },
      { justification: 'work' },
      undefined,
    ],
    [
      'no credential where one is asked for',
      { verifiableCredentialSettings: { credentialTypes: [{}] } },
      {},
      'PolicyRequirementsNotMet',
    ],
    ['no credential where none is asked for', { verifiableCredentialSettings: { credentialTypes: [] } }, {}, undefined],
  ])('%s', (_, settings, members, code) => {
    expect(under(settings, members)).toBe(code);
  });

  const answer = (value: string, members: object = {}) => ({
    questionId: 'q1',
    value,
    fitsThePattern: true,
    ...members,
  });
  const choice = { choices: [{ actualValue: 'a' }, { actualValue: 'b' }] };

  it.each<[string, object, object[], string | undefined]>([
    ['no answer to a required question', { isRequired: true }, [], 'PolicyRequirementsNotMet'],
    ['a blank answer to a required question', { isRequired: true }, [answer(' ')], 'PolicyRequirementsNotMet'],
    ['an answer to a required question', { isRequired: true }, [answer('so')], undefined],
    ['no answer to another question', {}, [], undefined],
    ['an answer to a question that is not asked', {}, [answer('x', { questionId: 'q2' })], 'InvalidModel'],
    [
      'an answer that does not fit the pattern',
      { regexPattern: 'x' },
      [answer('y', { fitsThePattern: false })],
      'InvalidModel',
    ],
    ['one of the choices', choice, [answer('b')], undefined],
    ['none of the choices', choice, [answer('c')], 'InvalidModel'],
    ['several choices where one is asked for', choice, [answer('a,b')], 'InvalidModel'],
    [
      'several choices where they may be several',
      { ...choice, isMultipleSelectionAllowed: true },
      [answer('a; b')],
      undefined,
    ],
    [
      'several choices of which one is not offered',
      { ...choice, isMultipleSelectionAllowed: true },
      [answer('a,c')],
      'InvalidModel',
    ],
  ])('%s', (_, asked, answers, code) => {
    expect(under({ questions: [question(asked)] }, { answers: answers as RequestFacts['answers'] })).toBe(code);
  });
});

describe('a request for somebody else', () => {
  const managed = { ...person, id: 'u2', managerIds: ['u1'] };
  const letting = (sets: object[], enabled = true) =>
    policy({
      settings: {
        requestorSettings: {
          ...selfService,
          enableOnBehalfRequestorsToAddAccess: enabled,
          onBehalfRequestors: sets as never,
        },
      },
    });
  const managers = { '@odata.type': '#microsoft.graph.targetManager', managerLevel: 1 };

  it.each<[string, PolicyFacts, Partial<RequestFacts>, string | undefined]>([
    ['by their manager', letting([managers]), {}, undefined],
    ['by their manager, where it is switched off', letting([managers], false), {}, 'UnAuthorized'],
    [
      'by somebody who is named',
      letting([{ '@odata.type': 'microsoft.graph.singleUser', userId: 'u1' }]),
      {},
      undefined,
    ],
    [
      'by a member of a group that is named',
      letting([{ '@odata.type': 'microsoft.graph.groupMembers', groupId: 'g1' }]),
      {},
      undefined,
    ],
    [
      'by the manager of somebody else',
      letting([managers]),
      { target: { ...managed, managerIds: ['u3'] } },
      'UnAuthorized',
    ],
    ['under a policy that names nobody', letting([]), {}, 'UnAuthorized'],
    [
      'by an unknown kind of people',
      letting([{ '@odata.type': 'microsoft.graph.externalSponsors' }]),
      {},
      'UnAuthorized',
    ],
    ['where the directory does not know the caller', letting([managers]), { requestor: null }, 'UnAuthorized'],
  ])('%s', (_, given, members, code) => {
    expect(
      refusalOf(userAddRules, facts({ targetId: 'u2', target: managed, policy: given, policies: [given], ...members })),
    ).toBe(code);
  });

  it('is judged by all policies as long as none is chosen', () => {
    const given = letting([managers]);
    expect(requestorMayAskForTarget(open({ targetId: 'u2', target: managed, policies: [given] }))).toBeUndefined();
    const chosen = underChosenPolicy(open({ targetId: 'u2', target: managed, policies: [given] }));
    expect(refusalOf(userAddRules, chosen)).toBeUndefined();
  });
});
