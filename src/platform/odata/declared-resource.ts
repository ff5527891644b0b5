import type { Caller } from '../auth/caller.js';
import type { IncludeOf, Model, ModelBehind, RelationOf, RowOf, WhereOf } from '../database/models.js';
import type { Link, Resource } from './resource-parts.js';

/** A link that Prisma's relations of a model allow: one that is there, to one row or many as it says. */
type LinkFrom<M extends Model> = Omit<Link, 'relation' | 'many' | 'through' | 'pairs' | 'others'> &
  (
    | {
        readonly relation: RelationOf<M, false>;
        readonly many: false;
        readonly through?: undefined;
        readonly others?: readonly { readonly to: string; readonly relation: RelationOf<M, false> }[];
      }
    | { readonly relation: RelationOf<M, true>; readonly many: true; readonly through?: undefined }
    | PairsFrom<M>
  );
type PairsFrom<M extends Model> = {
  [R in RelationOf<M>]: {
    readonly relation: R;
    readonly many: true;
    readonly through: RelationOf<ModelBehind<M, R>>;
    readonly pairs?: WhereOf<ModelBehind<M, R>>;
  };
}[RelationOf<M>];

/** A resource as it is declared: what it says of Prisma's model is held against the client's types. */
export type Declared<M extends Model, Row> = Omit<
  Resource<Row>,
  'model' | 'links' | 'include' | 'includeFor' | 'unshown' | 'visibleTo'
> & {
  readonly model: M;
  readonly links: Readonly<Record<string, LinkFrom<M>>>;
  readonly unshown?: readonly (keyof RowOf<M> & string)[];
  readonly include?: IncludeOf<M>;
  readonly includeFor?: (caller: Caller) => IncludeOf<M>;
  readonly visibleTo: (caller: Caller) => WhereOf<M>;
};
