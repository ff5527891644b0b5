import {
  ApprovalCompleted,
  ApprovalDenied,
  ApprovalStageApproved,
  ApprovalStageEscalated,
  ApprovalStageStarted,
  ApproverWithdrawn,
} from './approval-stage.events.js';
import {
  type Approval,
  type ApprovalStage,
  close,
  denied,
  escalate,
  expire,
  nobodyMayDecide,
  type RequestUnderApproval,
  review,
  stageAfter,
  stagesOf,
  start,
  withdraw,
} from './approval-stage.js';
import { type ApprovalMove, approvalMoves, nextStatus, type StageStatus, type Verdict } from './stage-moves.js';

const now = new Date('2026-11-24T12:00:00.000Z');
const inDays = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
const iso = (days = 0): string => inDays(days).toISOString();

const request = (members: Partial<RequestUnderApproval> = {}): RequestUnderApproval => ({
  ...{ tenantId: 'tenant', id: 'r1', state: 'pendingApproval', targetId: 't1', requestorId: 'q1', startAt: null },
  createdById: 'q1',
  ...members,
});

let made = 0;
const newId = (): string => `s${(made += 1)}`;
const anApproval = (...settings: ApprovalStage['settings'][]): Approval => {
  made = 0;
  return { request: request(), stages: stagesOf(request(), settings, newId) };
};
const aStage = (settings: ApprovalStage['settings'] = {}, members: Partial<ApprovalStage> = {}): ApprovalStage => {
  const [stage] = anApproval(settings).stages;
  if (!stage) throw new Error('there is one');
  return { ...stage, ...members };
};
const open = (settings: ApprovalStage['settings'] = {}, members: Partial<ApprovalStage> = {}): ApprovalStage => ({
  ...start(aStage(settings), primary('a1'), now).row,
  ...members,
});
const primary = (...userIds: string[]) => ({ kind: 'primary', userIds }) as const;
const ada = { id: 'a1', displayName: 'Ada' };

describe('the moves of an approval stage', () => {
  const every: ApprovalMove[] = ['start', 'escalate', 'approve', 'deny', 'expire', 'close'];
  const legal: Record<StageStatus, Partial<Record<ApprovalMove, StageStatus>>> = approvalMoves;

  it.each(Object.keys(legal) as StageStatus[])('out of %s are those of the table, and no other', (status) => {
    for (const move of every) {
      const to = legal[status][move];
      if (to) expect(nextStatus(status, move)).toBe(to);
      else expect(() => nextStatus(status, move)).toThrow(`'${move}' is not possible while the approval stage is`);
    }
  });

  it('lead nowhere from an end', () => {
    expect([approvalMoves.Completed, approvalMoves.Expired]).toEqual([{}, {}]);
  });
});

describe('the stages of a request', () => {
  it('are those of its policy, in order, none of them begun', () => {
    const { stages } = anApproval({ durationBeforeAutomaticDenial: 'P1D' }, {}, {});
    expect(stages.map(({ id, ordinal, requestId, tenantId }) => [id, ordinal, requestId, tenantId])).toEqual([
      ['s1', 1, 'r1', 'tenant'],
      ['s2', 2, 'r1', 'tenant'],
      ['s3', 3, 'r1', 'tenant'],
    ]);
    expect(stages[0]).toMatchObject({
      ...{ status: 'Initializing', reviewResult: 'NotReviewed', settings: { durationBeforeAutomaticDenial: 'P1D' } },
      ...{ startedAt: null, deniesAt: null, escalatesAt: null, escalatedAt: null, reviewedAt: null },
    });
  });

  it('follow each other until the last', () => {
    const approval = anApproval({}, {});
    const [first, last] = approval.stages;
    expect(first && stageAfter(approval, first)).toBe(last);
    expect(last && stageAfter(approval, last)).toBeUndefined();
  });
});

describe('a stage that starts', () => {
  it.each<[string, ApprovalStage['settings'], number, number | null]>([
    ['no times', {}, 14, null],
    ['a time to decide', { durationBeforeAutomaticDenial: 'P2D' }, 2, null],
    ['no time at all to decide', { durationBeforeAutomaticDenial: 'PT0S' }, 14, null],
    ['escalation', { isEscalationEnabled: true, durationBeforeEscalation: 'P3D' }, 14, 3],
    ['escalation at once', { isEscalationEnabled: true, durationBeforeEscalation: 'PT0S' }, 14, 0],
    ['escalation that is turned off', { isEscalationEnabled: false, durationBeforeEscalation: 'P3D' }, 14, null],
    ['escalation without a time', { isEscalationEnabled: true }, 14, null],
    [
      'escalation when it is too late',
      { durationBeforeAutomaticDenial: 'P3D', isEscalationEnabled: true, durationBeforeEscalation: 'P3D' },
      3,
      null,
    ],
  ])('with %s is denied and escalates in its time', (_, settings, deniesIn, escalatesIn) => {
    const { row, approvers, events } = start(aStage(settings), primary('a1', 'a2'), now);
    expect(row).toMatchObject({
      ...{ status: 'InProgress', startedAt: now, deniesAt: inDays(deniesIn), justification: null },
      escalatesAt: escalatesIn === null ? null : inDays(escalatesIn),
    });
    expect(approvers).toEqual(primary('a1', 'a2'));
    expect(events).toEqual([new ApprovalStageStarted('s1', 'r1', ['a1', 'a2'], iso(deniesIn))]);
  });

  it('says so when nobody may decide it', () => {
    expect(start(aStage(), primary(), now).row).toMatchObject({
      status: 'InProgress',
      justification: nobodyMayDecide,
    });
  });
});

