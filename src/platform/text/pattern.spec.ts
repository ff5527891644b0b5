import { RE2JS } from 're2js';
import { faultOfPattern, fits, heaviestPattern, weightOf, workOf } from './pattern.js';
import { heavyPatterns, randomly, somePattern, someText } from '../../../test/support/patterns.js';

describe('a pattern', () => {
  it.each([
    ['abc', '[a-c]+', true],
    ['abcd', '[a-c]+', false],
    ['xabc', '[a-c]+', false],
    ['ab', 'a|ab', true],
    ['x', '^x$', true],
    ['x', '(', false],
    ['12-34', '\\d{2}-\\d{2}', true],
    ['12-34', '\\d{2}\\-\\d{2}', true],
    ['a_b@c', '\\w\\_b\\@c', true],
    ['ABC', '(?i)abc', true],
    ['ABc', '(?i:ab)c', true],
    ['x-1', '[\\d-x]+', true],
    ['ä', '\\p{L}', true],
    ['é', '\\u00e9', true],
    ['é', '[\\u00E0-\\u00ff]', true],
    ['😀', '\\uD83D\\uDE00', true],
    ['😀', '\\u{1F600}', true],
    ['😀', '.', true],
    ['\u00a0\u3000', '\\s+', true],
    ['\u00a0', '[^\\S]', true],
    ['a\u00a0', '[\\Sx]+', false],
    ['\u2028', '.', true],
    ['a\nb', '.*', false],
    ['a\nb', '(?s).*', true],
    ['', '', true],
    ['a`${1}`', '.*', true],
    ['Ab1', '\\A(?<word>\\w+)\\z', true],
  ])('%j fits %s: %s', (text, pattern, expected) => {
    expect(fits(text, pattern)).toBe(expected);
  });

  it.each([
    ['(?=a)a', 'look-around: (?='],
    ['(?!a)b', 'look-around: (?!'],
    ['(?<=a)b', 'look-around: (?<='],
    ['(?<!a)b', 'look-around: (?<!'],
    ['(a)\\1', 'a back-reference: \\1'],
    ['(a)\\12', 'a back-reference: \\1'],
    ['(?<n>a)\\k<n>', 'a back-reference: \\k<'],
    ['(?>a)', 'an atomic group: (?>'],
    ['\\012', 'an octal escape: \\01'],
    ['\\Qa\\E', 'a quotation: \\Q'],
    ['[^]', 'begins with its end: [^]'],
    ['[]a]', 'begins with its end: []'],
    ['[a-z&&[^b]]', 'an intersection of character classes: &&'],
    ['[a-z-[aeiou]]', 'a difference of character classes: -['],
    ['\\uD83D', 'half of a character: \\uD83D'],
    ['[\\uDE00]', 'half of a character: \\uDE00'],
    ['\\u{110000}', '\\x{110000'],
    ['\\u12', '\\u'],
    ['a++', '++'],
    ['a**', '**'],
    ['a{2}{3}', '{2}{3}'],
    ['(?x)a', '(?x'],
    ['(?#c)a', '(?#'],
    ["(?'n'a)", "(?'"],
    ['(?(1)a|b)', '(?('],
    ['\\Z', '\\Z'],
    ['\\G', '\\G'],
    ['\\h', '\\h'],
    ['\\R', '\\R'],
    ['\\X', '\\X'],
    ['\\cA', '\\c'],
    ['\\é', '\\é'],
    ['[\\b]', '\\b'],
    ['[z-a]', 'z-a'],
    ['\\p{Script=Greek}', '\\p{Script=Greek}'],
    ['\\p{IsGreek}', '\\p{IsGreek}'],
    ['\\p{Letter}', '\\p{Letter}'],
    ['a{1001}', '{1001}'],
    ['(?:a{100}){11}', '{11}'],
    ['(', 'missing closing )'],
    ['a)', 'unexpected )'],
    ['[a', 'missing closing ]'],
    ['*', 'missing argument'],
    ['\\', 'trailing backslash'],
  ])('such as %s is refused for what it has, and fits nothing', (pattern, piece) => {
    expect(faultOfPattern(pattern)).toContain(piece);
    expect(fits('a', pattern)).toBe(false);
  });

  it('that would make too large a program is refused before it is compiled', () => {
    for (const pattern of heavyPatterns) {
      expect(faultOfPattern(pattern)).toContain(`of which ${heaviestPattern} are allowed: repeat less`);
      expect(fits('a', pattern)).toBe(false);
      expect(workOf('a', pattern)).toBeGreaterThan(heaviestPattern * 300);
    }
    // Compiling them takes some three times as long.
    expect(millisOf(() => heavyPatterns.forEach(faultOfPattern))).toBeLessThan(500);
  });

  it('weighs about as much as its program is large', () => {
    for (const pattern of [
      '.{0,1000}',
      '((((a))))',
      '(?:(?:a{0,5}){0,5}){0,5}',
      'a{3,}b|c*',
      '[^a]{20}(?:x|yz){4}',
      '\\d+',
    ]) {
      const size = RE2JS.compile(pattern).programSize();
      expect(weightOf(pattern)).toBeGreaterThanOrEqual(size - 3);
      expect(weightOf(pattern)).toBeLessThan(size * 2 + 3);
    }
    expect(weightOf('(?=a)')).toBe(Infinity);
  });
});

describe('generated patterns', () => {
  const runs = Number(process.env['PATTERN_RUNS'] ?? 1_000);

  it('mean what they mean in JavaScript', () => {
    const random = randomly(20261129);
    let fitting = 0;
    for (let run = 0; run < runs; run++) {
      const pattern = somePattern(random);
      const native = new RegExp(`^(?:${pattern})$`, 'u');
      expect([pattern, faultOfPattern(pattern)]).toEqual([pattern, undefined]);
      for (let at = 0; at < 6; at++) {
        const text = someText(random);
        const expected = native.test(text);
        if (expected) fitting += 1;
        expect([pattern, text, fits(text, pattern)]).toEqual([pattern, text, expected]);
      }
    }
    expect(fitting).toBeGreaterThan(runs / 20);
  });

  it('of the worst kinds take processor time in proportion to their weight', () => {
    const text = `${'ab'.repeat(1_999)}!!`;
    const patterns = ['(\\w+\\s?)+', '(a+)+', '(a|aa)+', '(x+x+)+y', '(a*)*b', '(a|b)*a(a|b){60}', '((a|b|ab)*c?){50}'];
    const bodies = ['a', 'ab', '(?:a|ab)', '\\w', '[ab]', '.'];
    const bounds = ['*', '+', '{0,9}', '{3,}'];
    for (const body of bodies)
      for (const one of bounds) for (const two of bounds) patterns.push(`(?:(?:${body})${one})${two}c`);
    const benign = millisOf(() => fits(text, '[ab]*!!'));
    const spent = millisOf(() => patterns.forEach((pattern) => fits(text, pattern)));
    expect(patterns.every((pattern) => weightOf(pattern) < heaviestPattern)).toBe(true);
    expect(spent).toBeLessThan(Math.max(benign, 1) * patterns.length * 100);
  });
});

/** Processor time, not the clock's. */
function millisOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
