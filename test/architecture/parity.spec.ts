import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OpenAPIObject } from '@nestjs/swagger';
import { entitlementResources } from '../../src/all-resources.js';
import { operations, type Operation } from '../support/contract.js';
import { startServer, type TestServer } from '../support/server.js';
import { storedOnly, witnesses } from '../support/witnesses.js';
import { root } from './tools.js';

type Types = ReadonlyMap<string, { readonly members: readonly { readonly name: string }[] }>;
type Kept = Readonly<Record<string, '*' | readonly string[]>>;

interface Inputs {
  readonly operations: readonly Operation[];
  readonly types: Types;
  readonly document: OpenAPIObject;
  readonly witnesses: typeof witnesses;
  readonly storedOnly: Kept;
}

interface Page {
  parityPage(inputs: Inputs): string;
  servedOperations(operations: readonly Operation[], document: OpenAPIObject): string[];
  statesOf(types: Types, document: OpenAPIObject, kept: Kept): { name: string; members: [string, string][] }[];
}

const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const load = async <T>(path: string): Promise<T> => (await import(pathToFileURL(join(root, path)).href)) as T;

interface Table {
  servedTable(document: OpenAPIObject): string;
  withServedTable(readme: string, table: string): string;
}

let server: TestServer;
let page: Page;
let table: Table;
let inputs: Inputs;

beforeAll(async () => {
  page = await load<Page>('scripts/lib/parity-page.mjs');
  table = await load<Table>('scripts/lib/served-table.mjs');
  const { parseCsdl } = await load<{ parseCsdl(text: string): { types: Types } }>('scripts/lib/csdl.mjs');
  server = await startServer();
  const { body: document } = await server.anonymous.get('/openapi.json');
  const { types } = parseCsdl(textOf('test/contract/entitlement-management.csdl.xml'));
  inputs = { operations, types, document, witnesses, storedOnly };
});
afterAll(() => server.close());

describe('docs/parity.md', () => {
  it('says what the code serves', () => {
    const isFresh = textOf('docs/parity.md') === page.parityPage(inputs);
    expect(isFresh ? 'fresh' : 'stale: run `npm run docs:parity`').toBe('fresh');
  });

  it('would be stale if an operation came, or went', () => {
    const paths = { ...inputs.document.paths };
    delete paths['/identityGovernance/entitlementManagement/catalogs'];
    const document = { ...inputs.document, paths };
    expect(page.parityPage({ ...inputs, document })).not.toBe(textOf('docs/parity.md'));
  });

  it('would be stale if a member came to have an effect', () => {
    expect(page.parityPage({ ...inputs, storedOnly: {} })).not.toBe(textOf('docs/parity.md'));
  });

  it('names a witness for every operation that is served, and for no other', () => {
    expect(Object.keys(witnesses).sort()).toEqual(page.servedOperations(operations, inputs.document).sort());
  });

  it('names witnesses that are there: the title stands in the file', () => {
    const missing = Object.values(witnesses).filter(([file, title]) => {
      const quoted = [`'${title}'`, `"${title}"`, `\`${title}\``];
      return !quoted.some((text) => textOf(`test/e2e/${file}`).includes(text));
    });
    expect(missing).toEqual([]);
  });

  it('calls nothing stored that is not answered', () => {
    const states = new Map(
      page.statesOf(inputs.types, inputs.document, {}).map(({ name, members }) => [name, members]),
    );
    const strangers = Object.entries(storedOnly).flatMap(([type, members]) => {
      const served = (states.get(type) ?? []).filter(([, state]) => state === 'served').map(([name]) => name);
      if (!states.has(type)) return [type];
      return members === '*' ? [] : members.filter((name) => !served.includes(name)).map((name) => `${type}.${name}`);
    });
    expect(strangers).toEqual([]);
  });
});

