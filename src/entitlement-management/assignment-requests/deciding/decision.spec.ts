import {
  facts,
  held,
  person,
  policy,
  question,
  reasonOf,
  refusalOf,
  selfService,
  unchosen,
} from '../../../../test/support/request-facts.js';
import { decide } from './decision.js';
import { onePolicyFits, underChosenPolicy } from './policy-choice.js';
import { adminAddRules } from '../types/admin-add.js';
import { userAddRules } from './user-add.rules.js';

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

describe('the policy that fits', () => {
  it('is the only one under which the target may ask', () => {
    const closed = policy({ id: 'a2', settings: {} });
    expect(underChosenPolicy(unchosen({ policies: [closed, policy()] })).policy?.id).toBe('a1');
  });

  it('is the one that was named, fitting or not', () => {
    const named = facts({ policies: [policy(), policy({ id: 'a2' })] });
    expect(underChosenPolicy(named)).toBe(named);
    expect(onePolicyFits(named)).toBeUndefined();
  });

  it('is none when every policy refuses, with all their reasons', () => {
    const closed = [policy({ id: 'a2', settings: {} }), policy({ id: 'a3', allowedTargetScope: 'notSpecified' })];
    expect(onePolicyFits(unchosen({ policies: closed }))?.message).toMatch(/No policy.*a2.*a3/);
    expect(onePolicyFits(unchosen({ policies: [] }))?.message).toContain('has no policy');
  });

  it('is left to the caller when several of one precedence fit', () => {
    const both = unchosen({ policies: [policy(), policy({ id: 'a2' })] });
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
    expect(
      underChosenPolicy(unchosen({ policies: [policy({ allowedTargetScope: wide }), strictest] })).policy?.id,
    ).toBe('a2');
  });
});
