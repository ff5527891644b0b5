import type { Token } from './lexer.js';
import type { Comparison, Literal } from './tree.js';

export type Operator = 'and' | 'or' | 'in' | Comparison;

// How tightly operators bind: OData 4.01 URL conventions, 5.1.1.14. `has` and `in` are primary there, above `not`.
const powers: { readonly [Name in Operator]: number } = {
  or: 1,
  and: 2,
  eq: 3,
  ne: 3,
  gt: 4,
  ge: 4,
  lt: 4,
  le: 4,
  has: 6,
  in: 6,
};
export const powerOfNot = 5;
export const powerOf = (operator: Operator): number => powers[operator];

/** The operator that a piece names, in any case. */
export function operatorIn({ kind, text }: Token): Operator | undefined {
  const name = text.toLowerCase();
  return kind === 'name' && Object.hasOwn(powers, name) ? (name as Operator) : undefined;
}

const words = new Map<string, Literal['type']>([
  ['null', 'null'],
  ['true', 'boolean'],
  ['false', 'boolean'],
]);

/** The literal that a piece is; undefined for names and signs. */
export function literalIn({ kind, text, enumType }: Token): Literal | undefined {
  if (kind === 'symbol' || kind === 'end') return undefined;
  const type = kind === 'name' ? words.get(text.toLowerCase()) : kind;
  return type && { type, text, ...(enumType === undefined ? {} : { enumType }) };
}
