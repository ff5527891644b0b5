/** What Prisma says of models (its DMMF), as the source of the columns and relations of their tables. */
export function sourceOf(models) {
  const tables = models.map((model) => [model.name, tableOf(model, models)]);
  return [
    '// Written by `npm run generate` from prisma/schema.',
    `export const described = ${JSON.stringify(tables, null, 2)} as const;`,
    '',
  ].join('\n');
}

const types = { String: 'text', Int: 'int4', Boolean: 'bool', DateTime: 'timestamptz', Json: 'jsonb' };

function tableOf({ name, dbName, documentation = '', fields }, models) {
  const columns = fields.filter(({ kind }) => kind !== 'object').map((field) => [field.name, columnOf(field)]);
  const relations = fields
    .filter(({ kind }) => kind === 'object')
    .map((field) => [field.name, relationOf(field, models)]);
  const [, onRecord] = /^Reached from a record it is read from: (\w+)$/m.exec(documentation) ?? [];
  return { name: dbName ?? name, onRecord: onRecord ?? dbName ?? name, columns, relations };
}

function columnOf({ name, dbName, kind, type, isList, isRequired, nativeType }) {
  const known = isList || kind !== 'scalar' ? undefined : types[type];
  return {
    name: dbName ?? name,
    type: nativeType?.[0] === 'Uuid' && !isList ? 'uuid' : (known ?? 'other'),
    nullable: !isRequired && !isList,
  };
}

/** One side of a relation names the columns; the other is the field of the same relation in the model that it leads to. */
function relationOf({ type, relationName, isList, isRequired, relationFromFields, relationToFields }, models) {
  const pairs = (own, theirs) => own.map((field, at) => [field, theirs[at]]);
  const back = models
    .find((model) => model.name === type)
    .fields.find((field) => field.relationName === relationName && field.relationFromFields.length > 0);
  return {
    to: type,
    many: isList,
    optional: !isRequired && !isList,
    on:
      relationFromFields.length > 0
        ? pairs(relationFromFields, relationToFields)
        : pairs(back.relationToFields, back.relationFromFields),
  };
}
