import { invalid } from '../query/limits.js';
import type { Search } from '../query/tree.js';
import type { Resource } from '../resource.js';
import { conjunction, disjunction, sql, type Sql } from '../sql/sql.js';
import { functions } from './functions.js';
import { columnOf, type EntityPlace } from './entity-place.js';
import { entryNamed } from './place.js';
import { typedParameter, type Typed } from './typed.js';

const usual = ['displayName', 'description'];
const text = { edm: 'Edm.String' } as const;

/** The rows in which a `$search` finds what it looks for, as a condition. */
export function searchOf(search: Search, place: EntityPlace): Sql {
  const fields = searchedFields(place);
  if (Object.keys(fields).length === 0) {
    throw invalid(`'$search' is not supported for '${place.resource.name}': it has no text to look in.`);
  }
  return found(search, fields);
}

/** The names of the fields in which a `$search` looks. */
export const searchedNames = ({ fields, searched = usual }: Resource): string[] =>
  searched.filter((name) => fields[name]?.kind.edm === 'Edm.String' && fields[name].column !== undefined);

function searchedFields({ resource, source }: EntityPlace): Record<string, Typed> {
  return Object.fromEntries(
    searchedNames(resource).map((name) => [name, columnOf(source, resource.fields[name]?.column ?? name, text, name)]),
  );
}

function found(search: Search, fields: Readonly<Record<string, Typed>>): Sql {
  switch (search.kind) {
    case 'not':
      return sql`NOT (${found(search.operand, fields)})`;
    case 'and':
      return conjunction(search.operands.map((operand) => found(operand, fields)));
    case 'or':
      return disjunction(search.operands.map((operand) => found(operand, fields)));
    case 'phrase':
      return mentioned(search.text, fields);
  }
}

/** In any of the fields, or in one that is named, as in `displayName:sales`. */
function mentioned(phrase: string, fields: Readonly<Record<string, Typed>>): Sql {
  const colon = phrase.indexOf(':');
  const named = colon > 0 && colon < phrase.length - 1 ? entryNamed(fields, phrase.slice(0, colon)) : undefined;
  const [wanted, among] = named ? [phrase.slice(colon + 1), [named[1]]] : [phrase, Object.values(fields)];
  return disjunction(among.map((field) => holds(field, wanted)));
}

function holds({ sql: column, nullable }: Typed, phrase: string): Sql {
  const test = functions.get('contains')?.as(column, typedParameter(phrase, text)) ?? sql`FALSE`;
  return nullable ? sql`COALESCE(${test}, FALSE)` : test;
}
