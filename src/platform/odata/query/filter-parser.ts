import { tokensOf, type Token } from './lexer.js';
import { invalid, limits, shown } from './limits.js';
import type { Expression, Literal } from './tree.js';

// How tightly operators bind: OData 4.01 URL conventions, 5.1.1.14. `in` counts as primary there, above `not`.
const powers = { or: 1, and: 2, eq: 3, ne: 3, gt: 4, ge: 4, lt: 4, le: 4, in: 6 } as const;
const powerOfNot = 5;

type Operator = keyof typeof powers;

const words = new Map<string, Literal['type']>([
  ['null', 'null'],
  ['true', 'boolean'],
  ['false', 'boolean'],
]);

/** Understands a `$filter`. */
export const readFilter = (text: string): Expression => new FilterParser(tokensOf(text)).whole();

class FilterParser {
  private next = 0;
  private nodes = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Expression {
    const expression = this.expression(0, 1);
    if (this.token.kind !== 'end') throw this.unexpected("'and', 'or' or its end");
    return expression;
  }

  /** Reads operands and the operators between them, as long as these bind tighter than `power`. */
  private expression(power: number, depth: number): Expression {
    if (depth > limits.depth) throw invalid(`'$filter' is nested deeper than ${limits.depth} levels: simplify it.`);
    let left = this.operand(depth);
    for (let operator = this.operator(power); operator; operator = this.operator(power)) {
      left = this.joined(left, operator, depth);
    }
    return left;
  }

  private operator(power: number): Operator | undefined {
    const { kind, text } = this.token;
    const found = kind === 'name' && (Object.keys(powers) as Operator[]).find((known) => known === text.toLowerCase());
    return found && powers[found] > power ? found : undefined;
  }

  private joined(left: Expression, operator: Operator, depth: number): Expression {
    const { at } = this.take();
    this.count();
    if (operator === 'in') return { kind: 'in', operand: left, items: this.list(depth), at };
    const right = this.expression(powers[operator], depth);
    if (operator !== 'and' && operator !== 'or') return { kind: 'compare', operator, left, right, at };
    return { kind: operator, operands: left.kind === operator ? [...left.operands, right] : [left, right], at };
  }

  private list(depth: number): Expression[] {
    this.expect('(');
    const items = [this.operand(depth)];
    while (this.takeIf(',')) items.push(this.operand(depth));
    this.expect(')');
    return items;
  }

  private operand(depth: number): Expression {
    const { kind, text, at } = this.token;
    if (this.takeIf('(')) {
      const inner = this.expression(0, depth + 1);
      this.expect(')');
      return inner;
    }
    if (kind === 'symbol' || kind === 'end') throw this.unexpected('a property or a value');
    this.count();
    if (kind !== 'name') return { kind: 'literal', literal: literalOf(kind, this.take()), at };
    if (text.toLowerCase() === 'not') return this.negation(depth);
    const word = words.get(text.toLowerCase());
    return word ? { kind: 'literal', literal: literalOf(word, this.take()), at } : this.path();
  }

  private negation(depth: number): Expression {
    const { at } = this.take();
    return { kind: 'not', operand: this.expression(powerOfNot, depth + 1), at };
  }

  private path(): Expression {
    const { at } = this.token;
    const segments = [this.segment()];
    while (this.takeIf('/')) segments.push(this.segment());
    return { kind: 'path', segments, at };
  }

  private segment(): string {
    if (this.token.kind !== 'name') throw this.unexpected('a property name');
    const { text } = this.take();
    if (this.isSymbol('(')) throw invalid(`The function '${shown(text)}' is not supported in '$filter'.`);
    return text;
  }

  private get token(): Token {
    return this.tokens[this.next] ?? { kind: 'end', text: '', at: 0 };
  }

  private take(): Token {
    const { token } = this;
    this.next += 1;
    return token;
  }

  private isSymbol(symbol: string): boolean {
    return this.token.kind === 'symbol' && this.token.text === symbol;
  }

  private takeIf(symbol: string): boolean {
    const found = this.isSymbol(symbol);
    if (found) this.next += 1;
    return found;
  }

  private expect(symbol: string): void {
    if (!this.takeIf(symbol)) throw this.unexpected(`'${symbol}'`);
  }

  private count(): void {
    this.nodes += 1;
    if (this.nodes > limits.nodes) throw invalid(`'$filter' has more than ${limits.nodes} parts: shorten it.`);
  }

  private unexpected(wanted: string) {
    const { kind, text, at } = this.token;
    const found = kind === 'end' ? 'it ends' : `'${shown(text)}' stands`;
    return invalid(`Syntax error at position ${at} in '$filter': ${found} where ${wanted} is expected.`);
  }
}

const literalOf = (type: Literal['type'], { text, enumType }: Token): Literal => ({
  type,
  text,
  ...(enumType === undefined ? {} : { enumType }),
});
