import {
  type Assignment,
  assignmentMoves,
  assignmentStates,
  deliver,
  end,
  extend,
  nextState,
  remind,
} from './assignment.js';
import { AssignmentDelivered, AssignmentEnded, AssignmentExpiryNear, AssignmentExtended } from './assignment.events.js';

const start = new Date('2026-11-24T12:00:00Z');
const later = new Date('2026-12-24T12:00:00Z');
const given = {
  tenantId: 't',
  id: 'x',
  requestId: 'r',
  targetId: 'u',
  accessPackageId: 'p',
  assignmentPolicyId: 'a',
  policyVersion: 1,
  startAt: start,
  endAt: later,
  createdById: 'c',
};
const anAssignment = (members: Partial<Assignment> = {}): Assignment => ({ ...deliver(given).row, ...members });
const everyMove = [...new Set(Object.values(assignmentMoves).flatMap((from) => Object.keys(from)))] as never[];

describe('an assignment', () => {
  it.each(assignmentStates.flatMap((state) => everyMove.map((move) => [state, move] as const)))(
    'moves from %s by %s as the table says, or not at all',
    (state, move) => {
      const to = (assignmentMoves[state] as Record<string, string>)[move];
      if (to) expect(nextState(state, move)).toBe(to);
      else expect(() => nextState(state, move)).toThrow('is not possible');
    },
  );

  it('is in place from its start', () => {
    const { row, events } = deliver(given);
    expect(row).toMatchObject({ state: 'delivered', startAt: start, endAt: later, expiredAt: null });
    expect(events).toEqual([new AssignmentDelivered('x', 'r', 'u', later.toISOString())]);
  });

  it('takes another end, or none', () => {
    const { row, events } = extend(anAssignment(), 'r2', null, start);
    expect(row.endAt).toBeNull();
    expect(events).toEqual([new AssignmentExtended('x', 'r2', null)]);
    expect(() => extend(anAssignment({ state: 'expired' }), 'r2', later, start)).toThrow('is not possible');
  });

  it('ends at an instant and for a cause, and only once', () => {
    const { row, events } = end(anAssignment(), { at: later, cause: 'expiry', requestId: null }, false);
    expect(row).toMatchObject({ state: 'expired', expiredAt: later });
    expect(events).toEqual([new AssignmentEnded('x', null, 'expiry', later.toISOString())]);
    expect(() => end(row, { at: later, cause: 'removal', requestId: 'r3' }, false)).toThrow('is not possible');
  });

  it.each([
    [20, 0],
    [14, 1],
    [10, 1],
    [1, 2],
    [0.5, 2],
  ])('that lasts %d days has %d reminders behind it at its start', (days, reminders) => {
    expect(deliver({ ...given, endAt: new Date(start.getTime() + days * 86_400_000) }).row.reminders).toBe(reminders);
  });

  it('is announced to end 14 days before and the day before', () => {
    const first = remind(anAssignment());
    expect(first.events).toEqual([new AssignmentExpiryNear('x', 14, later.toISOString())]);
    expect(remind(first.row).events).toEqual([new AssignmentExpiryNear('x', 1, later.toISOString())]);
  });

  it('is announced anew when its end moves', () => {
    const nearlyOver = remind(remind(anAssignment()).row).row;
    expect(extend(nearlyOver, 'r2', new Date('2027-03-01T00:00:00Z'), later).row.reminders).toBe(0);
  });
});
