import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anAdministrator, startServer, type TestServer } from '../support/server.js';
import { tokenFor } from '../support/tokens.js';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const tool = (path: string) => join(root, 'node_modules', path);

/** How each client is generated, as its makers say, and what the flow is copied to. */
const clients = {
  'hey-api': {
    flow: 'flow.ts',
    generate: (input: string, folder: string) => [
      tool('@hey-api/openapi-ts/bin/run.js'),
      ...['--input', input, '--output', join(folder, 'generated'), '--client', '@hey-api/client-fetch', '--silent'],
    ],
  },
  'openapi-fetch': {
    flow: 'flow.ts',
    generate: (input: string, folder: string) => [
      tool('openapi-typescript/bin/cli.js'),
      ...[input, '--output', join(folder, 'schema.ts')],
    ],
  },
} as const;

const strictly = {
  ...{ target: 'es2023', lib: ['es2023', 'dom', 'dom.iterable'], types: ['node'] },
  ...{ module: 'nodenext', moduleResolution: 'nodenext', verbatimModuleSyntax: true, rootDir: '.', outDir: 'out' },
  ...{ strict: true, noUncheckedIndexedAccess: true, noImplicitOverride: true, noFallthroughCasesInSwitch: true },
};

describe('clients that are generated from the description', () => {
  let server: TestServer;
  let folder: string;
  let token: string;

  beforeAll(async () => {
    server = await startServer();
    token = await tokenFor(server.app, { as: 'user', ...anAdministrator });
    // Under the project, where packages are found.
    mkdirSync(join(root, '.tmp'), { recursive: true });
    folder = mkdtempSync(join(root, '.tmp/clients-'));
    await Promise.all(
      Object.entries(clients).map(async ([name, { flow, generate }]) => {
        const place = join(folder, name);
        mkdirSync(place);
        copyFileSync(join(root, `test/support/generated-clients/${name}.ts`), join(place, flow));
        await run(process.execPath, generate(`${server.url}/openapi.json`, place), { cwd: place });
      }),
    );
  }, 180_000);

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await server.close();
  });

  it('compile strictly, and know words and members that are none', async () => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: strictly }));
    const said = await run(process.execPath, [tool('typescript/bin/tsc'), '--project', folder]).catch(
      ({ stdout }: { stdout: string }) => ({ stdout }),
    );
    expect(said.stdout).toBe('');
  }, 180_000);

  it.each(Object.keys(clients))('run the main flow: %s', async (name) => {
    const { stdout } = await run(process.execPath, [join(folder, `out/${name}/flow.js`), server.url, token]);
    const seen = JSON.parse(stdout) as Record<string, unknown>;
    const objectId = seen['targetId'];
    expect(seen).toMatchObject({
      request: { requestType: 'adminAdd', state: 'delivered', assignment: { state: 'delivered' } },
      held: [{ state: 'delivered', objectId }],
      own: [],
      subject: { objectId },
      refused: {
        status: 409,
        code: 'InvalidRequestExistingGrant',
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
  });
});
