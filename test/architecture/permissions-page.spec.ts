import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RequestTypes } from '../../src/entitlement-management/assignment-requests/request-types.registry.js';
import { permissions, roles } from '../../src/graph/index.js';
import { DescribedRoutes } from '../../src/platform/openapi/described-routes.js';
import { Routes } from '../../src/platform/http/routes.js';
import { startServer, type TestServer } from '../support/server.js';
import { root } from './tools.js';

const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const namesIn = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name).sort();

const inputsOf = ({ app }: TestServer) => ({
  ...{ permissions, roles },
  routes: [...app.get(DescribedRoutes, { strict: false }).byKey().values()],
  requestTypes: app.get(RequestTypes, { strict: false }).declared(),
});
type Inputs = ReturnType<typeof inputsOf>;
type Changed = { readonly [Name in keyof Inputs]?: unknown };

let server: TestServer;
let inputs: Inputs;
let permissionsPage: (inputs: object) => string;

beforeAll(async () => {
  const script = pathToFileURL(join(root, 'scripts/lib/permissions-page.mjs')).href;
  ({ permissionsPage } = (await import(script)) as { permissionsPage: typeof permissionsPage });
  server = await startServer();
  inputs = inputsOf(server);
});
afterAll(() => server.close());

describe('docs/permissions.md', () => {
  it('says what the code asks of callers', () => {
    const isFresh = textOf('docs/permissions.md') === permissionsPage(inputs);
    expect(isFresh ? 'fresh' : 'stale: run `npm run docs:permissions`').toBe('fresh');
  });

  it.each<[string, (now: Inputs) => Changed]>([
    [
      'a route asked for another operation',
      ({ routes }) => ({ routes: routes.map((one) => ({ ...one, operation: 'me.read' })) }),
    ],
    ['a route went', ({ routes }) => ({ routes: routes.filter(({ path }) => path !== 'me') })],
    ['a route needed no token', ({ routes }) => ({ routes: routes.map((one) => ({ ...one, needsToken: false })) })],
    [
      'an operation took another permission',
      (now) => ({ permissions: { ...now.permissions, 'me.read': now.permissions['users.read'] } }),
    ],
    ['a role were for more', (now) => ({ roles: { ...now.roles, 'Catalog reader': now.roles['Catalog owner'] } })],
    [
      'a type were sent by others',
      (now) => ({ requestTypes: now.requestTypes.map((one) => ({ ...one, sentBy: 'self' })) }),
    ],
  ])('would be stale if %s', (_, changed) => {
    expect(permissionsPage({ ...inputs, ...changed(inputs) })).not.toBe(textOf('docs/permissions.md'));
  });

  it('has a line for every route that is registered', () => {
    const lines = new Set(textOf('docs/permissions.md').match(/(?<=^\| `)[A-Z]+ [^`]+(?=`)/gm));
    const routes = server.app
      .get(Routes)
      .list()
      .filter((route) => !/^HEAD|\/(docs|openapi\.json)\b/.test(route));
    const missing = routes.map((route) => route.replaceAll(/:(\w+)/g, '{$1}')).filter((route) => !lines.has(route));
    expect(routes.length).toBeGreaterThan(100);
    expect(missing).toEqual([]);
  });
});

describe('the page about security', () => {
  it('names every address that is open to callers without a token', () => {
    const folder = join(root, 'src');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.controller.ts'),
    );
    const open = files
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .filter((text) => text.includes('@Public()'))
      .flatMap((text) => [...text.matchAll(/@Controller\((?:'([^']*)')?\)/g)].map(([, path = '']) => path));
    const addresses = [...open, 'docs', 'openapi.json']
      .map((path) => path.split('/')[0] ?? '')
      .map((first) => (first.startsWith('$') ? first : `/${first}`));
    const [sentence = ''] = textOf('SECURITY.md').split('Every request needs a token').slice(1);
    const said = namesIn(sentence.split('\n- ')[0]).map((name) => name.replace('/*', ''));
    expect([...new Set(said)].sort()).toEqual([...new Set(addresses)].sort());
  });
});
