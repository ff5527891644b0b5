import type { Literal } from '../query/tree.js';
import { parameter } from '../sql/parameter.js';
import { sql, type Sql } from '../sql/sql.js';
import { type Scalar, typeOf, type Value, valueOf } from './values.js';

/** A part of a question in SQL, with what is known of its values. */
export interface Typed {
  readonly kind: Scalar;
  readonly sql: Sql;
  /** True when it may be null, which is unknown in SQL and null in OData. */
  readonly nullable: boolean;
  /** What messages call it. */
  readonly name: string;
  /** True for a column, which can be named twice at no cost. */
  readonly bare?: boolean;
  /** True where it is the same in any case of letters; an order heeds them all the same. */
  readonly isCaseless?: boolean;
  /** True for the literal null. */
  readonly isNull?: boolean;
}

/** Something that is true or false, or null where it says so. */
export const condition = (what: Sql, nullable = false): Typed => ({
  kind: { edm: 'Edm.Boolean' },
  sql: sql`(${what})`,
  nullable,
  name: 'a condition',
});

/** A value that was understood before, such as a row's place in an order. */
export const typedParameter = (value: Value | null, kind: Scalar): Sql => parameter(value, typeOf(kind));

/** A literal as the kind of what stands beside it. */
export function literalAs(kind: Scalar, literal: Literal, name: string): Typed {
  const value = literal.type === 'null' ? null : valueOf(name, kind, literal);
  const isNull = value === null;
  return { kind, sql: typedParameter(value, kind), nullable: isNull, isNull, name: 'a value' };
}

/** The milliseconds of a duration, which is kept as a text: two texts can mean the same time. */
export const millisOf = (text: Sql): Sql => sql`floor(extract(epoch FROM ${text}::interval) * 1000)::float8`;

/** A kind as OData calls it. */
export const kindName = (kind: Scalar): string => (kind.edm === 'enum' ? kind.name : kind.edm);
