import { describe, expect, it } from '@jest/globals';
import { policyRules, refuseWrongPolicy } from './assignment-policy.rules.js';
import type { StageSettings, ExpirationPattern, PolicySettings } from './policy-settings.js';

const wrongWith = (settings: PolicySettings): string | undefined =>
  policyRules.map((rule) => rule(settings)).find((wrong) => wrong !== undefined);
const ending = (expiration: ExpirationPattern): PolicySettings => ({ expiration });
const approvedBy = (...stages: StageSettings[]): PolicySettings => ({
  requestApprovalSettings: { isApprovalRequiredForAdd: true, stages },
});

describe('A policy', () => {
  it('may say nothing at all', () => {
    expect(wrongWith({})).toBeUndefined();
    expect(
      wrongWith({ expiration: null, requestApprovalSettings: null, reviewSettings: null, questions: null }),
    ).toBeUndefined();
  });

  it('says after what time access ends', () => {
    expect(wrongWith(ending({ type: 'afterDuration' }))).toContain("'expiration.duration' is required");
    expect(wrongWith(ending({ type: 'afterDuration', duration: 'P14D' }))).toBeUndefined();
    expect(wrongWith(ending({ type: 'noExpiration' }))).toBeUndefined();
    expect(wrongWith(ending({ duration: 'P14D' }))).toBeUndefined();
    expect(wrongWith(ending({ type: 'noExpiration', duration: 'P14D' }))).toContain(
      "'expiration.duration' contradicts",
    );
    expect(wrongWith(ending({ type: 'afterDuration', duration: 'PT0S' }))).toContain('must be longer than zero');
  });

  it('says when access ends', () => {
    expect(wrongWith(ending({ type: 'afterDateTime' }))).toContain("'expiration.endDateTime' is required");
    expect(wrongWith(ending({ type: 'afterDateTime', endDateTime: '2027-01-01T00:00:00Z' }))).toBeUndefined();
  });

  it('says when its reviews end', () => {
    expect(wrongWith({ reviewSettings: { schedule: { expiration: { type: 'afterDuration' } } } })).toContain(
      "'reviewSettings.schedule.expiration.duration' is required",
    );
    expect(wrongWith({ reviewSettings: { schedule: null } })).toBeUndefined();
  });

  it('gives access for ten years at most, when it gives an end', () => {
    expect(wrongWith(ending({ type: 'afterDuration', duration: 'P3660D' }))).toBeUndefined();
    expect(wrongWith(ending({ type: 'afterDuration', duration: 'P3660DT1S' }))).toContain(
      "'expiration.duration' must be at most",
    );
  });

  it('has stages when approval is required, for adding or for updating', () => {
    const message = "'requestApprovalSettings.stages' needs 1 to 3 stages";
    expect(wrongWith(approvedBy())).toContain(message);
    expect(wrongWith({ requestApprovalSettings: { isApprovalRequiredForUpdate: true } })).toContain(message);
    expect(wrongWith({ requestApprovalSettings: { isApprovalRequiredForAdd: false, stages: [] } })).toBeUndefined();
    expect(wrongWith(approvedBy({}))).toBeUndefined();
  });

  it('says after how long a stage escalates', () => {
    expect(wrongWith({ requestApprovalSettings: { isApprovalRequiredForAdd: false, stages: null } })).toBeUndefined();
    expect(wrongWith({ questions: null, requestApprovalSettings: {} })).toBeUndefined();
    expect(wrongWith(approvedBy({}, { isEscalationEnabled: true }))).toContain('stages[1].durationBeforeEscalation');
    expect(wrongWith(approvedBy({ isEscalationEnabled: true, durationBeforeEscalation: 'P2D' }))).toBeUndefined();
  });

  it('asks for answers by patterns that are regular expressions', () => {
    const question = { '@odata.type': '#microsoft.graph.accessPackageTextInputQuestion', id: null };
    expect(wrongWith({ questions: [{ ...question, regexPattern: '[a-z' }] })).toContain("'questions[0].regexPattern'");
    expect(wrongWith({ questions: [{ ...question, regexPattern: '[a-z]+' }, question] })).toBeUndefined();
  });

  it('asks for answers by patterns that can be matched in linear time, and not too many large ones', () => {
    const asking = (...patterns: (string | null)[]): PolicySettings => ({
      questions: patterns.map((regexPattern) => ({ '@odata.type': '#x', id: null, regexPattern })),
    });
    expect(wrongWith(asking('a', null, '', '(a)\\1'))).toBe(
      "'questions[3].regexPattern' cannot be matched in linear time (RE2): it has a back-reference: \\1",
    );
    expect(wrongWith(asking('.{0,1000}', '.{0,1000}', '.{0,1000}', '.{0,1000}'))).toBeUndefined();
    expect(wrongWith(asking(...Array<string>(6).fill('.{0,1000}')))).toContain('too large together');
    expect(wrongWith(asking('.{0,1000}.{0,1000}'))).toContain('repeat less');
  });

  it('offers choices where one is to be chosen', () => {
    const question = { '@odata.type': '#microsoft.graph.accessPackageMultipleChoiceQuestion', id: null };
    expect(wrongWith({ questions: [question, { ...question, choices: [] }] })).toContain("'questions[1].choices'");
    expect(wrongWith({ questions: [{ ...question, choices: [{ actualValue: 'KE' }] }] })).toBeUndefined();
  });

  it('is refused for the first rule it breaks', () => {
    const broken = { ...ending({ type: 'afterDuration' }), ...approvedBy() };
    expect(() => refuseWrongPolicy({ settings: broken })).toThrow(
      "The model is invalid: 'expiration.duration' is required",
    );
    expect(() => refuseWrongPolicy({ settings: {} })).not.toThrow();
  });
});
