import { statementNames } from './statement-names.js';

const times = <T>(count: number, work: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => work(index));

describe('names of prepared statements', () => {
  it('are given from the third time on, one for each text', () => {
    const nameOf = statementNames();
    expect(times(5, () => nameOf({ sql: 'SELECT 1' }))).toEqual([undefined, undefined, 's1', 's1', 's1']);
    expect(times(3, () => nameOf({ sql: 'SELECT 2' })).at(-1)).toBe('s2');
  });

  it('are 200 at most; those given stay', () => {
    const nameOf = statementNames();
    times(300, (index) => times(3, () => nameOf({ sql: `SELECT ${index}` })));
    expect([nameOf({ sql: 'SELECT 199' }), nameOf({ sql: 'SELECT 200' })]).toEqual(['s200', undefined]);
  });

  it('are not given to what is sent once each, however much of it there is', () => {
    const nameOf = statementNames();
    times(10_000, (index) => nameOf({ sql: `SELECT ${index}` }));
    expect(times(3, () => nameOf({ sql: 'SELECT 0' })).at(-1)).toBe('s1');
  });
});
