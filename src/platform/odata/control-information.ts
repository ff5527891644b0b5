import { betaNames, type Dialect } from '../beta/names.js';
import { typeNameOf } from '../edm/type-names.js';
import { kindNamed } from '../edm/kinds.js';
import { declaredMembers } from '../edm/declared-members.js';
import type { Shape } from './plan/shape.js';
import type { Field, Resource } from './resource.js';
import type { Row } from './rows.js';

type Class = abstract new () => object;
type Members = Readonly<Record<string, unknown>>;
type AnyField = Field<Record<string, unknown>>;

/** What `odata.metadata=full` says of an entity beside its members (OData JSON format 4.01, 3.1.2): its type and its addresses. */
export function ofEntity({ resource, full, expanded }: Shape, row: Row): [string, unknown][] {
  if (!full) return [];
  const type: [string, unknown] = ['@odata.type', typeSaid(resource, row)];
  const id = resource.isUnaddressed ? undefined : resource.fields['id']?.read(row);
  if (typeof id !== 'string') return [type];
  const path = `${resource.path}/${id}`;
  const links = Object.keys(resource.links).filter((name) => !expanded.some((link) => link.name === name));
  return [
    ...[type, ['@odata.id', `${full.base}/${path}`] as const, ['@odata.editLink', path] as const],
    ...links.map((name) => [`${name}@odata.navigationLink`, `${full.base}/${path}/${name}`] as const),
  ].map(([name, value]) => [name, value]);
}

/** What an entity is, as `@odata.type` says it. */
export const typeSaid = ({ derived, entityType }: Resource, row: Row): string =>
  `#microsoft.graph.${derived?.typeOf(row) ?? entityType}`;

/** A member with what is said of its type where JSON does not show it, and parts with theirs. */
export function ofMember(
  { full }: Shape,
  [name, { kind }]: readonly [string, AnyField],
  value: unknown,
): [string, unknown][] {
  if (!full) return [[name, value]];
  if (kind.edm === 'complex') {
    const parts = typedPart(kind.type(), value, full.dialect);
    const all = `#Collection(${qualified(kind.type(), full.dialect)})`;
    return kind.collection
      ? [
          [`${name}@odata.type`, all],
          [name, parts],
        ]
      : [[name, parts]];
  }
  const type = typeOf(kind);
  return type === undefined || value === null
    ? [[name, value]]
    : [
        [`${name}@odata.type`, type],
        [name, value],
      ];
}

function typeOf(kind: Exclude<AnyField['kind'], { edm: 'complex' }>): string | undefined {
  if (kind.edm === 'enum') return kind.stored ? undefined : `#microsoft.graph.${kind.name}`;
  return kind.edm === 'Edm.DateTimeOffset' || kind.edm === 'Edm.Duration' ? kind.edm.replace('Edm.', '#') : undefined;
}

/** A part that says what it is, and so do those in it; one that is of a kind says so already. */
function typedPart(type: Class, value: unknown, dialect: Dialect): unknown {
  if (Array.isArray(value)) return value.map((item) => typedPart(type, item, dialect));
  if (typeof value !== 'object' || value === null) return value;
  const said = (value as Members)['@odata.type'];
  const kind = (typeof said === 'string' ? kindNamed(type, said) : undefined) ?? type;
  const members = Object.entries(value).map(([name, member]: [string, unknown]) => {
    const part = declaredMembers(kind).get(name)?.type;
    return [name, typeof part === 'function' ? typedPart(part(), member, dialect) : member];
  });
  return { '@odata.type': `#${qualified(type, dialect)}`, ...(Object.fromEntries(members) as Members) };
}

function qualified(type: Class, dialect: Dialect): string {
  const name = typeNameOf(type);
  return `microsoft.graph.${(dialect === 'beta' ? betaNames.get().types[name] : undefined) ?? name}`;
}
