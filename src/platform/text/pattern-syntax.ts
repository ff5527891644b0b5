/** Why a pattern cannot be taken; the message names the piece. */
export class PatternRefused extends Error {}

/** A pattern in RE2's spelling, and roughly how many instructions its program has. */
export interface Reading {
  readonly written: string;
  readonly weight: number;
}

const escaped = [
  String.raw`\\u\{[\da-fA-F]+\}`,
  String.raw`\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}`,
  String.raw`\\u[\da-fA-F]{4}`,
  String.raw`\\[pP](?:\{[^}]*\}|.)`,
  String.raw`\\x\{[^}]*\}`,
  String.raw`\\.`,
].join('|');

/** The pieces of a pattern, by the name of their kind; the order decides. */
const pieces = new RegExp(
  [
    String.raw`(?<lookAround>\(\?<?[=!])`,
    String.raw`(?<atomic>\(\?>)`,
    String.raw`(?<backReference>\\(?:[1-9]|k[<'{]))`,
    String.raw`(?<octal>\\0\d)`,
    String.raw`(?<quoted>\\[QE])`,
    String.raw`(?<emptySet>\[\^?\])`,
    String.raw`(?<set>\[(?:\\.|\[:\^?\w+:\]|[^\\\]])*\])`,
    `(?<escape>${escaped})`,
    String.raw`(?<flags>\(\?[a-zA-Z-]+\))`,
    String.raw`(?<open>\((?:\?(?:P?<\w+>|[a-zA-Z-]*:))?)`,
    String.raw`(?<close>\))`,
    String.raw`(?<or>\|)`,
    String.raw`(?<times>[*+?]|\{\d+(?:,\d*)?\})`,
    String.raw`(?<character>.)`,
  ].join('|'),
  'gsu',
);

/** What RE2 has not, or means otherwise than .NET and JavaScript do. */
const refused: Readonly<Record<string, string>> = {
  lookAround: 'look-around',
  atomic: 'an atomic group',
  backReference: 'a back-reference',
  octal: 'an octal escape',
  quoted: 'a quotation',
  emptySet: 'a character class that begins with its end',
};

const refusedInSets: readonly (readonly [RegExp, string])[] = [
  [/^&&$/, 'an intersection of character classes'],
  [/^-\[/, 'a difference of character classes'],
];

const inSets = new RegExp(String.raw`${escaped}|\[:\^?\w+:\]|&&|-\[|.`, 'gsu');

/** White space as JavaScript has it; RE2's own knows ASCII only. */
const blanks = String.raw`\t-\r\p{Z}\x{feff}`;
const blacks = String.raw`\x{0}-\x{8}\x{e}-\x{1f}\x{21}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}`;

/** What a class of the Unicode tables costs when it is compiled, in instructions. */
const tableWeight = 30;

const refuse = (what: string, piece: string): never => {
  throw new PatternRefused(`it has ${what}: ${piece}`);
};

/**
 * Reads a pattern from left to right and writes it in RE2's spelling.
 *
 * What RE2 would take in another sense than .NET and JavaScript is refused; what RE2 does not take is left for it to refuse.
 */
export function readPattern(pattern: string): Reading {
  const weights = new Weights();
  const written = Array.from(pattern.matchAll(pieces), ({ 0: text, groups = {} }) => {
    const [kind = ''] = Object.entries(groups).find(([, found]) => found !== undefined) ?? [];
    const what = refused[kind];
    if (what) refuse(what, text);
    weights.add(kind, text);
    return writtenAs(kind, text);
  });
  return { written: written.join(''), weight: weights.total };
}

function writtenAs(kind: string, text: string): string {
  if (kind === 'set') return text.replaceAll(inSets, (piece) => writtenInSet(piece));
  if (text === '\\s') return `[${blanks}]`;
  if (text === '\\S') return `[^${blanks}]`;
  return kind === 'escape' ? writtenEscape(text) : text;
}

function writtenInSet(piece: string): string {
  for (const [what, name] of refusedInSets) if (what.test(piece)) refuse(name, piece);
  if (piece === '\\s') return blanks;
  return piece === '\\S' ? blacks : writtenEscape(piece);
}

/** `\uXXXX`, a pair of them and `\u{X}` as the character that they mean. */
function writtenEscape(escape: string): string {
  if (!/^\\u[\da-fA-F{]/.test(escape)) return escape;
  const code = codeOf(...(escape.match(/[\da-fA-F]+/g) ?? []).map((digits) => parseInt(digits, 16)));
  if (code >= 0xd800 && code <= 0xdfff) refuse('half of a character', escape);
  return `\\x{${code.toString(16)}}`;
}

const codeOf = (first = 0, second?: number): number =>
  second === undefined ? first : (first - 0xd800) * 0x400 + (second - 0xdc00) + 0x10000;

/** Adds up how large a program gets: what is repeated counts as often as it may come. */
class Weights {
  private readonly outer: { sum: number; last: number }[] = [];
  private sum = 0;
  private last = 0;
  private tables = 0;

  add(kind: string, text: string): void {
    this.tables += (text.match(/\\[pPsS]/g)?.length ?? 0) * tableWeight;
    const step = this.steps[kind] ?? (() => this.atom(1));
    step(text);
  }

  get total(): number {
    return this.sum + this.last + this.tables + this.outer.reduce((all, { sum, last }) => all + sum + last, 0);
  }

  private readonly steps: Readonly<Record<string, (text: string) => void>> = {
    flags: () => this.atom(0),
    or: () => this.atom(1),
    open: () => {
      this.atom(0);
      this.outer.push({ sum: this.sum, last: 0 });
      this.sum = 0;
    },
    close: () => {
      const inner = this.sum + this.last + 2;
      this.sum = this.outer.pop()?.sum ?? 0;
      this.last = inner;
    },
    times: (text) => {
      const [least = 1, most = least + 1] = (text.match(/\d+/g) ?? []).map(Number);
      this.last = Math.max(least, most, 1) * (this.last + 1);
    },
  };

  private atom(weight: number): void {
    this.sum += this.last;
    this.last = weight;
  }
}
