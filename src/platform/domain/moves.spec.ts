import { DomainError } from '../errors/domain-error.js';
import { type MoveOf, type Moves, stepping } from './moves.js';

type State = 'open' | 'shut' | 'gone';
const moves = {
  open: { shut: 'shut', remove: 'gone' },
  shut: { open: 'open', knock: 'shut' },
  gone: {},
} as const satisfies Moves<State>;
const next = stepping('the door', moves);

describe('a state machine as a table', () => {
  it.each([
    ['open', 'shut', 'shut'],
    ['open', 'remove', 'gone'],
    ['shut', 'open', 'open'],
    ['shut', 'knock', 'shut'],
  ] as const)('goes from %s by %s to %s', (state, move, to) => {
    expect(next(state, move)).toBe(to);
  });

  it.each([
    ['open', 'open'],
    ['open', 'knock'],
    ['shut', 'remove'],
    ['gone', 'open'],
    ['gone', 'knock'],
  ] as const)('refuses, being %s, to %s', (state, move) => {
    const refusal = new DomainError('InvalidState', `'${move}' is not possible while the door is ${state}.`);
    expect(() => next(state, move)).toThrow(refusal);
  });

  it('has no move that no state has', () => {
    // @ts-expect-error: a move that stands nowhere in the table does not compile.
    const move: MoveOf<typeof moves> = 'slam';
    expect(() => next('open', move)).toThrow(DomainError);
  });
});
