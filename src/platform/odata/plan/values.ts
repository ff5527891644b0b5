import { betaTexts } from '../../beta/names.js';
import { instantOf } from '../../time/instant.js';
import { isGuid } from '../query/lexer.js';
import { invalid } from '../query/limits.js';
import type { Literal } from '../query/tree.js';
import type { Member } from './members.js';

/** A value that is proven to be of its member's kind. */
export type Value = string | number | boolean | Date;

type Kind = Member['kind'];
type Read = (literal: Literal, kind: Kind) => Value | undefined;

const textOf = (literal: Literal, ...types: readonly Literal['type'][]): string | undefined =>
  types.includes(literal.type) ? literal.text : undefined;

const readers: { readonly [Edm in Kind['edm']]: Read } = {
  'Edm.String': (literal) => textOf(literal, 'string'),
  'Edm.Guid': (literal) => {
    const text = textOf(literal, 'guid', 'string');
    return text !== undefined && isGuid(text) ? text.toLowerCase() : undefined;
  },
  'Edm.Boolean': (literal) => (literal.type === 'boolean' ? literal.text.toLowerCase() === 'true' : undefined),
  'Edm.Int32': (literal) => {
    const value = Number(textOf(literal, 'number'));
    return Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31 ? value : undefined;
  },
  'Edm.DateTimeOffset': (literal) =>
    instantOf(literal.type === 'date' ? `${literal.text}T00:00:00Z` : (textOf(literal, 'dateTime') ?? '')),
  enum: (literal, kind) => (kind.edm === 'enum' ? enumMember(literal, kind) : undefined),
};

/** The value that a literal has for a member; null is null for all of them. */
export function valueOf(member: Member, literal: Literal): Value | null {
  if (literal.type === 'null') return null;
  const value = readers[member.kind.edm](literal, member.kind);
  if (value === undefined) throw invalid(`${wantedBy(member)}.`);
  return value;
}

function enumMember(literal: Literal, kind: Extract<Kind, { edm: 'enum' }>): string | undefined {
  const sameType = literal.enumType === undefined || lastOf(literal.enumType) === lastOf(kind.name);
  const text = textOf(literal, 'string', 'enum')?.toLowerCase();
  if (!sameType || text === undefined) return undefined;
  const known = kind.stored?.get(text) ?? kind.members.find((member) => member.toLowerCase() === text);
  return known ?? wordOf(kind.name, text);
}

/** The word that beta has another one for, such as `UserExtend`; it is understood everywhere. */
const wordOf = (name: string, text: string): string | undefined =>
  Object.entries(betaTexts[name] ?? {}).find(([, other]) => other.toLowerCase() === text)?.[0];

const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase();

function wantedBy({ path, kind }: Member): string {
  switch (kind.edm) {
    case 'Edm.String':
      return `'${path}' is compared with a string in single quotes`;
    case 'Edm.Guid':
      return `Unrecognized Guid format: '${path}' is compared with a GUID such as 1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f`;
    case 'Edm.Boolean':
      return `'${path}' is compared with true or false, without quotes`;
    case 'Edm.Int32':
      return `'${path}' is compared with a whole number of 32 bits, without quotes`;
    case 'Edm.DateTimeOffset':
      return `'${path}' is compared with a real date and time with a zone between 1900 and 2100, such as 2026-01-31T12:00:00Z, without quotes`;
    case 'enum':
      return `'${path}' is compared with one of ${kind.members.map((member) => `'${member}'`).join(', ')}`;
  }
}
