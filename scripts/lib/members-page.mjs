/**
 * What becomes of every member of every body, as the classes declare it that bodies are read as.
 *
 * `routes` are the declarations of all routes; `model` has the functions by which classes tell what they declare.
 */
export function bodiesOf(routes, model) {
  const taken = [...routes].filter(({ body, path }) => body && !path.startsWith('dev/'));
  const tops = [...new Set(taken.map(({ body }) => body))];
  const bodies = tops.map((type) => ({
    ...entryOf([type], model),
    operations: taken.filter(({ body }) => body === type).map(operationOf),
  }));
  return { bodies, parts: partsOf(tops, model) };
}

/** The page with the table between its marks. */
export function withMembers(page, { bodies, parts }) {
  const found = between.exec(page);
  if (!found) throw new Error(`The page has no '${begin}' and '${end}'.`);
  const [before, after] = [page.slice(0, found.index), page.slice(found.index + found[0].length)];
  const tables = [
    tableOf('operation', bodies.sort(by(({ operations }) => operations[0])), ({ operations }) => operations),
    'Parts of these, by their types at Graph:',
    tableOf('part', parts, ({ names }) => names),
  ];
  return `${before}${begin}\n\n${tables.join('\n\n')}\n\n${end}${after}`;
}

const begin = '<!-- Printed by `npm run docs:members` from the code. Do not edit it by hand. -->';
const end = '<!-- The end of what is printed. -->';
const between = new RegExp(`${begin}[\\s\\S]*${end}`);

const base = 'identityGovernance/entitlementManagement/';
const operationOf = ({ method, path }) => `${method} ${path.replace(base, '').replace(/:(\w+)/g, '{$1}')}`;

/** Every class that a member of these is read as, with its kinds and with what beta has in another shape. */
function partsOf(tops, model) {
  const found = new Map();
  const visit = (type, dialect) => {
    for (const kind of model.kindsOf([type], undefined)) {
      if (found.has(kind)) continue;
      found.set(kind, dialect);
      childrenOf(kind, model).forEach((child) => visit(child, dialect));
    }
  };
  for (const top of tops) {
    childrenOf(top, model).forEach((child) => visit(child, 'v1.0'));
    const shape = model.betaShapeOf(top);
    if (shape) childrenOf(shape.type(), model).forEach((child) => visit(child, 'beta'));
  }
  return [...found]
    .map(([type, dialect]) => ({ ...entryOf([type], model), names: namesOf(type, model), dialect }))
    .filter(({ heeded, passedOver, refused }) => heeded.length + passedOver.length + refused.length > 0)
    .map((part) => ({ ...part, names: part.names.map((name) => `${name}${part.dialect === 'beta' ? ' (beta)' : ''}`) }))
    .sort(by(({ names }) => names[0]));
}

const childrenOf = (type, model) =>
  [...model.declaredMembers(type).values()].flatMap(({ type: part }) => (typeof part === 'function' ? [part()] : []));

function entryOf([type], model) {
  const unheeded = [...model.unheededMembers(type)];
  const shape = model.betaShapeOf(type);
  const heeded = [...model.declaredMembers(type).keys()];
  const betas = shape ? [...model.declaredMembers(shape.type()).keys()].filter((name) => !heeded.includes(name)) : [];
  const named = (state) => unheeded.filter(([, { is }]) => is === state).map(([name]) => name);
  return { type, heeded: [...heeded, ...betas], passedOver: named('passed over'), refused: named('refused') };
}

/** What Graph calls a class; one class may stand for several types, which differ by name only. */
export function namesOf(type, { derivedTypes, bodyTypeOf, typeNameOf }) {
  const told = [...derivedTypes]
    .filter(([, kind]) => kind === type)
    .map(([name]) => name.replace('microsoft.graph.', ''));
  return told.length > 0 ? told : [bodyTypeOf(type)?.entityType ?? typeNameOf(type)];
}

const by = (key) => (one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0);
const coded = (names) =>
  [...names]
    .sort()
    .map((name) => `\`${name}\``)
    .join(', ');

const tableOf = (head, entries, labels) =>
  [
    [head, 'heeded', 'passed over', 'refused by name'],
    ['---', '---', '---', '---'],
    ...entries.map((entry) => [
      labels(entry)
        .map((label) => `\`${label}\``)
        .join('<br>'),
      ...[entry.heeded, entry.passedOver, entry.refused].map(coded),
    ]),
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
