import type { Prisma } from './generated/client.js';

// What Prisma's client knows of its models, as types: nothing of it is loaded.

type Models = Prisma.TypeMap['model'];
type Described<M extends Model> = Models[Capitalize<M> & keyof Models];
type Payload<M extends Model> = Described<M>['payload'];
type Arguments<M extends Model> = Described<M>['operations']['findMany']['args'];
type Said<T> = Exclude<T, undefined | null | typeof Prisma.skip>;
/** The model at the other end of a relation. */
type EndOf<Related> = Related extends readonly (infer One)[]
  ? EndOf<One>
  : Related extends { name: infer N }
    ? Uncapitalize<N & string>
    : never;

/** A model, as the client spells it. */
export type Model = Uncapitalize<keyof Models>;

/** A row of its table. */
export type RowOf<M extends Model> = Payload<M>['scalars'];

type NullableKey<Row> = { [K in keyof Row]: null extends Row[K] ? K : never }[keyof Row];

/** A row as it is inserted, without some of its columns: what may be null may be left out. */
export type NewRow<Row, Without extends keyof Row = never> = Readonly<
  Omit<Row, Without | NullableKey<Row>> & Partial<Omit<Row, Without | Exclude<keyof Row, NullableKey<Row>>>>
>;

/** Which rows: what the client takes as `where`. */
export type WhereOf<M extends Model> = Said<Arguments<M>['where']>;

/** What the client takes as `include`. */
export type IncludeOf<M extends Model> = M extends Model
  ? Said<Extract<Arguments<M>, { include?: unknown }>['include']>
  : never;

/** Its relations to many rows, or to one. */
export type RelationOf<M extends Model, Many extends boolean = boolean> = {
  [R in keyof Payload<M>['objects'] & string]: Payload<M>['objects'][R] extends readonly unknown[]
    ? true extends Many
      ? R
      : never
    : false extends Many
      ? R
      : never;
}[keyof Payload<M>['objects'] & string];

/** The model that a relation leads to. */
export type ModelBehind<M extends Model, R extends RelationOf<M>> = EndOf<
  Said<Payload<M>['objects'][R & keyof Payload<M>['objects']]>
> &
  Model;
