/** A generator of numbers that repeats itself (mulberry32). */
export function randomly(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Random = ReturnType<typeof randomly>;

const one = <T>(random: Random, items: readonly T[]): T => items[random(items.length)] as T;

const characters = ['a', 'b', 'c', '1', '2', '_', ' ', '-', 'é', 'ß', 'K', '\u212a', '\u00a0', '\u3000', '😀', '\n'];
const atoms = [
  ...[
    'a',
    'b',
    'ab',
    '1',
    '[-]',
    '\\d',
    '\\D',
    '\\w',
    '\\W',
    '\\s',
    '\\S',
    '\\p{L}',
    '\\P{L}',
    '\\p{Lu}',
    '\\b',
    '\\B',
  ],
  ...[
    '[abc]',
    '[^abc]',
    '[a-c1]',
    '[\\w-]',
    '[^\\s]',
    '[\\Sb]',
    '[\\d\\s]',
    '\\u00e9',
    '[\\u00e0-\\u00ff]',
    '\\u{1F600}',
  ],
  ...['\\uD83D\\uDE00', '[\\u{1F600}a]', '\\x41', '\\n', '[^\\n]', '(?:)', '^', '$', '\\.', '\\\\', 'é', '😀', '[.]'],
];
const asserting = ['\\b', '\\B', '^', '$'];
const repetitions = ['*', '+', '?', '{2}', '{0,3}', '{1,}', '*?', '+?', '{1,2}?'];

/** A pattern of the grammar that both engines understand. */
export function somePattern(random: Random, depth = 3): string {
  const kind = depth === 0 ? 0 : random(6);
  if (kind < 2) return one(random, atoms);
  if (kind === 2) return `${somePattern(random, depth - 1)}|${somePattern(random, depth - 1)}`;
  if (kind === 3) return `${one(random, ['(', '(?:'])}${somePattern(random, depth - 1)})${one(random, repetitions)}`;
  if (kind === 4) {
    const atom = one(random, atoms);
    return asserting.includes(atom) || atom === 'ab' ? `(?:${atom})` : `${atom}${one(random, repetitions)}`;
  }
  return `${somePattern(random, depth - 1)}${somePattern(random, depth - 1)}`;
}

export const someText = (random: Random): string =>
  Array.from({ length: random(6) }, () => one(random, characters)).join('');

/** Patterns that RE2 takes, and whose programs are too large. */
export const heavyPatterns = [
  '.{0,1000}'.repeat(2),
  '.{0,1000}'.repeat(100),
  'a{1000}'.repeat(140),
  '(?:a{500}){2}'.repeat(3),
  '(?:(?:a{0,30}){0,30}){1,1}b{999}',
  '(?i)' + '[\\p{L}\\p{N}]'.repeat(70),
  `[${'\\p{L}\\P{N}'.repeat(90)}]`,
  `(?i)${'\\p{L}'.repeat(190)}`,
];
