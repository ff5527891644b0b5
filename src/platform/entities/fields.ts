import { enumNameOf } from '../edm/type-names.js';
import type { DeclaredMember } from '../edm/declared-members.js';
import { scalarOf } from '../odata/kind-of-member.js';
import { type Field, type Kind, part, parts } from '../odata/resource.js';
import { type EntityClass, type EntityMember, membersOf, type Said } from './entity.js';

type IsNull<T> = null extends T ? true : false;
/** Columns of JSON, whose type says of everything that it may be in them. */
type IsAnything<T> = string extends T ? (number extends T ? true : false) : false;
/** Members that may be null where their column may not, or the other way round. */
type Misnulled<E, Row> = {
  [K in keyof Said<E> & keyof Row]: IsAnything<Row[K]> extends true
    ? never
    : IsNull<Said<E>[K]> extends IsNull<Row[K]>
      ? never
      : K;
}[keyof Said<E> & keyof Row];
type Faults<E, Row> =
  | { [K in Exclude<keyof Said<E>, keyof Row> & string]: `'${K}' is no column of the row` }[Exclude<
      keyof Said<E>,
      keyof Row
    > &
      string]
  | `'${Misnulled<E, Row> & string}' may be null in one of the class and the column only`;
/** Nothing where every member that can be said is a column of the row and null like it; else what is wrong, which no class is. */
type InColumns<E, Row> = [Exclude<keyof Said<E>, keyof Row> | Misnulled<E, Row>] extends [never]
  ? unknown
  : Faults<E, Row>;
type Fields<Row> = Readonly<Record<string, Field<Row>>>;

/** An entity's members as v1.0 answers them, and as questions ask for them. */
export const fieldsOf = <E extends object, Row>(entity: EntityClass<E> & InColumns<E, Row>): Fields<Row> =>
  fields(membersOf(entity).filter(({ isOnlyInBeta }) => !isOnlyInBeta));

/** Those that beta alone has. */
export const betaFieldsOf = <E extends object, Row>(entity: EntityClass<E> & InColumns<E, Row>): Fields<Row> =>
  fields(membersOf(entity).filter(({ isOnlyInBeta }) => isOnlyInBeta));

const fields = <Row>(members: readonly EntityMember[]): Fields<Row> =>
  Object.fromEntries(members.map((member) => [member.name, fieldOf<Row>(member)]));

/** Characters of a text that weighs no more than the other columns of a row together. */
const longest = 1_000;

function fieldOf<Row>({ name, schema, nullable, isCaseless = false, ...known }: EntityMember): Field<Row> {
  const column = known.column as keyof Row & string;
  const shown = schema as DeclaredMember;
  if (typeof shown.type === 'function') return (shown.isArray ? parts : part)(shown.type, column);
  const isLong = (schema.maxLength ?? 0) > longest;
  return { kind: kindOf(name, shown), column, nullable, isCaseless, isLong, read: (row) => row[column] };
}

/** Words that Graph gives no name are texts. */
function kindOf(name: string, shown: DeclaredMember): Kind {
  const kind = scalarOf(shown.enum && enumNameOf(shown.enum) === undefined ? { type: 'string' } : shown);
  if (!kind || kind.edm === 'Edm.Date') throw new Error(`'${name}' is of a kind that no column holds so far.`);
  return kind;
}
