import { betaNames } from '../../beta/names.js';
import { durationMillis } from '../../text/duration.js';
import { instantOf } from '../../text/instant.js';
import { isGuid } from '../query/lexer.js';
import { invalid } from '../query/limits.js';
import type { Literal } from '../query/tree.js';
import type { Kind } from '../resource.js';
import type { ValueType } from '../sql/parameter.js';

/** The kinds of what is compared: those of columns, and those that functions give. */
export type Scalar = Exclude<Kind, { readonly edm: 'complex' | 'texts' }> | { readonly edm: 'Edm.Date' };

/** A value that is proven to be of its kind. */
export type Value = string | number | boolean;

type Read = (literal: Literal, kind: Scalar) => Value | undefined;

const textOf = (literal: Literal, ...types: readonly Literal['type'][]): string | undefined =>
  types.includes(literal.type) ? literal.text : undefined;

const instantIn = (text: string | undefined): string | undefined => instantOf(text ?? '')?.toISOString();

const readers: { readonly [Edm in Scalar['edm']]: Read } = {
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
    instantIn(literal.type === 'date' ? `${literal.text}T00:00:00Z` : textOf(literal, 'dateTime')),
  'Edm.Date': (literal) => instantIn(`${textOf(literal, 'date') ?? ''}T00:00:00Z`)?.slice(0, 10),
  'Edm.Duration': (literal) => durationMillis(textOf(literal, 'duration', 'string')?.toUpperCase() ?? ''),
  enum: (literal, kind) => (kind.edm === 'enum' ? enumMember(literal, kind) : undefined),
};

/** Which kind a literal is of where nothing beside it says so. */
const natural: { readonly [Type in Exclude<Literal['type'], 'null' | 'enum'>]: Exclude<Scalar['edm'], 'enum'> } = {
  boolean: 'Edm.Boolean',
  number: 'Edm.Int32',
  string: 'Edm.String',
  guid: 'Edm.Guid',
  date: 'Edm.Date',
  dateTime: 'Edm.DateTimeOffset',
  duration: 'Edm.Duration',
};

/** How the database calls the values of a kind. */
const types: { readonly [Edm in Scalar['edm']]: ValueType } = {
  'Edm.String': 'text',
  'Edm.Guid': 'uuid',
  'Edm.Boolean': 'bool',
  'Edm.Int32': 'int4',
  'Edm.DateTimeOffset': 'timestamptz',
  'Edm.Date': 'date',
  // Milliseconds: two texts can mean the same time, and a driver has no value for an interval.
  'Edm.Duration': 'float8',
  enum: 'text',
};

export const typeOf = ({ edm }: Scalar): ValueType => types[edm];

/** The value that a literal has for what it is compared with, which messages call by `name`. */
export function valueOf(name: string, kind: Scalar, literal: Literal): Value {
  const value = readers[kind.edm](literal, kind);
  if (value === undefined) throw invalid(`'${name}' is compared with ${wanted(kind)}.`);
  return value;
}

/** The kind of a literal that stands alone; undefined for null, and for an enumeration's member. */
export const kindOf = ({ type }: Literal): Scalar | undefined =>
  type === 'null' || type === 'enum' ? undefined : { edm: natural[type] };

function enumMember(literal: Literal, kind: Extract<Kind, { edm: 'enum' }>): string | undefined {
  const sameType = literal.enumType === undefined || lastOf(literal.enumType) === lastOf(kind.name);
  const text = textOf(literal, 'string', 'enum')?.toLowerCase();
  if (!sameType || text === undefined) return undefined;
  const known = kind.stored?.get(text) ?? kind.members.find((member) => member.toLowerCase() === text);
  return known ?? wordOf(kind.name, text);
}

/** The word that beta has another one for, such as `Completed`; it is understood everywhere. */
const wordOf = (name: string, text: string): string | undefined =>
  Object.entries(betaNames.get().texts[name] ?? {}).find(([, other]) => other.toLowerCase() === text)?.[0];

const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase();

const sentences: { readonly [Edm in Exclude<Scalar['edm'], 'enum'>]: string } = {
  'Edm.String': 'a string in single quotes',
  'Edm.Guid': 'a GUID such as 1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f (Unrecognized Guid format)',
  'Edm.Boolean': 'true or false, without quotes',
  'Edm.Int32': 'a whole number of 32 bits, without quotes',
  'Edm.DateTimeOffset':
    'a real date and time with a zone between 1900 and 2100, such as 2026-01-31T12:00:00Z, without quotes',
  'Edm.Date': 'a real date between 1900 and 2100, such as 2026-01-31, without quotes',
  'Edm.Duration': "a duration of days and time, such as duration'P14D'",
};

/** What a value of the kind looks like, for a message. */
export const wanted = (kind: Scalar): string =>
  kind.edm === 'enum' ? `one of ${kind.members.map((member) => `'${member}'`).join(', ')}` : sentences[kind.edm];
