import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { described } from '../../src/platform/database/generated/tables.js';
import { root } from './tools.js';

/** The folder that writes a table, and nobody else; its reader may be anybody, as reads are statements of their own. */
const owners: Readonly<Record<string, string>> = {
  access_grant: 'entitlement-management/grants',
  access_package: 'entitlement-management/access-packages',
  approval_approver: 'entitlement-management/approvals',
  approval_stage: 'entitlement-management/approvals',
  assignment: 'entitlement-management/assignments',
  assignment_policy: 'entitlement-management/assignment-policies',
  assignment_policy_version: 'entitlement-management/assignment-policies',
  assignment_request: 'entitlement-management/assignment-requests',
  catalog: 'entitlement-management/catalogs',
  catalog_resource: 'entitlement-management/resources',
  connected_organization: 'entitlement-management/connected-organizations',
  connected_organization_sponsor: 'entitlement-management/connected-organizations',
  consumer_dead_letter: 'platform/eventing',
  consumer_delivery: 'platform/eventing',
  custom_extension: 'entitlement-management/custom-extensions',
  directory_group: 'directory',
  directory_user: 'directory',
  domain_event: 'platform/eventing',
  event_dead_letter: 'platform/eventing',
  event_delivery: 'platform/eventing',
  event_subscription: 'platform/eventing',
  grant_need: 'entitlement-management/grants',
  group_member: 'directory',
  group_owner: 'directory',
  idempotency_record: 'platform/http',
  incompatible_access_package: 'entitlement-management/access-packages',
  incompatible_group: 'entitlement-management/access-packages',
  live_assignment: 'entitlement-management/assignments',
  nested_group: 'directory',
  open_removal: 'entitlement-management/assignment-requests',
  open_request: 'entitlement-management/assignment-requests',
  provisioned_account: 'provisioning/scim',
  resource_request: 'entitlement-management/resources',
  resource_role: 'entitlement-management/resources',
  resource_role_scope: 'entitlement-management/resource-role-scopes',
  resource_scope: 'entitlement-management/resources',
  role_assignment: 'role-management',
  secret: 'platform/database',
  service_principal: 'directory',
  subject: 'entitlement-management/subjects',
  user_sponsor: 'directory',
  virtual_clock: 'platform/time',
};

/** Written by triggers, by what moves a deleted row away, and by a migration. */
const writtenByTheDatabase = [
  ...['deleted_access_package', 'deleted_assignment_policy', 'offer'],
  ...['resource_environment', 'role_definition'],
];

/** The one column that is another's: when a request lapses is known by its stages. */
const lent = ['entitlement-management/approvals writes assignment_request'];

const tableOf = new Map<string, string>(
  described.map(([model, { name }]) => [model.charAt(0).toLowerCase() + model.slice(1), name]),
);
const names: ReadonlySet<string> = new Set(tableOf.values());

