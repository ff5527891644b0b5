import type { DomainError } from '../../errors/domain-error.js';
import type { Token } from './lexer.js';
import { invalid, abridged } from './limits.js';

/** The pieces of an option's text, taken one after the other. */
export class Tokens {
  private next = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly option: string,
  ) {}

  get now(): Token {
    return this.tokens[this.next] ?? { kind: 'end', text: '', at: 0 };
  }

  take(): Token {
    const { now } = this;
    this.next += 1;
    return now;
  }

  takeName(): Token {
    if (this.now.kind !== 'name') throw this.unexpected('a property name');
    return this.take();
  }

  takeIf(symbol: string): boolean {
    const found = this.now.kind === 'symbol' && this.now.text === symbol;
    if (found) this.next += 1;
    return found;
  }

  /** Takes one of these words, in any case. */
  takeWord(...words: string[]): string | undefined {
    const found = this.now.kind === 'name' ? words.find((word) => word === this.now.text.toLowerCase()) : undefined;
    if (found !== undefined) this.next += 1;
    return found;
  }

  expect(symbol: string): void {
    if (!this.takeIf(symbol)) throw this.unexpected(`'${symbol}'`);
  }

  unexpected(wanted: string): DomainError {
    const { kind, text, at } = this.now;
    const found = kind === 'end' ? 'it ends' : `'${abridged(text)}' stands`;
    return invalid(`Syntax error at position ${at} in '${this.option}': ${found} where ${wanted} is expected.`);
  }
}
