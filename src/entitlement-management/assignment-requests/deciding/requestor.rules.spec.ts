import {
  facts,
  person,
  policy,
  question,
  reasonOf,
  refusalOf,
  selfService,
  unchosen,
} from '../../../../test/support/request-facts.js';
import { decide } from './decision.js';
import { underChosenPolicy } from './policy-choice.js';
import type { PolicyFacts, RequestFacts } from './request-facts.js';
import { userAddRules } from './user-add.rules.js';
import {
  requestorMayAskForTarget,
  requestorMayRemoveForTarget,
  requestorMayUpdateForTarget,
} from './requestor.rules.js';

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
    ...members,
  });
  const choice = { choices: [{ actualValue: 'a' }, { actualValue: 'b' }] };

  it.each<[string, object, object[], string | undefined]>([
    ['no answer to a required question', { isRequired: true }, [], 'PolicyRequirementsNotMet'],
    ['a blank answer to a required question', { isRequired: true }, [answer(' ')], 'PolicyRequirementsNotMet'],
    ['an answer to a required question', { isRequired: true }, [answer('so')], undefined],
    ['no answer to another question', {}, [], undefined],
    ['an answer to a question that is not asked', {}, [answer('x', { questionId: 'q2' })], 'InvalidModel'],
    ['an answer that does not fit the pattern', { regexPattern: 'x' }, [answer('y')], 'InvalidModel'],
    ['an answer that fits the pattern', { regexPattern: '[x\\-]+' }, [answer('x-x')], undefined],
    ['an answer where the pattern is empty', { regexPattern: '' }, [answer('y')], undefined],
    ['an answer where there is no pattern', { regexPattern: null }, [answer('y')], undefined],
    [
      'an answer to a pattern that cannot be matched',
      { regexPattern: '(?=a)a' },
      [answer('a')],
      'PolicyRequirementsNotMet',
    ],
    [
      'an answer to a pattern that is too large',
      { regexPattern: '.{0,1000}.{0,1000}' },
      [answer('a')],
      'PolicyRequirementsNotMet',
    ],
    [
      'an answer too long for a large pattern',
      { regexPattern: '.{0,1000}' },
      [answer('a'.repeat(4_800))],
      'InvalidModel',
    ],
    ['a choice where the question has a pattern too', { ...choice, regexPattern: '(?=a)' }, [answer('b')], undefined],
    ['several answers to one question', {}, [answer('a'), answer('b')], 'InvalidModel'],
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

describe('matching answers', () => {
  const heavy = Array.from({ length: 50 }, (_, at) => question({ id: `q${at}`, regexPattern: '(?:a|b|\\w)*c{0,400}' }));
  const long = heavy.map(({ id }) => ({ questionId: id, value: 'ab'.repeat(2_000) }));
  const asking = (settings: object = {}) =>
    policy({ settings: { requestorSettings: selfService, questions: heavy, ...settings } });

  it('is bounded for a request as a whole', () => {
    const before = process.cpuUsage();
    expect(reasonOf(userAddRules, facts({ policy: asking(), answers: long }))).toContain('too long for their patterns');
    const { user } = process.cpuUsage(before);
    expect(user / 1_000).toBeLessThan(500);
  });

  it('is not done for somebody who may not ask', () => {
    const rulesAsked = (given: PolicyFacts) =>
      decide(userAddRules, facts({ policy: given, policies: [given], answers: long.slice(0, 1) }));
    const named = ({ trace }: ReturnType<typeof rulesAsked>) => [
      ...trace.rules.map(({ rule }) => rule),
      ...trace.policies.flatMap(({ against }) => against.map(({ rule }) => rule)),
    ];
    expect(named(rulesAsked(asking()))).toContain('everyAnswerFitsItsQuestion');
    expect(named(rulesAsked(asking({ requestorSettings: {} })))).not.toContain('everyAnswerFitsItsQuestion');
  });

  it('names the question that is answered twice', () => {
    const answers = [0, 1, 0].map((at) => ({ questionId: `q${at}`, value: 'a' }));
    expect(reasonOf(userAddRules, facts({ policy: asking(), answers }))).toContain(
      "several answers to the question 'q0'",
    );
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
    expect(requestorMayAskForTarget(unchosen({ targetId: 'u2', target: managed, policies: [given] }))).toBeUndefined();
    const chosen = underChosenPolicy(unchosen({ targetId: 'u2', target: managed, policies: [given] }));
    expect(refusalOf(userAddRules, chosen)).toBeUndefined();
  });

  it.each([
    ['Update', requestorMayUpdateForTarget],
    ['Remove', requestorMayRemoveForTarget],
  ] as const)('has a switch of its own for %s', (what, rule) => {
    const with_ = (settings: object) =>
      policy({ settings: { requestorSettings: { ...settings, onBehalfRequestors: [managers] } } });
    const given = { targetId: 'u2', target: managed };
    expect(
      rule(facts({ ...given, policy: with_({ [`enableOnBehalfRequestorsTo${what}Access`]: true }) })),
    ).toBeUndefined();
    const adding = with_({ enableOnBehalfRequestorsToAddAccess: true });
    const refusal = rule(facts({ ...given, policy: adding, policies: [adding] }));
    expect(refusal?.code).toBe('UnAuthorized');
    expect(refusal?.message).toContain(`enableOnBehalfRequestorsTo${what}Access`);
    expect(rule(facts({ policy: adding }))).toBeUndefined();
  });
});
