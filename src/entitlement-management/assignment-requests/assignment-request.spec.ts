import {
  advance,
  type AssignmentRequest,
  moveOnceApproved,
  type Submission,
  submit,
  waitFor,
} from './assignment-request.js';
import {
  AssignmentRequestSubmitted,
  DeliveryStarted,
  RequestDelivered,
  RequestDeliveryFailed,
} from './assignment-request.events.js';
import { statusOf } from './reading/request-status.js';
import { firstMoves } from './request-states.js';

const now = new Date('2026-11-24T12:00:00Z');
const later = new Date('2026-12-01T12:00:00Z');

const wanted = (members: Partial<Submission> = {}): Submission => ({
  id: 'r1',
  requestType: 'adminAdd',
  effect: 'add',
  targetId: 't1',
  requestorId: 't1',
  accessPackageId: 'p1',
  assignmentPolicyId: 'a1',
  policyVersion: 3,
  decision: [],
  ...members,
});
const aRequest = (members: Partial<AssignmentRequest> = {}): AssignmentRequest => ({
  ...submit(wanted(), 'tenant', now).row,
  ...members,
});

describe('submit', () => {
  it('accepts with nothing decided yet and announces what it waits for', () => {
    const { row, events } = submit(wanted(), 'tenant', now);
    expect(row).toMatchObject({
      state: 'submitted',
      createdAt: now,
      completedAt: null,
      failure: null,
      tenantId: 'tenant',
      policyVersion: 3,
    });
    expect(events).toEqual([new AssignmentRequestSubmitted('r1', 't1', 'nothing')]);
  });

  it('forgets a start in the past and keeps one in the future', () => {
    expect(submit(wanted({ startAt: now }), 'tenant', later).row.startAt).toBeNull();
    expect(submit(wanted({ startAt: later }), 'tenant', now).row.startAt).toEqual(later);
  });
});

describe('what a request waits for, and its first move', () => {
  it.each([
    [false, null, 'nothing', 'deliver'],
    [false, later, 'start', 'schedule'],
    [true, null, 'approval', 'askApproval'],
    [true, later, 'approval', 'askApproval'],
  ] as const)('needing approval: %s, starting at %s: %s, %s', (needsApproval, startAt, wait, move) => {
    expect(waitFor({ needsApproval, startAt })).toBe(wait);
    expect(firstMoves[wait]).toBe(move);
  });
});

describe('the move once everybody has agreed', () => {
  it.each([
    ['deliver', null],
    ['deliver', now],
    ['schedule', later],
  ])('is %s for a start at %s', (move, startAt) => {
    expect(moveOnceApproved(startAt, now)).toBe(move);
  });
});

describe('advance', () => {
  it('to delivering announces all that delivery needs', () => {
    const { row, events } = advance(aRequest(), 'deliver', later);
    expect(row).toMatchObject({ state: 'delivering', completedAt: null });
    expect(events).toEqual([new DeliveryStarted('r1', 'add', 't1', 'p1', 'a1', null, null, later.toISOString())]);
  });

  it('to delivered records when, and which assignment', () => {
    const { row, events } = advance(aRequest({ state: 'delivering' }), 'complete', later, { assignmentId: 'x' });
    expect(row).toMatchObject({ state: 'delivered', completedAt: later, assignmentId: 'x' });
    expect(events).toEqual([new RequestDelivered('r1', 'x')]);
  });

  it('to deliveryFailed records why', () => {
    const { row, events } = advance(aRequest({ state: 'delivering' }), 'fail', later, {
      failure: 'the policy is gone',
    });
    expect(row).toMatchObject({ state: 'deliveryFailed', completedAt: later, failure: 'the policy is gone' });
    expect(events).toEqual([new RequestDeliveryFailed('r1', 'the policy is gone')]);
  });

  it.each([
    ['submitted', 'askApproval', 'ApprovalAsked'],
    ['submitted', 'schedule', 'RequestScheduled'],
    ['delivering', 'completePartly', 'RequestPartiallyDelivered'],
    ['pendingApproval', 'deny', 'RequestDenied'],
    ['scheduled', 'cancel', 'RequestCanceled'],
  ] as const)('from %s by %s announces %s', (state, move, fact) => {
    expect(advance(aRequest({ state }), move, later).events.map((event) => event.constructor.name)).toEqual([fact]);
  });
});

describe('the status of a request', () => {
  it.each([
    ['submitted', null, 'Accepted'],
    ['pendingApproval', null, 'PendingApproval'],
    ['scheduled', null, 'PendingNotBefore'],
    ['delivering', null, 'Delivering'],
    ['delivered', null, 'Fulfilled'],
    ['partiallyDelivered', null, 'PartiallyDelivered'],
    ['deliveryFailed', 'gone', 'DeliveryFailed: gone'],
    ['denied', null, 'Denied'],
    ['canceled', null, 'Canceled'],
  ] as const)('%s (%s) is %s', (state, failure, status) => {
    expect(statusOf({ state, failure })).toBe(status);
  });

  it('says that more people are asked, while a request waits for approval', () => {
    const told = { failure: null, approvalStages: [{}] };
    expect(statusOf({ ...told, state: 'pendingApproval' })).toBe('PendingApprovalEscalated');
    expect(statusOf({ ...told, state: 'denied' })).toBe('Denied');
    expect(statusOf({ failure: null, approvalStages: [], state: 'pendingApproval' })).toBe('PendingApproval');
  });
});
