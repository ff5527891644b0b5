import { bytesOf, invalid, limits, abridged } from './limits.js';
import type { Literal } from './tree.js';

/** A piece of a `$filter` or `$orderby`: a name, a symbol, a literal, or its end. */
export interface Token {
  readonly kind: 'name' | 'symbol' | 'end' | Exclude<Literal['type'], 'null' | 'boolean'>;
  readonly text: string;
  readonly at: number;
  readonly enumType?: string;
}

const guid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const quoted = "'(?:[^']|'')*'(?!')";
const name = '[a-z_]\\w*';

// Tried in this order at each place. All are anchored there and read their piece in one pass.
const forms: readonly (readonly [Token['kind'] | 'blank', RegExp])[] = [
  ['blank', /[ \t]+/y],
  ['string', new RegExp(quoted, 'y')],
  ['guid', new RegExp(`${guid}(?![\\w-])`, 'iy')],
  ['dateTime', /\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?(?![\w:])/iy],
  ['date', /\d{4}-\d\d-\d\d(?![\w-])/y],
  ['number', /-?\d+(?:\.\d+)?(?![\w.-])/y],
  ['duration', new RegExp(`duration${quoted}`, 'iy')],
  ['enum', new RegExp(`${name}(?:\\.${name})+${quoted}`, 'iy')],
  ['name', new RegExp(`\\$count(?!\\w)|${name}(?:\\.${name})*`, 'iy')],
  ['symbol', /[(),/:]/y],
];

const wholeGuid = new RegExp(`^${guid}$`, 'i');

export const isGuid = (text: string): boolean => wholeGuid.test(text);

const inQuotes: readonly string[] = ['string', 'enum', 'duration'];

/** The pieces of an option's text, ended by one of kind `end`. */
export function tokensOf(text: string, option: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const [kind, piece] = pieceAt(text, at, option);
    if (kind !== 'blank') tokens.push(tokenOf(kind, piece, at, option));
    at += piece.length;
  }
  return [...tokens, { kind: 'end', text: '', at }];
}

function pieceAt(text: string, at: number, option: string): [Token['kind'] | 'blank', string] {
  for (const [kind, form] of forms) {
    form.lastIndex = at;
    const found = form.exec(text);
    if (found) return [kind, found[0]];
  }
  if (text[at] === "'") throw invalid(`The string at position ${at} in '${option}' is not closed by a single quote.`);
  throw invalid(`Syntax error at position ${at} in '${option}': '${abridged(text.slice(at))}' is not understood.`);
}

function tokenOf(kind: Token['kind'], piece: string, at: number, option: string): Token {
  const quote = inQuotes.includes(kind) ? piece.indexOf("'") : -1;
  const text = quote < 0 ? piece : piece.slice(quote + 1, -1).replaceAll("''", "'");
  if (bytesOf(text) > limits.literalBytes) {
    throw invalid(`The literal at position ${at} in '${option}' is longer than ${limits.literalBytes} bytes.`);
  }
  return kind === 'enum' ? { kind, text, at, enumType: piece.slice(0, quote) } : { kind, text, at };
}
