/**
 * docs/parity.md: what of Graph's entitlement management is served here.
 *
 * `operations` and `types` are Graph's, from test/contract; `document` is the description that the server gives of itself;
 * `witnesses` names for every served operation a test that sees it answer; `storedOnly` names the members without an effect.
 */
export function parityPage({ operations, types, document, witnesses, storedOnly }) {
  const documented = operations.filter((operation) => operation.documented);
  const rows = documented.map((operation) => rowOf(operation, served(document), witnesses));
  const states = statesOf(types, document, storedOnly);
  return `${[
    introduction,
    '## In figures',
    figures(rows, states),
    '## Operations',
    aboutOperations,
    tableOf(['operation', 'here', 'witness'], rows.map(operationRow)),
    '## Types and members',
    aboutTypes,
    tableOf(['type', 'served', 'stored only', 'not yet'], states.map(typeRow)),
  ].join('\n\n')}\n`;
}

/** The documented operations that the server answers, as `GET /catalogs/{}`: keys have no names. */
export function servedOperations(operations, document) {
  const here = served(document);
  return operations
    .filter(({ documented }) => documented)
    .map(nameOf)
    .filter((name) => here.has(routeOf(name)));
}

/** Every type with its own members, each of which is served, stored only or not yet there. */
export function statesOf(types, document, storedOnly) {
  const schemas = schemasOf(document);
  const addressed = addressedMembers(document);
  return [...types]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([fullName, type]) => {
      const name = shortName(fullName);
      const family = [fullName, ...derivedFrom(fullName, types)].flatMap((each) => schemas.get(shortName(each)) ?? []);
      const shown = family.flatMap((schema) => Object.keys(schema.properties ?? {}));
      const known = new Set([...shown, ...(addressed.get(name) ?? [])]);
      const isKept = (member) => storedOnly[name] === '*' || (storedOnly[name] ?? []).includes(member);
      const stateOf = (member) => (!known.has(member) ? 'not yet' : isKept(member) ? 'stored only' : 'served');
      const members = type.members.map((member) => [member.name, stateOf(member.name)]);
      return { name, members, alone: aloneState(family.length > 0, storedOnly[name]) };
    });
}

const introduction = `# Parity with Microsoft Graph

<!-- Printed by \`npm run docs:parity\` from the code and from test/contract. Do not edit it by hand. -->

What Microsoft documents for entitlement management in v1.0, and what of it is here. Differences in behaviour are told in
[compatibility.md](compatibility.md).`;

const aboutOperations = `The operations that Microsoft documents, under \`/v1.0/identityGovernance/entitlementManagement\`. The witness is a test under
\`test/e2e\` that sees the operation answer.`;

const aboutTypes = `Graph's types with the members that each declares itself. *Stored only* is taken or answered, and has no effect. A type without
members of its own stands in the column that it belongs to.`;

const base = '/identityGovernance/entitlementManagement';
const withoutKeys = (path) => path.replace(base, '').replace(/\{[^}]*\}/g, '{}');
const nameOf = ({ method, path }) => `${method} ${withoutKeys(path)}`;
/** In any case of letters; a function without arguments is routed with and without its parentheses. */
const routeOf = (name) => name.toLowerCase().replace(/\(\)$/, '');
const shortName = (fullName) => fullName.replace(/^microsoft\.graph\./, '');

const served = ({ paths }) =>
  new Set(
    Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => routeOf(nameOf({ method: method.toUpperCase(), path }))),
    ),
  );

function rowOf(operation, here, witnesses) {
  const name = nameOf(operation);
  const isServed = here.has(routeOf(name));
  return { name, isServed, witness: isServed ? witnesses[name] : undefined };
}

const operationRow = ({ name, isServed, witness }) => [
  `\`${name}\``,
  isServed ? 'served' : 'not yet',
  witness ? `[${witness[0]}](../test/e2e/${witness[0]}): ${escaped(witness[1])}` : isServed ? '**none**' : '',
];

const ofState = ({ members }, state) => members.filter(([, each]) => each === state).map(([name]) => `\`${name}\``);

const typeRow = (type) => [
  `\`${type.name}\``,
  ...['served', 'stored only', 'not yet'].map((state) => {
    if (type.members.length === 0) return type.alone === state ? 'yes' : '';
    return ofState(type, state).join(', ');
  }),
];

const aloneState = (isKnown, kept) => (kept === '*' ? 'stored only' : isKnown ? 'served' : 'not yet');

function figures(rows, states) {
  const members = states.flatMap((type) => type.members.map(([, state]) => state));
  const whole = states.map((type) => typeState(type));
  const count = (list, state) => String(list.filter((each) => each === state).length);
  const line = (what, list) => [what, ...['served', 'stored only', 'not yet'].map((state) => count(list, state))];
  const operations = rows.map(({ isServed }) => (isServed ? 'served' : 'not yet'));
  return tableOf(
    ['', 'served', 'stored only', 'not yet'],
    [line('documented operations', operations), line('types', whole), line('members of types', members)],
  );
}

/** A type is what the best of its members is. */
function typeState({ members, alone }) {
  if (members.length === 0) return alone;
  const found = new Set(members.map(([, state]) => state));
  return ['served', 'stored only', 'not yet'].find((state) => found.has(state));
}

function derivedFrom(fullName, types) {
  const direct = [...types].filter(([, { base: parent }]) => parent === fullName).map(([name]) => name);
  return direct.flatMap((name) => [name, ...derivedFrom(name, types)]);
}

/** Members that are found by their address alone, by the type whose member they are: sets of the service, lists under an entity. */
function addressedMembers({ paths }) {
  const found = new Map([
    ['identityGovernance', new Set(['entitlementManagement'])],
    ['entitlementManagement', new Set()],
  ]);
  for (const path of Object.keys(paths).filter((each) => paths[each].get && each.startsWith(base))) {
    const [, set = '', key, name, more] = path.replace(base, '').split('/');
    found.get('entitlementManagement').add(set.replace(/\(.*/, ''));
    if (!key?.startsWith('{') || name === undefined || more !== undefined) continue;
    const type = /schemas\/(\w+)/.exec(JSON.stringify(paths[`${base}/${set}/${key}`]?.get.responses['200'] ?? ''))?.[1];
    if (type) found.set(lower(type), (found.get(lower(type)) ?? new Set()).add(name));
  }
  return found;
}

const lower = (name) => name[0].toLowerCase() + name.slice(1);

/** The schemas of the description by Graph's names of their types; several types may share one. */
function schemasOf({ components: { schemas } }) {
  const found = new Map();
  for (const [name, schema] of Object.entries(schemas)) {
    found.set(lower(name), schema);
    for (const [type, ref] of Object.entries(schema.discriminator?.mapping ?? {})) {
      found.set(type.replace(/^#microsoft\.graph\./, ''), schemas[ref.split('/').at(-1)]);
    }
  }
  return found;
}

const escaped = (text) => text.replaceAll('|', '\\|');

const tableOf = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
