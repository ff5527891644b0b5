import { ApprovalBecameMoot } from '../../entitlement-management/approvals/index.js';
import { AssignmentRequestSubmitted } from '../../entitlement-management/assignment-requests/index.js';
import { memberBefore, payloadOf, revive, storedFormOf, StoredAs } from './stored-as.js';

@StoredAs('test.lamp', { aggregate: 'id', before: memberBefore('is', 'turn', { lit: 'on', dark: 'off' }) })
class Lamp {
  constructor(
    readonly id: string,
    readonly is: string,
  ) {}
}

const submitted = (waitsFor: 'approval' | 'start' | 'nothing') => new AssignmentRequestSubmitted('r', 't', waitsFor);
const moot = (ends: 'denied' | 'canceled') => new ApprovalBecameMoot('r', 't', ends, 'it is gone', 'an instant');

/** Each event that the release before said otherwise: the member of now, and the member of then with its word. */
const cases: [event: object, now: string, then: string, word: string][] = [
  [new Lamp('l', 'lit'), 'is', 'turn', 'on'],
  [new Lamp('l', 'dark'), 'is', 'turn', 'off'],
  [submitted('approval'), 'waitsFor', 'firstMove', 'askApproval'],
  [submitted('start'), 'waitsFor', 'firstMove', 'schedule'],
  [submitted('nothing'), 'waitsFor', 'firstMove', 'deliver'],
  [moot('denied'), 'ends', 'move', 'deny'],
  [moot('canceled'), 'ends', 'move', 'cancel'],
];

describe('an event that the release before said otherwise', () => {
  it.each(cases)('is stored as both read it: %j', (event, now, then, word) => {
    expect(payloadOf(event)).toEqual({ ...event, [now]: expect.any(String), [then]: word });
    expect(event).not.toHaveProperty(then);
  });

  it.each(cases)('comes back as it was published: %j', (event) => {
    expect(revive(storedFormOf(event).name, payloadOf(event))).toStrictEqual(event);
  });

  it.each(cases)('is understood as the release before stored it: %j', (event, now, then, word) => {
    const { [now]: _, ...members } = event as Record<string, unknown>;
    expect(revive(storedFormOf(event).name, { ...members, [then]: word })).toStrictEqual(event);
  });

  it('takes the word of now where both are stored, and says nothing for a word that nobody knows', () => {
    expect(revive('test.lamp', { id: 'l', is: 'lit', turn: 'off' })).toStrictEqual(new Lamp('l', 'lit'));
    expect(revive('test.lamp', { id: 'l', turn: 'sideways' })).toEqual({ id: 'l' });
  });
});
