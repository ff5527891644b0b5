import { isOpen, moves, next, requestStates } from './request-states.js';

const everyMove = [...new Set(Object.values(moves).flatMap((from) => Object.keys(from)))] as never[];

describe('the moves of a request', () => {
  it.each(requestStates.flatMap((state) => everyMove.map((move) => [state, move] as const)))(
    'from %s by %s is what the table says, or refused',
    (state, move) => {
      const to = (moves[state] as Record<string, string>)[move];
      if (to) expect(next(state, move)).toBe(to);
      else
        expect(() => next(state, move)).toThrow(`'${move as string}' is not possible while the request is ${state}.`);
    },
  );

  it('lead from every open state to an end', () => {
    const reaches = (state: keyof typeof moves, seen: string[] = []): boolean =>
      !isOpen(state) || Object.values(moves[state]).some((to) => !seen.includes(to) && reaches(to, [...seen, state]));
    expect(requestStates.filter((state) => !reaches(state))).toEqual([]);
  });

  it('never lead out of what was delivered, denied or canceled', () => {
    expect([moves.delivered, moves.denied, moves.canceled]).toEqual([{}, {}, {}]);
  });
});