describe('a stage that escalates', () => {
  it('asks more people, and can still be decided', () => {
    const { row, approvers, events } = escalate(open(), { kind: 'escalation', userIds: ['e1'] }, inDays(3));
    expect([row.status, row.escalatedAt, row.justification]).toEqual(['InProgress', inDays(3), null]);
    expect(approvers).toEqual({ kind: 'escalation', userIds: ['e1'] });
    expect(events).toEqual([new ApprovalStageEscalated('s1', 'r1', ['e1'], iso(3))]);
  });

  it.each([
    [['e1'], null],
    [[], nobodyMayDecide],
  ])('to %j, when nobody could decide it before, says %j', (userIds, justification) => {
    const abandoned = open({}, { justification: nobodyMayDecide });
    expect(escalate(abandoned, { kind: 'escalation', userIds }, now).row.justification).toBe(justification);
  });
});

describe('a review', () => {
  const reviewed = (stageNumber: number, verdict: Verdict, approval = anApproval({}, {})) => {
    const stages = approval.stages.map((stage) => start(stage, primary('a1'), now).row);
    const [stage] = stages.filter(({ ordinal }) => ordinal === stageNumber);
    if (!stage) throw new Error('there is one');
    return review({ ...approval, stages }, stage, { verdict, justification: 'Fine', reviewer: ada }, inDays(1));
  };

  it('records who said what, when and why', () => {
    expect(reviewed(1, 'Approved').row).toMatchObject({
      ...{ status: 'Completed', reviewResult: 'Approved', justification: 'Fine' },
      ...{ reviewedById: 'a1', reviewedByName: 'Ada', reviewedAt: inDays(1) },
    });
  });

  it('that approves completes the approval at the last stage only', () => {
    const approved = (stageId: string) => new ApprovalStageApproved(stageId, 'r1', 'a1', iso(1));
    expect(reviewed(1, 'Approved').events).toEqual([approved('s1')]);
    expect(reviewed(2, 'Approved').events).toEqual([approved('s2'), new ApprovalCompleted('r1', 't1', null, iso(1))]);
  });

  it('that completes the approval says when access was to start', () => {
    const later = { ...anApproval({}), request: request({ startAt: inDays(9) }) };
    expect(reviewed(1, 'Approved', later).events).toContainEqual(new ApprovalCompleted('r1', 't1', iso(9), iso(1)));
  });

  it.each([1, 2])('that denies ends the approval, at stage %d', (stageNumber) => {
    const { row, events } = reviewed(stageNumber, 'Denied');
    expect([row.status, row.reviewResult]).toEqual(['Completed', 'Denied']);
    expect(events).toEqual([new ApprovalDenied('r1', 't1', 'a1', iso(1))]);
  });

  it.each(['Completed', 'Expired', 'Initializing'] as const)('of a stage that is %s is impossible', (status) => {
    const stage = open({}, { status });
    const said = { verdict: 'Approved', justification: null, reviewer: ada } as const;
    expect(() => review(anApproval({}), stage, said, now)).toThrow("'approve' is not possible");
  });
});

describe('a stage that nobody decided', () => {
  it('expires and denies the request, at the instant it fell due', () => {
    const { row, events } = expire(anApproval({}), open(), inDays(14));
    expect(row).toMatchObject({ status: 'Expired', reviewResult: 'NotReviewed', reviewedById: null, reviewedAt: null });
    expect(events).toEqual([new ApprovalDenied('r1', 't1', null, iso(14))]);
  });

  it.each([aStage(), open()])('closes with its request, whether it is begun or not', (stage) => {
    const { row, events } = close(stage);
    expect([row.status, row.reviewResult, events]).toEqual(['Completed', 'NotReviewed', []]);
  });

  it('has no one to say why where there was no stage', () => {
    expect(denied(request(), null, now)).toEqual(new ApprovalDenied('r1', 't1', null, iso()));
  });
});

describe('a stage that an approver leaves', () => {
  it.each<[string, string[] | undefined, string | null]>([
    ['others stay', undefined, null],
    ['others take over', ['f1', 'f2'], null],
    ['nobody takes over', [], nobodyMayDecide],
  ])('when %s', (_, userIds, justification) => {
    const successors = userIds && ({ kind: 'fallback', userIds } as const);
    const { row, approvers, events } = withdraw(open(), 'a1', successors);
    expect([row.status, row.justification, approvers]).toEqual(['InProgress', justification, successors]);
    expect(events).toEqual([new ApproverWithdrawn('s1', 'r1', 'a1', userIds ?? [])]);
  });
});