describe('what docs/compatibility.md calls not served', () => {
  it('names something of every operation that is not, and nothing that is', () => {
    const [, section = ''] = /\n## Not served\n([\s\S]*?)\n## /.exec(textOf('docs/compatibility.md')) ?? [];
    const words = [...section.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
    const lines = textOf('docs/parity.md').split('\n');
    const missing = lines.flatMap((line) => /^\| `([A-Z]+ [^`]+)` \| not yet/.exec(line)?.[1] ?? []);
    const unsaid = missing.filter((operation) => !words.some((word) => segmentsOf(operation).includes(word)));
    const absent = new Set(lines.flatMap((line) => wordsOf(line.split(' | ').at(-1) ?? '')));
    const served = words.filter(
      (word) =>
        !word.startsWith('@') &&
        !absent.has(word) &&
        !missing.some((operation) => segmentsOf(operation).includes(word)),
    );
    expect(missing.length).toBeGreaterThan(10);
    expect({ unsaid, served }).toEqual({ unsaid: [], served: [] });
  });
});

const segmentsOf = (operation: string): string[] => operation.split(/[ /(]/);
const wordsOf = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);

describe('the addresses that pages name', () => {
  const pages = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md'].concat(
    ['architecture', 'compatibility', 'extending', 'glossary', 'operations', 'process'].map(
      (name) => `docs/${name}.md`,
    ),
  );
  const asRouted = (path: string): string =>
    path
      .toLowerCase()
      .replace(/\?.*$/, '')
      .replace(/^(?:\.\.\.)?\/?/, '/')
      .replace(/^\/v1\.0(?=\/)/, '')
      .replace('/identitygovernance/entitlementmanagement', '')
      .replace(/\{[^}]*\}/g, '{}');
  const calls = pages.flatMap((page) =>
    [...textOf(page).matchAll(/`(GET|POST|PUT|PATCH|DELETE) ((?:\.\.\.)?\/?[a-z$][^\s`]*)/g)].map(
      ([, method = '', path = '']) => [page, `${method} ${asRouted(path)}`] as const,
    ),
  );

  it('are served by the method that they are named with', () => {
    const served = new Set(
      Object.entries(inputs.document.paths).flatMap(([path, item]) =>
        Object.keys(item).map((method) => `${method.toUpperCase()} ${asRouted(path)}`),
      ),
    );
    expect(calls.length).toBeGreaterThan(30);
    expect(calls.filter(([, call]) => !served.has(call))).toEqual([]);
  });
});

/** What a collection takes, by the word that the README has for it and the one of the page about Graph. */
const verbs: Readonly<Record<string, string>> = {
  list: 'GET',
  get: 'GET by id',
  create: 'POST',
  replace: 'PUT',
  update: 'PATCH',
  delete: 'DELETE',
};

describe('the table of what is served in docs/compatibility.md', () => {
  it('has every collection with its operations, and what lies under it', () => {
    const cellsOf = (line: string): string[] => line.split(/^\| | \| | \|$/).slice(1, -1);
    const rows = table.servedTable(inputs.document).split('\n').slice(2).map(cellsOf);
    const collections = rows.filter(([name = '']) => !name.includes('/'));
    const [said = ''] = textOf('docs/compatibility.md').split('| collection | operations | beside them |').slice(1);
    const lines = new Map(said.split('\n').map((line) => [cellsOf(line)[0], line]));
    const links = entitlementResources.flatMap((resource) => Object.entries(resource.links));
    const toOne = new Set(links.filter(([, { many }]) => !many).map(([name]) => name));
    const faults = collections.flatMap(([name = '', operations = '', below = '']) => {
      const line = lines.get(name) ?? '';
      const own = (cellsOf(line)[1] ?? '').replace(/ \([^)]*\)/g, '').split(', ');
      const served = operations.split(', ').flatMap((word) => verbs[word] ?? []);
      return [
        ...(own.toSorted().join() === served.toSorted().join()
          ? []
          : [
              `${name} takes ${served.join(', ')}: say so in its row of docs/compatibility.md, which is written by hand`,
            ]),
        ...wordsOf(below).filter((word) => !toOne.has(word) && !line.includes(word)),
      ];
    });
    expect(collections.length).toBeGreaterThan(6);
    expect(faults).toEqual([]);
  });
});

describe('README.md', () => {
  it('says what the code serves', () => {
    const readme = textOf('README.md');
    const isFresh = readme === table.withServedTable(readme, table.servedTable(inputs.document));
    expect(isFresh ? 'fresh' : 'stale: run `npm run docs:parity`').toBe('fresh');
  });

  it('would be stale if a collection, an operation or what lies under it came, or went', () => {
    const now = table.servedTable(inputs.document);
    const those = Object.keys(inputs.document.paths).filter((path) => /\/catalogs[^{]*(\{id\}[^{]*)?$/.test(path));
    expect(those.length).toBeGreaterThan(4);
    for (const path of those) {
      const others = Object.entries(inputs.document.paths).filter(([other]) => !`${other}/`.startsWith(`${path}/`));
      const paths = Object.fromEntries(others);
      expect(table.servedTable({ ...inputs.document, paths })).not.toBe(now);
    }
  });
});
