import { tokensOf } from './lexer.js';
import { invalid, limits, abridged } from './limits.js';
import { literalIn, type Operator, operatorIn, powerOf, powerOfNot } from './precedence.js';
import { Tokens } from './tokens.js';
import type { Expression, OrderItem } from './tree.js';

type Lambda = Extract<Expression, { readonly kind: 'any' | 'all' }>;

/** Understands a `$filter`. */
export const readFilter = (text: string): Expression => new Parser(text, '$filter').whole();

/** Understands an `$orderby`. */
export const readOrder = (text: string): OrderItem[] => new Parser(text, '$orderby').order();

class Parser {
  private readonly tokens: Tokens;
  private nodes = 0;

  constructor(
    text: string,
    private readonly option: string,
  ) {
    this.tokens = new Tokens(tokensOf(text, option), option);
  }

  whole(): Expression {
    const expression = this.expression(0, 1);
    if (this.tokens.now.kind !== 'end') throw this.tokens.unexpected("'and', 'or' or its end");
    return expression;
  }

  order(): OrderItem[] {
    const items = [this.orderItem()];
    while (this.tokens.takeIf(',')) items.push(this.orderItem());
    if (this.tokens.now.kind !== 'end') throw this.tokens.unexpected("'asc', 'desc', ',' or its end");
    if (items.length > limits.orderKeys) throw invalid(`'$orderby' takes at most ${limits.orderKeys} keys.`);
    return items;
  }

  private orderItem(): OrderItem {
    const by = this.expression(0, 1);
    const direction = this.tokens.takeWord('asc', 'desc');
    return { by, descending: direction === 'desc' };
  }

  /** Reads operands and the operators between them, as long as these bind tighter than `power`. */
  private expression(power: number, depth: number): Expression {
    if (depth > limits.depth)
      throw invalid(`'${this.option}' is nested deeper than ${limits.depth} levels: simplify it.`);
    let left = this.operand(depth);
    for (let operator = this.operator(power); operator; operator = this.operator(power)) {
      left = this.joined(left, operator, depth);
    }
    return left;
  }

  private operator(power: number): Operator | undefined {
    const found = operatorIn(this.tokens.now);
    return found && powerOf(found) > power ? found : undefined;
  }

  private joined(left: Expression, operator: Operator, depth: number): Expression {
    const { at } = this.tokens.take();
    this.count();
    if (operator === 'in') return { kind: 'in', operand: left, items: this.list(depth), at };
    const right = this.expression(powerOf(operator), depth);
    if (operator !== 'and' && operator !== 'or') return { kind: 'compare', operator, left, right, at };
    return { kind: operator, operands: left.kind === operator ? [...left.operands, right] : [left, right], at };
  }

  /** The values after `in`. */
  private list(depth: number): Expression[] {
    this.tokens.expect('(');
    const items = [this.operand(depth)];
    while (this.tokens.takeIf(',')) items.push(this.operand(depth));
    this.tokens.expect(')');
    return items;
  }

  private operand(depth: number): Expression {
    const { kind, text } = this.tokens.now;
    if (this.tokens.takeIf('(')) {
      const inner = this.expression(0, depth + 1);
      this.tokens.expect(')');
      return inner;
    }
    if (kind === 'symbol' || kind === 'end') throw this.tokens.unexpected('a property or a value');
    this.count();
    const literal = literalIn(this.tokens.now);
    if (literal) return { kind: 'literal', literal, at: this.tokens.take().at };
    return text.toLowerCase() === 'not' ? this.negation(depth) : this.named(depth);
  }

  private negation(depth: number): Expression {
    const { at } = this.tokens.take();
    return { kind: 'not', operand: this.expression(powerOfNot, depth + 1), at };
  }

  /** A function's call, or a path and what may stand at its end. */
  private named(depth: number): Expression {
    const { text, at } = this.tokens.takeName();
    if (this.tokens.takeIf('(')) return { kind: 'call', name: text.toLowerCase(), operands: this.operands(depth), at };
    const segments = [text];
    while (this.tokens.takeIf('/')) {
      const next = this.tokens.takeName().text;
      if (next.toLowerCase() === '$count') return { kind: 'count', segments, at };
      if (this.tokens.takeIf('(')) return this.lambda(next, { segments, at }, depth);
      segments.push(next);
    }
    return { kind: 'path', segments, at };
  }

  private operands(depth: number): Expression[] {
    if (this.tokens.takeIf(')')) return [];
    const operands = [this.expression(0, depth + 1)];
    while (this.tokens.takeIf(',')) operands.push(this.expression(0, depth + 1));
    this.tokens.expect(')');
    return operands;
  }

  private lambda(name: string, path: Pick<Lambda, 'segments' | 'at'>, depth: number): Expression {
    const kind = name.toLowerCase();
    if (kind !== 'any' && kind !== 'all') {
      throw invalid(`'${abridged(name)}' is no function of a collection in '${this.option}': use 'any' or 'all'.`);
    }
    if (kind === 'any' && this.tokens.takeIf(')')) return { kind, ...path };
    const variable = this.tokens.takeName().text;
    this.tokens.expect(':');
    const predicate = this.expression(0, depth + 1);
    this.tokens.expect(')');
    return { kind, ...path, each: { variable, predicate } };
  }

  private count(): void {
    this.nodes += 1;
    if (this.nodes > limits.nodes) throw invalid(`'${this.option}' has more than ${limits.nodes} parts: shorten it.`);
  }
}