const byPrisma = /\.(\w+)\s*\.(?:create|update|upsert|delete)(?:Many)?(?:AndReturn)?\(/g;
const byModel = /\b(?:insertion\(\s*|extends Repository<)'(\w+)'/g;
const byStatement = /\b(?:INSERT INTO|UPDATE|DELETE FROM|MERGE INTO|TRUNCATE)\s+(?:ONLY\s+)?"?(\w+)"?/g;

/** The tables that a text writes, by Prisma's client or by a statement. */
function writtenBy(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
  const models = [...code.matchAll(byPrisma), ...code.matchAll(byModel)].map(([, model = '']) => tableOf.get(model));
  const tables = [...code.matchAll(byStatement)].map(([, table = '']) => (names.has(table) ? table : undefined));
  return [...new Set([...models, ...tables].filter((table) => table !== undefined))];
}

const asksPrisma = /\.(\w+)\s*\.(?:find\w*|count|aggregate|groupBy)(?=\()/g;
const asksByModel = /\b(?:held(?:<[^(]*>)?|archival|fieldsOf)\(\s*'(\w+)'/g;
const asksByStatement =
  /\b(?:FROM|JOIN|USING)\s+(?:ONLY\s+|LATERAL\s+)?"?(\w+)"?(?=(?:(?:\s+AS)?\s+\w+)?(?:,\s*"?(\w+)"?)?)/g;

const relationsOf = new Map<string, (readonly [string, string])[]>(
  described.map(([, { name, relations }]) => [name, relations.map(([member, { to }]) => [member, to] as const)]),
);

/** What stands between a bracket and the one that closes it. */
function enclosed(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return text.slice(from, at);
  }
  return text.slice(from);
}

/** The tables that a call of Prisma's client reads: its own, and those behind relations that it names. */
function behind(table: string, call: string, known: readonly string[] = []): string[] {
  if (known.includes(table)) return [];
  const named = (relationsOf.get(table) ?? []).filter(([member]) => new RegExp(`\\b${member}:`).test(call));
  const further = named.flatMap(([, to]) => {
    const name = tableOf.get(to.charAt(0).toLowerCase() + to.slice(1));
    return name === undefined ? [] : behind(name, call, [...known, table]);
  });
  return [table, ...further];
}

/** The tables that a text reads by itself, by Prisma's client or by a statement. */
function readBy(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
  const called = [...code.matchAll(asksPrisma)].flatMap((call) => {
    const table = tableOf.get(call[1] ?? '');
    return table === undefined ? [] : behind(table, enclosed(code, call.index + call[0].length));
  });
  const models = [...code.matchAll(asksByModel)].map(([, model = '']) => tableOf.get(model));
  const said = [...code.matchAll(asksByStatement)].flatMap(([, ...tables]) => tables);
  const found = [...called, ...models, ...said].filter((table) => table !== undefined && names.has(table));
  return [...new Set(found)] as string[];
}

const folderOf = (file: string): string => /^src\/(directory|role-management|[^/]+\/[^/]+)/.exec(file)?.[1] ?? file;

const writes = new Set(
  globSync('src/**/*.ts', { cwd: root, exclude: ['**/generated/**', '**/*.spec.ts'] }).flatMap((file) =>
    writtenBy(readFileSync(join(root, file), 'utf8')).map((table) => `${folderOf(file)} writes ${table}`),
  ),
);

const readers = new Map<string, Set<string>>();
for (const file of globSync('src/**/*.ts', { cwd: root, exclude: ['**/generated/**', '**/*.spec.ts'] })) {
  const folder = folderOf(file);
  const others = readBy(readFileSync(join(root, file), 'utf8')).filter((table) => owners[table] !== folder);
  if (others.length > 0) readers.set(folder, new Set([...(readers.get(folder) ?? []), ...others]));
}

/** The rows of the page, as it would say them of what the source does. */
const readersInWords = [...readers]
  .map(([folder, tables]) => `| \`${folder}\` | ${[...tables].sort().join(', ')} |`)
  .sort();

describe('who reads the tables of others', () => {
  const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');

  it('stands in architecture.md', () => {
    const [, section = ''] = page.split('\n## Whose tables are read\n');
    const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
    expect(rows.sort()).toEqual(readersInWords);
    expect(rows.length).toBeGreaterThan(5);
  });

  it('is nobody in the platform', () => {
    expect(readersInWords.filter((row) => row.includes('`platform/'))).toEqual([]);
  });

  it.each([
    ['client.assignment.findMany({ where })', ['assignment']],
    ['this.database.client.openRequest\n  .count({ where })', ['open_request']],
    [
      'client.assignment.findMany({ include: { target: { include: { person: true } } } })',
      ['assignment', 'subject', 'directory_user'],
    ],
    ['client.assignment.findMany({ where }); const target: X = y', ['assignment']],
    ["database.held<Row>('assignmentRequest', id)", ['assignment_request']],
    ['sql`SELECT 1 FROM assignment a JOIN subject s ON TRUE`', ['assignment', 'subject']],
    ['sql`SELECT 1 FROM assignment AS a, catalog c WHERE true`', ['assignment', 'catalog']],
    ['sql`UPDATE subject SET x = 1 FROM directory_user u`', ['directory_user']],
    ['sql`SELECT 1 FROM assignment JOIN subject s ON TRUE`', ['assignment', 'subject']],
    ['sql`DELETE FROM "catalog"`', ['catalog']],
    ['client.assignment.updateMany({ data })', []],
  ])('is seen in %s', (text, tables) => {
    expect(readBy(text).sort()).toEqual([...tables].sort());
    expect(readBy(`/** ${text} */`)).toEqual([]);
  });
});

describe('a table', () => {
  it('is written by the folder that owns it, and by no other', () => {
    const allowed = Object.entries(owners).map(([table, folder]) => `${folder} writes ${table}`);
    expect([...writes].sort()).toEqual([...allowed, ...lent].sort());
  });

  it('has an owner, whichever it is', () => {
    expect([...Object.keys(owners), ...writtenByTheDatabase].sort()).toEqual([...names].sort());
  });

  it.each([
    ['client.assignment.updateMany({ where })', 'assignment'],
    ['this.database.client.openRequest\n  .create({ data })', 'open_request'],
    ["database.send(insertion('domainEvent', row))", 'domain_event'],
    ["class Catalogs extends Repository<'catalog'> {", 'catalog'],
    ['sql`UPDATE assignment SET state = 1`', 'assignment'],
    ['sql`WITH x AS (DELETE FROM "catalog" RETURNING id) SELECT 1`', 'catalog'],
    ['sql`INSERT INTO subject (id) VALUES (1)`', 'subject'],
  ])('is seen to be written by %s', (text, table) => {
    expect(writtenBy(text)).toEqual([table]);
    expect(writtenBy(`/** ${text} */`)).toEqual([]);
  });

  it.each(['client.assignment.findMany()', 'sql`SELECT FROM assignment FOR UPDATE`', 'cache.delete(key)'])(
    'is not taken for written by %s',
    (text) => expect(writtenBy(text)).toEqual([]),
  );
});
