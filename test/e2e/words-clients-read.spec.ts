import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { isNamed, ruleNames } from '../../src/entitlement-management/assignment-requests/deciding/rule-names.js';
import type { Rule } from '../../src/entitlement-management/assignment-requests/deciding/assignment-request.rules.js';
import { givenWireNames } from '../../src/platform/edm/type-names.js';
import { graphsMetadata } from '../support/body-classes.js';
import { readCsdl } from '../support/csdl.js';
import { startServer, type TestServer } from '../support/server.js';

/** By which words of ours clients find what they read. */
type Words = Readonly<Record<string, readonly string[]>>;

const root = join(import.meta.dirname, '../..');
const page = 'test/contract/words-clients-read.json';
const committed = JSON.parse(readFileSync(join(root, page), 'utf8')) as Words;
const requests = 'src/entitlement-management/assignment-requests';

let server: TestServer;
let document: OpenAPIObject;
let found: Words;

beforeAll(async () => {
  server = await startServer();
  document = (await server.anonymous.get('/openapi.json')).body as OpenAPIObject;
  found = {
    'names of rules in decision traces': sorted(ruleNames),
    'schemas in OpenAPI': sorted(Object.keys(document.components?.schemas ?? {})),
    'operations in OpenAPI': sorted(operationsIn(document)),
    'enumerations in OpenAPI': sorted(enumerationsIn(document)),
    'types and enumerations in $metadata': await declaredUnder('v1.0'),
    'types and enumerations in $metadata of beta': await declaredUnder('beta'),
    'figures at /metrics': await figures(),
  };
});
afterAll(() => server.close());

const sorted = (words: Iterable<string>): string[] => [...new Set(words)].sort();

const operationsIn = ({ paths }: OpenAPIObject): string[] =>
  Object.values(paths).flatMap((item) =>
    (['get', 'post', 'put', 'patch', 'delete'] as const).flatMap((method) => item[method]?.operationId ?? []),
  );

/** Each with the place where it stands, so that no word moves unseen. */
function enumerationsIn(node: unknown, path: readonly string[] = []): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { enum: words } = node as { enum?: unknown };
  const own = Array.isArray(words) ? [`${path.join('/')}: ${words.map(String).join(', ')}`] : [];
  return [...own, ...Object.entries(node).flatMap(([key, value]) => enumerationsIn(value, [...path, key]))];
}

async function declaredUnder(version: string): Promise<string[]> {
  const { types, enums } = readCsdl((await server.anonymous.get(`/${version}/$metadata`)).text);
  return sorted([...types.keys(), ...[...enums].map(([name, words]) => `${name}: ${[...words].join(', ')}`)]);
}

async function figures(): Promise<string[]> {
  const { text } = await server.anonymous.get('/metrics');
  return sorted([...text.matchAll(/^# TYPE (open_entitlements_\w+)/gm)].map(([, name = '']) => name));
}

describe('the words that clients read', () => {
  /**
   * They are a promise: a client looks for them. Code may be renamed, they stay; so this fails where one is changed, lost or new.
   *
   * On purpose it is changed so: copy what the failed test has written over the committed list, say in CHANGELOG.md what clients have to
   * change (a word that is changed or lost is a breaking change), and have both in one commit.
   */
  it(`are those of ${page}; what is served now is written to .tmp/words-clients-read.json`, () => {
    mkdirSync(join(root, '.tmp'), { recursive: true });
    writeFileSync(join(root, '.tmp/words-clients-read.json'), `${JSON.stringify(found, null, 2)}\n`);
    expect(found).toEqual(committed);
  });

  it('are no names of functions: every rule that a list asks has a name of its own, and no two have the same', async () => {
    const lists = await Promise.all(
      globSync([`${requests}/types/*.ts`, `${requests}/deciding/*.rules.ts`], {
        cwd: root,
        exclude: ['**/*.spec.ts'],
      }).map(async (file) => Object.entries((await import(join(root, file))) as Record<string, unknown>)),
    );
    const asked = lists.flat().flatMap(([name, list]) => (/Rules$/.test(name) ? (list as Rule[]) : []));
    expect(asked.length).toBeGreaterThan(60);
    expect(asked.filter((rule) => !isNamed(rule)).map(({ name }) => name)).toEqual([]);
    expect(new Set(ruleNames).size).toBe(ruleNames.length);
  });

  it('are no names of classes: every schema is an entity, or has a name that its class was given', () => {
    const types = graphsMetadata.flatMap((file) => [
      ...readCsdl(readFileSync(join(root, 'test/contract', file), 'utf8')).types.keys(),
    ]);
    const given = givenWireNames();
    const entities = [...types, 'user', 'group'].map((name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
    const others = ['EntityAnswer', 'ErrorEnvelope', ...entities, ...entities.map((name) => `${name}Collection`)];
    const schemas = Object.keys(document.components?.schemas ?? {});
    const bodies = Object.keys(document.components?.schemas ?? {}).filter((name) => /Body$/.test(name));
    expect(bodies.length).toBeGreaterThan(15);
    expect(schemas.filter((name) => !given.has(name) && !others.includes(name))).toEqual([]);
  });
});
