const graph = 'microsoft.graph.';

const primitives = {
  'Edm.String': { type: 'string' },
  'Edm.Boolean': { type: 'boolean' },
  'Edm.Int32': { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  'Edm.Int64': { type: 'integer' },
  'Edm.Date': { type: 'string', format: 'date' },
  'Edm.DateTimeOffset': { type: 'string', format: 'date-time', pattern: 'Z$' },
  'Edm.Duration': { type: 'string', pattern: '^-?P(?=.)(\\d+D)?(T(?=.)(\\d+H)?(\\d+M)?(\\d+(\\.\\d+)?S)?)?$' },
};

/** A schema by short name (`accessPackage`) for every structured type: exactly its members, and annotations. */
export function jsonSchemasOf({ enums, types }) {
  const schemas = {};
  for (const [name, type] of types) {
    const derived = [...types.keys()].filter((other) => descendsFrom(types, other, name));
    if (derived.length === 0) schemas[shortName(name)] = exactly(name, types, enums);
    else {
      schemas[`${shortName(name)}.itself`] = type.isAbstract ? abstractly(name, derived) : exactly(name, types, enums);
      schemas[shortName(name)] = byType(name, derived);
    }
  }
  return Object.fromEntries(Object.entries(schemas).sort(([one], [other]) => (one < other ? -1 : 1)));
}

const shortName = (name) => (name.startsWith(graph) ? name.slice(graph.length) : name);
const typeTag = (name) => `#${name}`;
const refTo = (name) => ({ $ref: `graph#/$defs/${name}` });

function descendsFrom(types, name, ancestor) {
  const base = types.get(name)?.base;
  return base !== undefined && (base === ancestor || descendsFrom(types, base, ancestor));
}

function exactly(name, types, enums) {
  const { members, isOpen } = withInherited(name, types);
  const names = members.map((member) => member.name);
  const annotation = `^(?:${names.join('|')})?@(?:odata|openEntitlements|microsoft\\.graph)\\.[A-Za-z.]+$`;
  return {
    type: 'object',
    properties: {
      '@odata.type': { const: typeTag(name) },
      ...Object.fromEntries(members.map((member) => [member.name, schemaOf(member, enums, types)])),
    },
    patternProperties: { [annotation]: {} },
    ...(isOpen ? {} : { additionalProperties: false }),
  };
}

function withInherited(name, types) {
  const type = types.get(name);
  if (!type.base) return type;
  const base = withInherited(type.base, types);
  return { members: [...base.members, ...type.members], isOpen: base.isOpen || type.isOpen };
}

/** What stands where a type with descendants is declared: the one that `@odata.type` names, else the type itself. */
function byType(name, derived) {
  const says = (tag) => ({ required: ['@odata.type'], properties: { '@odata.type': tag } });
  return {
    allOf: [
      ...derived.map((other) => ({ if: says({ const: typeTag(other) }), then: refTo(shortName(other)) })),
      { if: { not: says({ enum: derived.map(typeTag) }) }, then: refTo(`${shortName(name)}.itself`) },
    ],
  };
}

const abstractly = (name, derived) => ({
  type: 'object',
  required: ['@odata.type'],
  properties: { '@odata.type': { enum: derived.map(typeTag) } },
});

function schemaOf({ type, isCollection, isNullable }, enums, types) {
  const one = primitives[type] ?? enumeration(enums.get(type)) ?? (types.has(type) && refTo(shortName(type)));
  if (!one) throw new Error(`The contract names the type ${type} and does not declare it.`);
  if (isCollection) return { type: 'array', items: one };
  if (!isNullable) return one;
  if (one.enum) return { enum: [...one.enum, null] };
  return one.type ? { ...one, type: [one.type, 'null'] } : { if: { not: { type: 'null' } }, then: one };
}

function enumeration(declared) {
  if (!declared) return undefined;
  if (!declared.isFlags) return { type: 'string', enum: declared.members };
  const one = `(?:${declared.members.join('|')})`;
  return { type: 'string', pattern: `^${one}(?:,${one})*$` };
}
