/**
 * What the README says is served, from the description that the server gives of itself: a line for each collection, with what
 * can be done with it and with one of its entities, and what lies under these.
 */
export function servedTable({ paths }) {
  const lines = new Map();
  for (const [path, item] of Object.entries(paths).filter(([, { servers }]) => !servers)) {
    const [set, ...below] = path.replace(base, '').slice(1).split('/');
    const [name] = set.split('(');
    const line = lines.get(name) ?? { where: `${path.startsWith(base) ? '' : '/v1.0/'}${name}`, done: [], below: [] };
    lines.set(name, line);
    for (const method of Object.keys(item)) add(line, set, below, method);
  }
  const rows = [...lines.values()]
    .sort(byWhere)
    .map(({ where, done, below }) => [`\`${where}\``, said(done), said(below)]);
  return [['', 'operations', 'under it'], ['---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** The README with the table between its marks. */
export function withServedTable(readme, table) {
  const found = between.exec(readme);
  if (!found) throw new Error(`README.md has no '${begin}' and '${end}'.`);
  return readme.replace(between, () => `${begin}\n\n${table}\n\n${end}`);
}

const base = '/identityGovernance/entitlementManagement';
const begin = '<!-- Printed by `npm run docs:parity` from the code. Do not edit it by hand. -->';
const end = '<!-- The end of what is printed. -->';
const between = new RegExp(`${begin}[\\s\\S]*${end}`);

const isKey = (segment = '') => segment.startsWith('{');
const isFunction = (segment) => /\(|^additionalAccess$|^getByIds$/.test(segment);
const ofCollection = { get: 'list', post: 'create' };
const ofEntity = { get: 'get', post: 'create', put: 'replace', patch: 'update', delete: 'delete' };

function add(line, set, below, method) {
  const [first, second] = below;
  if (set.includes('(')) line.done.push(`\`${functionName(set)}\``);
  else if (below.length === 0)
    line.done.push(set.startsWith('$') ? 'send' : set === 'me' ? 'get' : ofCollection[method]);
  else if (isFunction(first)) line.done.push(`\`${functionName(first)}\``);
  else if (isKey(first) && below.length === 1) line.done.push(ofEntity[method]);
  else line.below.push(`\`${(isKey(first) ? second : first).split('(')[0]}\``);
}

/** A function by its name and the names of its parameters. */
const functionName = (segment) => segment.replace(/='?\{[^}]*\}'?/g, '');

const said = (words) => [...new Set(words)].join(', ');
const byWhere = ({ where: one }, { where: other }) =>
  one.startsWith('/') !== other.startsWith('/') ? (one.startsWith('/') ? 1 : -1) : one < other ? -1 : 1;
