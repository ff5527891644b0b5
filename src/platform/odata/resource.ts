import type { Caller } from '../auth/caller.js';
import type { Operation } from '../auth/permissions.js';
import type { Model, RowOf } from '../database/models.js';
import type { Declared } from './declared-resource.js';
import type { Beside, Field, Kind, Link, Resource } from './resource-parts.js';
import type { Source } from './sql/source.js';
import type { Sql } from './sql/sql.js';

export type { Beside, Field, Kind, Kinds, Link, Resource } from './resource-parts.js';

type ColumnOf<Row> = keyof Row & string;

const column =
  (kind: Kind, nullable: boolean) =>
  <Row>(name: ColumnOf<Row>): Field<Row> => ({ kind, column: name, nullable, read: (row) => row[name] });

/** Builders of fields, by the kind of their column. */
export const guid = column({ edm: 'Edm.Guid' }, false);
export const text = column({ edm: 'Edm.String' }, false);
export const flag = column({ edm: 'Edm.Boolean' }, false);
export const whole = column({ edm: 'Edm.Int32' }, false);
export const moment = column({ edm: 'Edm.DateTimeOffset' }, false);
/** A column of texts such as `P14D`. */
export const duration = column({ edm: 'Edm.Duration' }, false);

/** A collection of strings that is worked out from the row. */
export const texts: Kind = { edm: 'texts' };

export const enumeration = (name: string, members: readonly string[]) => column({ edm: 'enum', name, members }, false);

/** The same field where its column may be null. */
export const nullable = <Row>(field: Field<Row>): Field<Row> => ({ ...field, nullable: true });

/** The same text where it names people or groups: found in any case of letters, as in Graph's directory. */
export const caseless = <Row>(field: Field<Row>): Field<Row> => ({ ...field, isCaseless: true });

/** An object that a column keeps as JSON, alone or among others under its `key`; questions may go on to its members. */
export const part = <Row>(type: () => abstract new () => object, column: ColumnOf<Row>, key?: string): Field<Row> =>
  kept(complex(type), column, key, null);

/** A collection of such objects. */
export const parts = <Row>(type: () => abstract new () => object, column: ColumnOf<Row>, key?: string): Field<Row> =>
  kept(complex(type, true), column, key, []);

function kept<Row>(kind: Kind, column: ColumnOf<Row>, key: string | undefined, without: unknown): Field<Row> {
  const found = (value: unknown) =>
    key === undefined ? value : (value as Readonly<Record<string, unknown>> | null)?.[key];
  return { kind, column, key, nullable: true, read: (row) => found(row[column]) ?? without };
}

/** A member that is worked out from the row: shown, never filtered or ordered by. */
export const computed = <Row>(kind: Kind, read: Field<Row>['read']): Field<Row> => ({ kind, nullable: true, read });

/** The same member, where questions ask about what a statement works out: what `read` says of the row. */
export const askable = <Row>(field: Field<Row>, worked: (row: Source) => Sql): Field<Row> => ({ ...field, worked });

/** A member that the statement works out beside the columns; null where a command's own row is answered. */
export const beside = <Row>(
  kind: Kind,
  { name, of }: Beside,
  read: (value: unknown, row: Row, caller?: Caller) => unknown = (value) => value ?? null,
): Field<Row> => ({
  ...{ kind, nullable: true, beside: { name, of } },
  read: (row, caller) => read((row as Readonly<Record<string, unknown>>)[name], row, caller),
});

/** The kind of an object that a class declares (its members carry the decorators of `platform/edm/members.ts`). */
export const complex = (type: () => abstract new () => object, collection = false): Kind => ({
  edm: 'complex',
  type,
  collection,
});

/** A link by one relation, which has the name of what it leads to where no other is given. */
type By<R extends string, Many extends boolean> = { to: string; relation: R; many: Many };
export function toOne<const R extends string>(to: R): By<R, false>;
export function toOne<const R extends string>(to: string, relation: R): By<R, false>;
export function toOne(to: string, relation = to): By<string, false> {
  return { to, relation, many: false };
}
/** A link to one entity that may be of several kinds of a base, told by what it says of its type: for each kind, the resource and the relation. */
export function toOneOf<const R extends string>(
  base: string,
  ...[first, ...others]: readonly [By<R, false>, ...By<R, false>[]]
): By<R, false> & { readonly others: readonly By<R, false>[]; readonly base: string; readonly toBase: true } {
  return { ...first, others, base, toBase: true };
}
export function toMany<const R extends string>(to: R): By<R, true>;
export function toMany<const R extends string>(to: string, relation: R): By<R, true>;
export function toMany(to: string, relation = to): By<string, true> {
  return { to, relation, many: true };
}

/** A link by two relations, through a table of pairs. */
type Through<R extends string, T extends string> = By<R, true> & { through: T };
export function toManyThrough<const R extends string, const T extends string>(
  to: string,
  relation: R,
  through: T,
): Through<R, T>;
export function toManyThrough<const R extends string, const T extends string, const P extends object>(
  to: string,
  relation: R,
  through: T,
  pairs: P,
): Through<R, T> & { pairs: P };
export function toManyThrough(to: string, relation: string, through: string, pairs?: object) {
  return { ...toMany(to, relation), through, pairs };
}

/** Prisma's relation that a link follows; two of them where it leads through a table of pairs. */
export const relationOf = ({ relation, through }: Link): string =>
  through === undefined ? relation : `${relation}/${through}`;

/** The link once for each kind that it may lead to. */
export const waysOf = ({ others = [], ...link }: Link): readonly Link[] => [
  link,
  ...others.map((other) => ({ ...link, ...other })),
];

/** The same link, followed unasked. */
export const shownUnasked = <L extends Link>(link: L): L => ({ ...link, isShown: true });

/** The same link, where its own address is read by another operation than the resource that it leads to. */
export const readBy = <L extends Link>(operation: Operation, link: L): L => ({ ...link, readBy: operation });

/** The same link, where Graph declares only the base of what it leads to. */
export const toBase = <L extends Link>(link: L): L => ({ ...link, toBase: true });

/** The fields that are shown unless others are selected. */
export const shownFields = ({ fields }: Resource): [string, Field<Record<string, unknown>>][] =>
  Object.entries(fields).filter(([, { isUnshown }]) => !isUnshown);

/** The same resource, where Graph declares only the base of its entities. */
export const sayingType = (resource: Resource): Resource => ({ ...resource, saysType: true });

/** Declares a resource; the types of its model and row check it here, and are forgotten: whoever reads rows has them by model name. */
export function resource<M extends Model, Row = RowOf<M>>(declared: Declared<M, Row>): Resource {
  const fields = Object.values<Field<Row>>({ ...declared.fields, ...declared.inBeta?.fields });
  const long = fields.flatMap(({ isLong, column }) => (isLong && column !== undefined ? [column] : []));
  return { ...declared, long: [...long, ...(declared.long ?? [])] } as unknown as Resource;
}
