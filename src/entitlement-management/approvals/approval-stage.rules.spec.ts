import type { DomainError } from '../../platform/errors/domain-error.js';
import { type Approval, type ApprovalStage, stagesOf } from './approval-stage.js';
import { refuseWrongReview, type ReviewFacts, reviewRules, type Viewer, visibleStage } from './approval-stage.rules.js';

const now = new Date('2026-11-24T12:00:00Z');
const later = new Date('2026-11-25T12:00:00Z');

const request: Approval['request'] = {
  ...{ tenantId: 'tenant', id: 'r1', state: 'pendingApproval', targetId: 't1', requestorId: 'q1', startAt: null },
  createdById: 'm1',
};
const [initial] = stagesOf(request, [{}], () => 's1');
const aStage = (members: Partial<ApprovalStage> = {}): ApprovalStage => ({
  ...(initial as ApprovalStage),
  ...{ status: 'InProgress', deniesAt: later },
  ...members,
});

const good: ReviewFacts = {
  ...{ request, stage: aStage(), reviewerId: 'a1', isApprover: true, justification: null, now },
};
const refusalOf = (members: Partial<ReviewFacts>): string | undefined => {
  try {
    refuseWrongReview({ ...good, ...members });
    return undefined;
  } catch (error) {
    return `${(error as DomainError).code}: ${(error as DomainError).message}`;
  }
};

describe('a review', () => {
  const asksWhy = { isApproverJustificationRequired: true };

  it.each<[string, Partial<ReviewFacts>, string | undefined]>([
    ['of somebody who is asked, in time', {}, undefined],
    ['of the target', { reviewerId: 't1' }, 'UnAuthorized: Nobody decides about their own request'],
    ['of the requestor', { reviewerId: 'q1' }, 'UnAuthorized: Nobody decides about their own request'],
    ['of who sent it', { reviewerId: 'm1' }, 'UnAuthorized: Nobody decides about their own request'],
    ['of a stage before its turn', { stage: aStage({ status: 'Initializing' }) }, 'InvalidState: This stage has not'],
    ['of somebody who is not asked', { isApprover: false }, 'UnAuthorized: You are not among the approvers'],
    [
      'of a stage that was approved',
      { stage: aStage({ status: 'Completed', reviewResult: 'Approved' }) },
      'InvalidState: This stage is already decided',
    ],
    [
      'of a stage that was denied',
      { stage: aStage({ status: 'Completed', reviewResult: 'Denied' }) },
      'InvalidState: This stage is already decided',
    ],
    ['at the very end of its time', { now: later }, 'InvalidState: The time to decide this stage is over'],
    ['of an expired stage', { stage: aStage({ status: 'Expired' }) }, 'InvalidState: The time to decide'],
    ['of a stage without an end', { stage: aStage({ deniesAt: null }) }, undefined],
    ['of a canceled request', { request: { ...request, state: 'canceled' } }, 'InvalidState: The request is canceled'],
    [
      'of a stage that was closed',
      { request: { ...request, state: 'denied' }, stage: aStage({ status: 'Completed' }) },
      'InvalidState: The request is denied',
    ],
    [
      'without the justification wanted',
      { stage: aStage({ settings: asksWhy }) },
      'InvalidModel: The model is invalid',
    ],
    [
      'with blanks for a justification',
      { stage: aStage({ settings: asksWhy }), justification: ' ' },
      "InvalidModel: The model is invalid: 'justification' is required",
    ],
    [
      'with the justification wanted',
      { stage: aStage({ settings: asksWhy }), justification: 'Works there' },
      undefined,
    ],
  ])('%s', (_, facts, refusal) => {
    if (refusal === undefined) expect(refusalOf(facts)).toBeUndefined();
    else expect(refusalOf(facts)).toContain(refusal);
  });

  it('says neither who decided nor when', () => {
    const decided = aStage({ status: 'Completed', reviewResult: 'Denied', reviewedById: 'a2', reviewedByName: 'Bob' });
    expect(refusalOf({ stage: decided })).not.toMatch(/a2|Bob|Denied|\d{4}-/i);
  });

  it('is refused in this order', () => {
    expect(reviewRules.map(({ name }) => name)).toEqual([
      'reviewerIsNobodyWhoseOwnItIs',
      'stageHasStarted',
      'reviewerIsAnApprover',
      'stageIsUndecided',
      'timeIsLeft',
      'requestIsPending',
      'justificationIsGiven',
    ]);
    const all = aStage({ status: 'Expired', reviewResult: 'Denied', settings: asksWhy });
    const wrong = { reviewerId: 't1', isApprover: false, stage: all, request: { ...request, state: 'canceled' } };
    expect(refusalOf(wrong)).toContain('own request');
  });
});

describe('a stage', () => {
  const approval: Approval = { request, stages: [aStage()] };
  const viewer = (members: Partial<Viewer>): Viewer => ({ id: 'x', readsAll: false, approverIn: [], ...members });

  it.each<[string, Partial<Viewer>]>([
    ['readers', { readsAll: true }],
    ['whoever is asked about any stage of it', { approverIn: ['s9'] }],
    ['the target', { id: 't1' }],
    ['the requestor', { id: 'q1' }],
  ])('is there for %s', (_, members) => {
    expect(visibleStage(approval, 's1', viewer(members))).toEqual([approval, approval.stages[0]]);
  });

  it.each<[string, Approval | null, string, Partial<Viewer>]>([
    ['strangers', approval, 's1', {}],
    ['readers who misspell it', approval, 's2', { readsAll: true }],
    ['readers of an approval that is not there', null, 's1', { readsAll: true }],
  ])('is not there for %s', (_, given, stageId, members) => {
    expect(() => visibleStage(given, stageId, viewer(members))).toThrow('No approval stage has this id');
  });
});
