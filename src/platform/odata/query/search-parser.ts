import { bytesOf, invalid, limits, abridged } from './limits.js';
import type { Search } from './tree.js';

/** Understands a `$search`: words and "phrases", with AND, OR, NOT and parentheses; what stands side by side must all be met. */
export const readSearch = (text: string): Search => new Parser(piecesOf(text)).whole();

type Piece = { readonly kind: 'phrase' | 'sign'; readonly text: string };

// Tried in this order at each place; each reads its piece in one pass.
const blank = /\s+/y;
const forms: readonly (readonly [RegExp, (piece: string) => Piece])[] = [
  [/[()]/y, (text) => ({ kind: 'sign', text })],
  [/"(?:[^"\\]|\\.)*"/sy, (piece) => phraseOf(piece.slice(1, -1).replace(/\\(.)/gs, '$1'))],
  [/[^\s"()]+/y, (piece) => (signs.includes(piece) ? { kind: 'sign', text: piece } : phraseOf(piece))],
];
const signs: readonly string[] = ['AND', 'OR', 'NOT'];

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = lengthAt(blank, text, 0);
  while (at < text.length) {
    const [form, read] = forms.find(([candidate]) => lengthAt(candidate, text, at) > 0) ?? [];
    if (!form || !read) throw invalid(`The phrase at position ${at} in '$search' is not closed by a double quote.`);
    const end = at + lengthAt(form, text, at);
    pieces.push(read(text.slice(at, end)));
    at = end + lengthAt(blank, text, end);
  }
  return pieces;
}

function lengthAt(form: RegExp, text: string, at: number): number {
  form.lastIndex = at;
  return form.exec(text)?.[0].length ?? 0;
}

function phraseOf(text: string): Piece {
  if (text.trim() === '') throw invalid("'$search' has an empty phrase: put a word into it, or remove it.");
  if (bytesOf(text) > limits.literalBytes) {
    throw invalid(`'$search' has a phrase that is longer than ${limits.literalBytes} bytes.`);
  }
  return { kind: 'phrase', text };
}

class Parser {
  private next = 0;

  constructor(private readonly pieces: readonly Piece[]) {
    if (pieces.length > limits.nodes) throw invalid(`'$search' has more than ${limits.nodes} parts: shorten it.`);
  }

  whole(): Search {
    const search = this.alternatives(1);
    if (this.next < this.pieces.length) throw this.unexpected();
    return search;
  }

  private alternatives(depth: number): Search {
    if (depth > limits.depth) throw invalid(`'$search' is nested deeper than ${limits.depth} levels: simplify it.`);
    const operands = [this.together(depth)];
    while (this.takeSign('OR')) operands.push(this.together(depth));
    return whole('or', operands);
  }

  private together(depth: number): Search {
    const operands = [this.negatable(depth)];
    while (this.takeSign('AND') || this.isOperand()) operands.push(this.negatable(depth));
    return whole('and', operands);
  }

  private negatable(depth: number): Search {
    if (this.takeSign('NOT')) return { kind: 'not', operand: this.negatable(depth) };
    if (!this.takeSign('(')) return { kind: 'phrase', text: this.takePhrase() };
    const inner = this.alternatives(depth + 1);
    if (!this.takeSign(')')) throw this.unexpected();
    return inner;
  }

  private takePhrase(): string {
    const piece = this.pieces[this.next];
    if (piece?.kind !== 'phrase') throw this.unexpected();
    this.next += 1;
    return piece.text;
  }

  private isOperand(): boolean {
    const piece = this.pieces[this.next];
    return piece !== undefined && (piece.kind === 'phrase' || piece.text === '(' || piece.text === 'NOT');
  }

  private takeSign(sign: string): boolean {
    const piece = this.pieces[this.next];
    const found = piece?.kind === 'sign' && piece.text === sign;
    if (found) this.next += 1;
    return found;
  }

  private unexpected() {
    const piece = this.pieces[this.next];
    const found = piece ? `'${abridged(piece.text)}' stands` : 'it ends';
    return invalid(`Syntax error in '$search': ${found} where a word or a phrase in double quotes is expected.`);
  }
}

function whole(kind: 'and' | 'or', operands: readonly Search[]): Search {
  const [first, ...others] = operands;
  return first && others.length === 0 ? first : { kind, operands };
}
