import { firstRefusal, type Rule } from './rules.js';

const isSmall: Rule<number, string> = (number) => (number < 10 ? undefined : 'too large');
const isEven: Rule<number, string> = (number) => (number % 2 === 0 ? undefined : 'odd');

describe('the first refusal', () => {
  it.each([
    [4, undefined],
    [5, 'odd'],
    [12, 'too large'],
    [13, 'too large'],
  ])('of %d is %s', (number, refusal) => {
    expect(firstRefusal([isSmall, isEven], number)).toBe(refusal);
  });

  it('leaves the rules after it unasked', () => {
    const unasked: Rule<number, string> = () => {
      throw new Error('This was asked.');
    };
    expect(firstRefusal([isSmall, unasked], 10)).toBe('too large');
    expect(() => firstRefusal([isSmall, unasked], 9)).toThrow('This was asked.');
  });

  it('gives every rule all the facts', () => {
    const areAlike = (one: number, other: number): string | undefined =>
      one === other ? undefined : `${one} ${other}`;
    expect(firstRefusal([areAlike], 1, 2)).toBe('1 2');
    expect(firstRefusal([areAlike], 2, 2)).toBeUndefined();
    expect(firstRefusal([], 1)).toBeUndefined();
  });
});
