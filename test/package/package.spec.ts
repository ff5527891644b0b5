import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../support/postgres.js';
import { emptyFolder, extensionProjectIn, installedIn, packedInto, root, typed } from './packed.js';
import { failsToStart, type Running, started } from './running.js';

jest.setTimeout(600_000);

const megabytes = 1024 * 1024;
const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

describe('the package', () => {
  const tarballs = emptyFolder();
  const theirs = emptyFolder();
  let files: string[];
  const packed = (name: string) => readJson(join(theirs, 'node_modules/open-entitlements', name));

  beforeAll(async () => {
    const tarball = await packedInto(tarballs);
    files = (await typed(`tar -tzf ${tarball}`, tarballs)).trim().split('\n');
    await installedIn(theirs, tarball);
    extensionProjectIn(theirs);
  });

  it('holds what runs, and nothing that builds or tests it', () => {
    const parts = new Set(files.map((file) => file.split('/').slice(1, 2)[0]));
    const expected = [
      'LICENSE',
      'README.md',
      'bin',
      'dist',
      'node_modules',
      'npm-shrinkwrap.json',
      'package.json',
      'prisma',
    ];
    expect([...parts].sort()).toEqual(expected);
    expect(
      files.filter((file) => /\.spec\.|\.map$|\/(test|src)\//.test(file) && !file.includes('node_modules')),
    ).toEqual([]);
    expect(files.filter((file) => file.includes('node_modules') && !file.includes('pglite-prepopulatedfs'))).toEqual(
      [],
    );
  });

  it('says the versions that were tested, of all that runs, and where from of none', () => {
    const lock = readJson(join(root, 'package-lock.json')).packages;
    const { packages } = packed('npm-shrinkwrap.json');
    const { '': own, ...others } = packages as Record<string, { version: string; dependencies?: object }>;
    const tested = Object.entries(others).map(([path, { version }]) => [path, version, lock[path].dev ?? false]);
    expect(tested).toEqual(Object.keys(others).map((path) => [path, lock[path].version, false]));
    // Nothing is left out: all that was installed beside it is among them, at some place.
    const names = Object.keys(others).map((path) => path.replace(/^.*node_modules\//, ''));
    const installed = Object.keys(readJson(join(theirs, 'package-lock.json')).packages as object);
    const beside = installed.map((path) => path.replace(/^.*node_modules\//, '')).filter((name) => name !== '');
    expect(beside.filter((name) => name !== 'open-entitlements' && !names.includes(name))).toEqual([]);
    expect(own?.dependencies).toEqual(packed('package.json').dependencies);
    expect(JSON.stringify(packages)).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/);
  });

  it('takes at most 300 MB of a disk when it is installed, with one PGlite', async () => {
    const disk = Number((await typed('du -s --block-size=1 node_modules', theirs)).split('\t')[0]);
    expect(disk / megabytes).toBeLessThan(300);
    const found = await typed("find . -path '*/@electric-sql/pglite/package.json'", theirs);
    expect(found.trim().split('\n')).toEqual(['./node_modules/@electric-sql/pglite/package.json']);
    const direct = packed('package.json').dependencies as Record<string, string>;
    const wrong = Object.entries(direct).filter(([name, version]) => {
      const place = ['node_modules', 'node_modules/open-entitlements/node_modules'];
      return !place.some((at) => versionAt(join(theirs, at, name)) === version);
    });
    expect(wrong).toEqual([]);
  });

  const versionAt = (folder: string): string | undefined => {
    try {
      return readJson(join(folder, 'package.json')).version;
    } catch {
      return undefined;
    }
  };

  it('lets three names be imported and nothing behind them', async () => {
    const tried = [
      '',
      '/extend',
      '/testing',
      '/package.json',
      '/dist/main.js',
      '/dist/platform/auth/permissions.js',
      '/bin/programs.cjs',
    ];
    const tries = tried.map((path) => `await import('open-entitlements${path}').then((m) => m, (e) => e.code)`);
    writeFileSync(
      join(theirs, 'tries.mjs'),
      `console.log(JSON.stringify([${tries.join(',')}].map((m) => typeof m === 'string' ? m : Object.keys(m))))`,
    );
    const [server, extend, testing, ...closed] = JSON.parse(await typed('node tries.mjs', theirs)) as (
      string[] | string
    )[];
    expect(server).toEqual(['AppModule', 'Config', 'createApp', 'runProgram', 'serve']);
    expect(extend).toEqual(expect.arrayContaining(['Extension', 'HandlesRequestType', 'Permitted', 'PolicyRule']));
    expect(extend).not.toEqual(expect.arrayContaining(['Public']));
    expect(testing).toEqual(['startTestServer']);
    expect(new Set(closed)).toEqual(new Set(['ERR_PACKAGE_PATH_NOT_EXPORTED']));
  });

  it('says which Node to install where it is too old, and nothing else', async () => {
    const old = `Object.defineProperty(process.versions, 'node', { value: '20.20.2' })`;
    writeFileSync(join(theirs, 'old.cjs'), old);
    const said = await typed(
      'NODE_OPTIONS="--require ./old.cjs" npx open-entitlements 2>&1 || echo "ended with $?"',
      theirs,
    );
    expect(said).toMatch(
      /^open-entitlements needs Node 22\.12 or newer, and this is Node 20\.20\.2 .*Install Node 24.*\nended with 1\n$/,
    );
  });

  it('says its version, what it can run, and what it cannot', async () => {
    expect(await typed('npx open-entitlements --version', theirs)).toBe('0.1.0\n');
    expect(await typed('npx open-entitlements --help', theirs)).toContain('directory:import <file> | lint:policies');
    await expect(typed('npx open-entitlements serve', theirs)).rejects.toThrow("'serve' is nothing that can be run");
  });

  it('starts a server in an empty folder, with demo data and a front page', async () => {
    const server = await started(theirs, 'npx open-entitlements');
    try {
      expect(await server.status('/health/ready')).toBe(200);
      expect(await server.status('/docs')).toBe(200);
      expect(await server.status('/v1.0/users', await server.token({ as: 'user' }))).toBe(200);
    } finally {
      // npx itself is ended by the signal: what its child answers is seen below.
      await server.stop();
    }
  });

  it.each<[string, Record<string, string>, string]>([
    ['no settings of production', { NODE_ENV: 'production' }, 'set AZURE_TENANT_ID'],
    ['an extension that is not there', { EXTENSIONS: './gone.js' }, "'./gone.js' of EXTENSIONS"],
    ['a container without a word about development', { IN_CONTAINER: 'true' }, 'DEV_IN_CONTAINER=true allows it'],
    [
      'a word about a container where there is none',
      { DEV_IN_CONTAINER: 'true', HOST: '0.0.0.0' },
      'it listens on loopback only',
    ],
  ])('does not start with %s', async (_, settings, reason) => {
    const { code, said } = await failsToStart(theirs, 'npx open-entitlements', settings);
    expect([code, said]).toEqual([1, expect.stringContaining(reason)]);
  });

  describe('in production', () => {
    let database: TestDatabase;
    const tenant = '11111111-1111-4111-8111-111111111111';
    beforeAll(async () => {
      database = await createDatabase();
    });
    afterAll(() => database.drop());
    const settings = () => ({
      ...{ NODE_ENV: 'production', DATABASE_URL: database.url, HOST: '127.0.0.1' },
      ...{ AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: tenant },
    });

    it('trusts only Entra ID', async () => {
      const server = await started(theirs, 'exec node_modules/.bin/open-entitlements', settings());
      try {
        expect(await server.ready()).toBe(200);
        expect([await server.status('/v1.0/users'), await server.status('/dev/token')]).toEqual([401, 401]);
      } finally {
        expect(await server.stop()).toBe(0);
      }
    });

    it('imports people and looks policies over, by the names that the clone has', async () => {
      const person = { type: 'user', id: tenant, displayName: 'Ada', userPrincipalName: 'ada@contoso.example' };
      writeFileSync(join(theirs, 'people.jsonl'), JSON.stringify(person));
      expect(await typed('npx open-entitlements directory:import people.jsonl', theirs, settings())).toContain(
        '1 added',
      );
      expect(await typed('npx open-entitlements lint:policies', theirs, settings())).toContain(
        'No doubt about any policy',
      );
    });
  });

  describe("a team's project beside it", () => {
    const gates = {
      ...{ name: 'gates', kind: 'gates', address: 'https://gates.example', settings: { site: 'north' } },
      secrets: { key: 'env:GATES_KEY' },
    };
    const sofia = { displayName: 'Sofia', userPrincipalName: 'sofia@contoso.example' };
    let server: Running;
    let staffing: string;
    const office = badgeOffice();
    beforeAll(async () => {
      writeFileSync(join(theirs, 'contracts.json'), '[]');
      writeFileSync(join(theirs, 'systems.json'), JSON.stringify([gates]));
      await typed('node node_modules/typescript/bin/tsc', theirs);
      const { scripts } = readJson(join(theirs, 'package.json'));
      server = await started(theirs, `PATH=$PWD/node_modules/.bin:$PATH; ${scripts.start}`, {
        DEMO_DATA: 'false',
        BADGE_OFFICE_URL: await office.open(),
        SYSTEMS_FILE: './systems.json',
        GATES_KEY: 'the key of the gates',
      });
      const roles = ['EntitlementManagement.ReadWrite.All', 'User.ReadWrite.All'];
      staffing = await server.token({ as: 'app', roles });
    });
    afterAll(async () => {
      await server.stop();
      office.close();
    });

    it('provides its kind of systems: without it, or with a setting less, a declared one stops the start', async () => {
      const said = async (systems: object[], EXTENSIONS: string) => {
        writeFileSync(join(theirs, 'other-systems.json'), JSON.stringify(systems));
        const settings = { SYSTEMS_FILE: './other-systems.json', GATES_KEY: 'x', EXTENSIONS };
        return (await failsToStart(theirs, 'npx open-entitlements', settings)).said;
      };
      const theirsAlone = './dist/contractors.module.js';
      expect(await said([gates], '')).toContain("the system 'gates' is of the kind 'gates', which nobody provides");
      expect(await said([{ ...gates, settings: {} }], theirsAlone)).toContain("'gates' needs 'settings.site'");
    });

    it('is driven over HTTP: a request type, a rule with facts of its own, a consumer and a route', async () => {
      const post = (path: string, body: object) => server.post(path, body, staffing);
      const entitlements = '/v1.0/identityGovernance/entitlementManagement';
      const { id: personId } = await post('/v1.0/users', sofia);
      const catalog = await post(`${entitlements}/catalogs`, { displayName: 'Sites', state: 'published' });
      const accessPackage = await post(`${entitlements}/accessPackages`, {
        displayName: 'Site A',
        catalog: { id: catalog.id },
      });
      const policy = await post(`${entitlements}/assignmentPolicies`, {
        ...{
          displayName: 'Contractors',
          allowedTargetScope: 'allDirectoryUsers',
          accessPackage: { id: accessPackage.id },
        },
        requestorSettings: { allowCustomAssignmentSchedule: true },
      });
      const ask = (endDateTime: string) =>
        post(`${entitlements}/assignmentRequests`, {
          requestType: 'contractorAdd',
          assignment: { targetId: personId, assignmentPolicyId: policy.id, accessPackageId: accessPackage.id },
          schedule: { expiration: { type: 'afterDateTime', endDateTime } },
        });
      const [year] = [new Date().getFullYear() + 1];
      expect((await ask(`${year}-06-01T00:00:00Z`)).error?.message).toContain('no contract');
      writeFileSync(join(theirs, 'contracts.json'), JSON.stringify([{ personId, until: `${year}-06-30T00:00:00Z` }]));
      expect((await ask(`${year}-07-01T00:00:00Z`)).error?.message).toContain('The contract ends at');
      const taken = await ask(`${year}-06-01T00:00:00Z`);
      expect(taken).toMatchObject({ requestType: 'contractorAdd', state: 'submitted' });
      // The office is away at first, and is told again under the same key.
      const [first, second] = await office.told(2);
      expect([first?.requestId, second]).toEqual([taken.id, first]);
      const path = `/v1.0/contracts/${personId}`;
      const stranger = await server.token({ as: 'app', roles: ['User.Read.All'] });
      expect([
        await server.status(path),
        await server.status(path, stranger),
        await server.status(path, staffing),
      ]).toEqual([401, 403, 200]);
    });
  });

  it('lets an extension be tested in a process of its own', async () => {
    const { code } = exampleOf('Tests of your own');
    writeFileSync(join(theirs, 'contractors.test.mjs'), code);
    expect(await typed('node --test contractors.test.mjs', theirs)).toMatch(/pass [1-9]/);
  });

  it('lets a program of a team start it with its modules', async () => {
    writeFileSync(join(theirs, 'start.mjs'), exampleOf('A program of your own').code);
    const server = await started(theirs, 'exec node start.mjs');
    expect(await server.status('/v1.0/contracts/none')).toBe(401);
    expect(await server.stop()).toBe(0);
  });

  it('stops when an extension brings a copy of the server of its own', async () => {
    await typed('mkdir -p copy/node_modules && cp -r node_modules/open-entitlements copy/node_modules/', theirs);
    await typed('cp -r dist copy/dist && cp package.json copy/', theirs);
    const settings = { EXTENSIONS: './copy/dist/contractors.module.js' };
    const { code, said } = await failsToStart(theirs, 'npx open-entitlements', settings);
    expect([code, said]).toEqual([
      1,
      expect.stringMatching(
        /contractors\.module\.js' of EXTENSIONS .* another copy of the server, .*copy\/node_modules/,
      ),
    ]);
  });

  it("is what docs/extending.md shows: its code is the project's", () => {
    const shown = [...page.matchAll(/<!-- `test\/extension-project\/(.*)` -->\n\n```ts\n([\s\S]*?)```/g)].map(
      ([, name = '', text]) => [name, text],
    );
    expect(shown.length).toBeGreaterThan(3);
    const folder = join(root, 'test/extension-project');
    expect(shown).toEqual(shown.map(([name = '']) => [name, readFileSync(join(folder, name), 'utf8')]));
    const all = readdirSync(join(folder, 'src')).map((name) => `src/${name}`);
    expect(shown.map(([name]) => name).sort()).toEqual(all.sort());
  });
});

/** A system of others, which refuses the first call that it gets. */
function badgeOffice() {
  const calls: { key: string; requestId: string }[] = [];
  let heard = (): void => undefined;
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      calls.push({ key: String(request.headers['idempotency-key']), requestId: JSON.parse(text).requestId });
      response.writeHead(calls.length === 1 ? 503 : 204).end();
      heard();
    });
  });
  return {
    open: () =>
      new Promise<string>((resolve) => {
        server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
      }),
    /** The first calls, once there are so many. */
    told: async (count: number) => {
      while (calls.length < count) await new Promise<void>((resolve) => (heard = resolve));
      return calls.slice(0, count);
    },
    close: () => server.close(),
  };
}

const page = readFileSync(join(root, 'docs/extending.md'), 'utf8');

/** The first block of code under a heading of docs/extending.md. */
function exampleOf(heading: string): { code: string } {
  const code = new RegExp(`## ${heading}\\n[\\s\\S]*?\`\`\`js\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1];
  if (code === undefined) throw new Error(`docs/extending.md shows no code under '${heading}'.`);
  return { code };
}
