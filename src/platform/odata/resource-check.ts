import type { Caller } from '../auth/caller.js';
import type { ResourceRegistry } from './resource-registry.js';
import { translate } from './resource-translation.js';
import { type Field, type Kind, type Link, relationOf, type Resource, waysOf } from './resource.js';
import { type ColumnType, type Table, tableOf } from '../database/tables.js';

/** The type of the column in which values of a kind are kept. */
const kept: { readonly [Edm in Kind['edm']]: ColumnType } = {
  'Edm.String': 'text',
  'Edm.Guid': 'uuid',
  'Edm.Boolean': 'bool',
  'Edm.Int32': 'int4',
  'Edm.DateTimeOffset': 'timestamptz',
  'Edm.Duration': 'text',
  enum: 'text',
  texts: 'jsonb',
  complex: 'jsonb',
};

/** Throws where a resource, in whichever dialect, is not as its table is, or cannot be read by one of the callers. */
export function check(registry: ResourceRegistry, callers: readonly Caller[]): void {
  for (const dialect of ['v1.0', 'beta'] as const) {
    const seen = registry.in(dialect);
    for (const resource of seen.all) {
      checkTable(resource, seen);
      for (const caller of callers) translate(resource, { registry, dialect, caller });
    }
  }
}

/** Throws where a column is shown by no member of any resource and listed by none as unshown, or both. */
export function requireEveryColumn(resources: readonly Resource[]): void {
  for (const [model, same] of Map.groupBy(resources, (resource) => resource.model)) {
    const accounted = new Set([...same.flatMap(columnsOf), ...keysOf(model)]);
    const unshown = new Set(same.flatMap((resource) => resource.unshown ?? []));
    for (const name of tableOf(model).columns.keys()) {
      if (accounted.has(name) !== unshown.has(name)) continue;
      const fault = unshown.has(name) ? 'is shown all the same' : 'is shown by no member: declare it, or list it there';
      throw new Error(
        `The column '${name}' of '${model}' (see 'unshown' of ${same.map((one) => `'${one.name}'`).join(', ')}) ${fault}.`,
      );
    }
  }
}

/** The columns by which rows belong together. */
const keysOf = (model: string): string[] => [
  'tenantId',
  ...[...tableOf(model).relations.values()].flatMap(({ on }) => on.map(([own]) => own)),
];

/** The columns in which the members of either dialect stand. */
const columnsOf = ({ fields, inBeta }: Resource): string[] =>
  [fields, inBeta?.fields ?? {}]
    .flatMap(Object.values<Field<Record<string, unknown>>>)
    .flatMap(({ column }) => column ?? []);

function checkTable(resource: Resource, registry: ResourceRegistry): void {
  const { columns } = tableOf(resource.model);
  checkTenancy(resource, columns);
  for (const [name, field] of Object.entries(resource.fields)) {
    checkField(`'${name}' of resource '${resource.name}'`, field, columns);
  }
  for (const [name, link] of Object.entries(resource.links)) {
    const at = `The link '${name}' of resource '${resource.name}'`;
    for (const one of waysOf(link)) checkLink(resource, at, one, registry.named(one.to));
  }
}

/** What tenants share is said by its resource, so that no table is shared for want of a column. */
function checkTenancy({ name, isShared = false, include, includeFor }: Resource, columns: Table['columns']): void {
  if (isShared === columns.has('tenantId')) {
    throw new Error(
      `The resource '${name}' ${isShared ? 'is shared by tenants, and its table has a column for them' : "has a table without tenants: say 'isShared' where its rows are the same for all"}.`,
    );
  }
  if (isShared && (include ?? includeFor))
    throw new Error(`The resource '${name}' is shared by tenants: it includes nothing.`);
}

function checkField(name: string, field: Field<Record<string, unknown>>, columns: Table['columns']): void {
  const { kind, column, key } = field;
  if (column === undefined) return;
  const { type, nullable } = columns.get(column) ?? {};
  if (!type) throw new Error(`The field ${name} stands in '${column}', which is no column.`);
  if (type !== kept[kind.edm])
    throw new Error(`The field ${name} is ${kind.edm}, and its column is of type '${type}'.`);
  if (nullable && !field.nullable && key === undefined)
    throw new Error(`The field ${name} is never null, and its column may be: declare it nullable.`);
}

function checkLink({ model, isShared = false }: Resource, at: string, link: Link, target: Resource): void {
  const { relation, many } = link;
  const end = endOf(model, relationOf(link), at);
  if (isShared && !target.isShared) throw new Error(`${at} leads from what tenants share to what is one tenant's.`);
  if (end.many !== many) throw new Error(`${at} leads to ${many ? 'one row' : 'many rows'} by '${relation}'.`);
  if (end.table !== tableOf(target.model)) throw new Error(`${at} leads to another table by '${relation}'.`);
}

/** Where one relation, or two through a table of pairs, lead to. */
function endOf(model: string, relation: string, at: string): { readonly table: Table; readonly many: boolean } {
  let end = { table: tableOf(model), many: false };
  for (const name of relation.split('/')) {
    const next = end.table.relations.get(name);
    if (!next) throw new Error(`${at} follows '${name}', which is no relation.`);
    end = { table: tableOf(next.to), many: end.many || next.many };
  }
  return end;
}
