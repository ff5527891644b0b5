import { Source, type Tie, tieOf } from './sql/source.js';
import { sql, type Sql } from './sql/sql.js';
import { whereOf } from './sql/where.js';

type Wishes = Readonly<Record<string, unknown>>;

/** Rows of a relation that a resource's fields are worked out from. */
export interface NeededRelation {
  readonly name: string;
  readonly many: boolean;
  /** The model at its other end. */
  readonly to: string;
  readonly source: Source;
  /** Which of its columns are read. */
  readonly fields: readonly string[];
  readonly tie: Tie;
  readonly where: Sql;
  /** What is needed of those rows in turn. */
  readonly more: Wishes;
}

const known: readonly string[] = ['where', 'include', 'select'];

/**
 * What a Prisma `include` of ours asks for: relations, whole or with a `where`, and what is needed of theirs.
 *
 * A `select` among their members is passed over, as more than is asked for does no harm, but for documents: these are never
 * read, as no budget counts them. Nothing else is passed over.
 */
export const relationsOf = (model: string, include: Wishes): NeededRelation[] =>
  Object.entries(include).map(([name, wish]) => {
    const { to, many } = Source.of(model).relation(name);
    const { source, ties } = Source.of(model).related(name);
    const { where, ...more } = wish === true ? {} : partsOf(name, wish);
    return {
      ...{ name, many, to, source, fields: smallFields(name, source, more) },
      tie: tieOf(name, ties),
      where: where === undefined ? sql`TRUE` : whereOf(where, source),
      more: Object.fromEntries(
        Object.values(more)
          .flatMap(Object.entries)
          .filter(([field]) => !source.has(field)),
      ),
    };
  });

function smallFields(name: string, source: Source, { select }: Wishes): string[] {
  const isSmall = (field: string) => source.typeOf(field) !== 'jsonb';
  const wanted = select ? Object.keys(select).filter((field) => source.has(field)) : source.fields;
  const document = wanted.find((field) => !isSmall(field));
  if (document === undefined) return source.fields.filter(isSmall);
  throw new Error(`The relation '${name}' would include '${document}', which may be large: 'select' what is needed.`);
}

function partsOf(name: string, wish: unknown): Readonly<Record<string, object>> {
  const parts = typeof wish === 'object' && wish !== null ? Object.entries(wish) : [['a value', wish] as const];
  const strange = parts.find(([part]) => !known.includes(part));
  if (strange) throw new Error(`The relation '${name}' cannot be included by '${strange[0]}'.`);
  return Object.fromEntries(parts);
}
