import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { ProvisioningEffect } from '../../src/provisioning/index.js';
import { createMigratedDatabase, type TestDatabase } from '../support/postgres.js';
import { type FaultProxy, faultProxyTo } from '../support/scim/fault-proxy.js';
import type { ToCarryOut } from '../support/scim/granting.js';
import { accountsOf, membersOf, type Scimmy, startScimmy } from '../support/scim/scimmy.js';
import { anEffect, aTarget, carriedOut, isLast, type ScimWorld, scimWorld } from '../support/scim/scim-world.js';
import { longDescribe } from '../support/size.js';

jest.setTimeout(240_000);

/** Where a process is killed: after its call had its effect and before it hears of it. */
const kills: readonly ['grant' | 'revoke', string][] = [
  ['grant', 'POST /Users'],
  ['revoke', 'PATCH /Users/'],
  ['grant', 'GET /Users?filter=externalId'],
  ['grant', 'PATCH /Groups/'],
  ['revoke', 'PATCH /Groups/'],
];

longDescribe('a process that is killed between an effect and its record', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kills-'));
  let database: TestDatabase;
  let scimmy: Scimmy;
  let proxy: FaultProxy;
  let world: ScimWorld;
  let env: Record<string, string>;
  const children: ChildProcess[] = [];
  beforeAll(async () => {
    database = await createMigratedDatabase();
    scimmy = await startScimmy();
    proxy = await faultProxyTo(scimmy.url);
    world = await scimWorld({ address: proxy.url, token: scimmy.token, url: database.url });
    const wiki = { name: 'wiki', kind: 'scim', address: proxy.url, secrets: { token: 'env:WIKI_TOKEN' } };
    env = { DATABASE_URL: database.url, SYSTEMS_FILE: join(folder, 'systems.json'), WIKI_TOKEN: scimmy.token };
    writeFileSync(env['SYSTEMS_FILE'] ?? '', JSON.stringify([wiki]));
  });
  afterAll(async () => {
    children.forEach((child) => child.kill('SIGKILL'));
    await world.close();
    await proxy.close();
    scimmy.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function killedIn(on: string, what: ToCarryOut['what'], effect: ProvisioningEffect): Promise<void> {
    const { isLastOfTarget, signal: _, ...sent } = effect;
    const loader = join(import.meta.dirname, '../support/runner/typescript.mjs');
    const execArgv = ['--import', loader, '--disable-warning=ExperimentalWarning'];
    const child = fork(join(import.meta.dirname, '../support/scim/granting.ts'), {
      env: { ...process.env, ...env },
      execArgv,
    });
    children.push(child);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await new Promise((resolve) => child.once('message', resolve));
    const held = proxy.hold(on, 'after');
    child.send({ what, isLast: await isLastOfTarget(), effect: sent } satisfies ToCarryOut);
    await held.arrived;
    child.kill('SIGKILL');
    await ended;
    held.release();
  }

  it.each(kills)('leaves a %s to the next try, killed after %s', async (what, on) => {
    const [target, group] = [aTarget(), await scimmy.make('Groups', { displayName: randomUUID() })];
    const revocation = anEffect(target, group, isLast);
    const effect = what === 'grant' ? anEffect(target, group) : revocation;
    if (what === 'revoke') await world.system.grant(anEffect(target, group));
    await killedIn(on, what, effect);
    await carriedOut(what, world.system, { ...effect, attempt: 2 });
    const accounts = await accountsOf(scimmy, target);
    expect(accounts.map(({ active }) => active)).toEqual([what === 'grant']);
    expect(await membersOf(scimmy, group)).toEqual(what === 'grant' ? accounts.map(({ id }) => id) : []);
    // It is known as one that we made.
    await carriedOut('revoke', world.system, revocation);
    expect((await accountsOf(scimmy, target)).map(({ active }) => active)).toEqual([false]);
  });
});
