import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { Provisioner, type ProvisioningEffect, ProvisioningError, Provisions } from '../../src/extend.js';
import { entitlements, given } from '../support/given.js';
import { granting } from '../support/granting.js';
import { createDatabase, type TestDatabase } from '../support/postgres.js';
import { anAdministrator, startServer, type TestServer } from '../support/server.js';
import { sized } from '../support/size.js';

/** What systems of the kind `kept` have, by system: `resource/person`. */
const kept = new Map<string, Set<string>>();
/** Every effect that was tried, in order. */
const tried: {
  readonly what: 'grant' | 'revoke';
  readonly of: string;
  readonly id: string;
  readonly attempt: number;
}[] = [];
/** What happens before an effect is had, in this test. */
let meanwhile: (effect: ProvisioningEffect, what: 'grant' | 'revoke') => Promise<void> = () => Promise.resolve();

const keyOf = ({ resource, target }: ProvisioningEffect): string => `${resource.originId}/${target.objectId}`;

/** Keeps access in this process: a kind as a team would write it. */
@Provisions('kept')
class KeptProvisioner extends Provisioner {
  grant(effect: ProvisioningEffect): Promise<void> {
    return this.carryOut('grant', effect);
  }

  revoke(effect: ProvisioningEffect): Promise<void> {
    return this.carryOut('revoke', effect);
  }

  read(): Promise<null> {
    return Promise.resolve(null);
  }

  roles(): Promise<[]> {
    return Promise.resolve([]);
  }

  private async carryOut(what: 'grant' | 'revoke', effect: ProvisioningEffect): Promise<void> {
    const of = keyOf(effect);
    tried.push({ what, of, id: effect.id, attempt: effect.attempt });
    await meanwhile(effect, what);
    const system = kept.get(effect.resource.environment) ?? new Set();
    kept.set(effect.resource.environment, system);
    if (what === 'grant') system.add(of);
    else system.delete(of);
  }
}

@Module({ providers: [KeptProvisioner] })
class KeptModule {}

const systems = ['wiki', 'forge'].map((name) => ({
  ...{ name, kind: 'kept', address: 'http://127.0.0.1:1', concurrency: 4, timeLimit: 'PT0.5S', callsPerSecond: 1000 },
}));

let folder: string;
let database: TestDatabase;
let server: TestServer;
const start = () =>
  startServer({
    env: { SYSTEMS_FILE: join(folder, 'systems.json'), DATABASE_URL: database.url },
    extensions: [KeptModule],
  });
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'systems-'));
  writeFileSync(join(folder, 'systems.json'), JSON.stringify(systems));
  database = await createDatabase();
  server = await start();
});
afterEach(() => {
  meanwhile = () => Promise.resolve();
  tried.length = 0;
});
afterAll(async () => {
  await server.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const admin = () => server.as(anAdministrator);
const requests = `${entitlements}/assignmentRequests`;
const sleep = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));

async function aPackageFor(resource: string, environment = 'wiki') {
  const policy = await given(server).aPolicy();
  const role = await granting(server).aRole(policy.accessPackageId, { groupId: resource, environment });
  await granting(server).gives(policy.accessPackageId, role);
  return policy;
}

const add = (targetId: string, names: object) =>
  admin().post(requests, { requestType: 'adminAdd', assignment: { targetId, ...names } });

async function remove(targetId: string): Promise<void> {
  const { body } = await admin().get(
    `${entitlements}/assignments?$filter=target/objectId eq '${targetId}' and state ne 'expired'`,
  );
  for (const { id } of body.value) await admin().post(requests, { requestType: 'adminRemove', assignment: { id } });
}

/** Waits until so many grants are owed, all over. */
async function untilOwed(many: number): Promise<void> {
  const { pool } = server.app.get(Database);
  for (;;) {
    await server.drain();
    if ((await pool.accessGrant.count({ where: { dueAt: { not: null } } })) === many) return;
    await sleep(20);
  }
}

const later = (duration = 'PT1H') => server.anonymous.post('/dev/clock/advance', { duration });
const has = (environment: string, key: string): boolean => kept.get(environment)?.has(key) ?? false;

describe('grants in outside systems', () => {
  it('go past one that fails for ever', async () => {
    const poison = await given(server).aPerson();
    meanwhile = ({ target }) =>
      target.objectId === poison.id ? Promise.reject(new ProvisioningError('nobody knows why')) : Promise.resolve();
    const { names } = await aPackageFor('shelf');
    const people = await Promise.all(
      Array.from({ length: sized({ small: 30, ci: 100, full: 1_000 }) }, () => given(server).aPerson()),
    );
    await add(poison.id, names);
    await Promise.all(people.map(({ id }) => add(id, names)));
    await untilOwed(1);
    expect(people.filter(({ id }) => !has('wiki', `shelf/${id}`))).toEqual([]);
    expect(has('wiki', `shelf/${poison.id}`)).toBe(false);
    expect(tried.filter(({ of }) => of !== `shelf/${poison.id}`)).toHaveLength(people.length);
    meanwhile = () => Promise.resolve();
    await later();
    await untilOwed(0);
    expect(has('wiki', `shelf/${poison.id}`)).toBe(true);
    const ids = new Set(tried.filter(({ of }) => of === `shelf/${poison.id}`).map(({ id }) => id));
    expect(ids.size).toBe(1);
  });

  it('wait for no other system that is away, and leave that alone once it was away often', async () => {
    meanwhile = ({ resource }) =>
      resource.environment === 'wiki'
        ? Promise.reject(new ProvisioningError('the wiki is away', { isSystemAway: true }))
        : Promise.resolve();
    const [away, there] = [await aPackageFor('attic'), await aPackageFor('cellar', 'forge')];
    const people = await Promise.all(Array.from({ length: 20 }, () => given(server).aPerson()));
    for (const { id } of people) await add(id, away.names);
    for (const { id } of people) await add(id, there.names);
    await untilOwed(people.length);
    expect(people.filter(({ id }) => !has('forge', `cellar/${id}`))).toEqual([]);
    // It is closed for one try now and then, and open longer each time.
    while (!/open_breakers\{system="wiki"\} 1/.test((await server.anonymous.get('/metrics')).text)) await sleep(20);
    const calls = tried.filter(({ of }) => of.startsWith('attic/')).length;
    expect(calls).toBeGreaterThanOrEqual(5);
    expect(calls).toBeLessThan(people.length);
    meanwhile = () => Promise.resolve();
    await later();
    await untilOwed(0);
    expect(people.filter(({ id }) => !has('wiki', `attic/${id}`))).toEqual([]);
  });

  it('are taken away when that is wanted while they are given, and when an answer comes after its time', async () => {
    const { names } = await aPackageFor('room');
    const { id } = await given(server).aPerson();
    const late = Promise.withResolvers<void>();
    meanwhile = (_, what) => (what === 'grant' && tried.length === 1 ? late.promise : Promise.resolve());
    await add(id, names);
    while (tried.length === 0) await sleep(10);
    await server.drain();
    await remove(id);
    await server.drain();
    await sleep(700);
    late.resolve();
    await later('PT1M');
    await untilOwed(0);
    // The first grant came to its effect after its time limit; a real system would be asked once more by the next revocation.
    expect(tried.at(-1)?.what).toBe('revoke');
    expect(new Set(tried.map((one) => one.id)).size).toBe(2);
  });

  it('are taken away before others are given', async () => {
    const { names } = await aPackageFor('hall');
    const [leaver, ...comers] = await Promise.all(Array.from({ length: 9 }, () => given(server).aPerson()));
    if (!leaver) throw new Error('There is nobody.');
    await add(leaver.id, names);
    await untilOwed(0);
    const held = Promise.withResolvers<void>();
    meanwhile = () => held.promise;
    for (const comer of comers.slice(0, 4)) await add(comer.id, names);
    await server.drain();
    while (tried.length < 5) await sleep(10);
    for (const comer of comers.slice(4)) await add(comer.id, names);
    await remove(leaver.id);
    await server.drain();
    held.resolve();
    await untilOwed(0);
    expect(tried.slice(5).findIndex(({ what }) => what === 'revoke')).toBeLessThan(4);
  });

  it('are told of the last that a person has in a system, and of no other', async () => {
    const packages = [await aPackageFor('one'), await aPackageFor('two')];
    const { id } = await given(server).aPerson();
    for (const { names } of packages) await add(id, names);
    await untilOwed(0);
    const told: boolean[] = [];
    meanwhile = async (effect) => void told.push(await effect.isLastOfTarget());
    const { body } = await admin().get(`${entitlements}/assignments?$filter=target/objectId eq '${id}'`);
    for (const { id: assignmentId } of body.value) {
      await admin().post(requests, { requestType: 'adminRemove', assignment: { id: assignmentId } });
      await untilOwed(0);
    }
    expect(told).toEqual([false, true]);
  });

  it('are no longer waited for once their package gives them no more', async () => {
    const { names, accessPackageId } = await aPackageFor('loft');
    const { id } = await given(server).aPerson();
    meanwhile = () => Promise.reject(new ProvisioningError('never'));
    await add(id, names);
    await server.drain();
    const request = async () =>
      (await admin().get(`${requests}?$filter=accessPackage/id eq '${accessPackageId}'&$expand=assignment`)).body
        .value[0];
    expect((await request()).state).toBe('delivering');
    const scopes = `${entitlements}/accessPackages/${accessPackageId}/resourceRoleScopes`;
    const [{ id: roleScopeId }] = (await admin().get(scopes)).body.value;
    expect((await admin().delete(`${scopes}/${roleScopeId}`)).status).toBe(204);
    await server.drain();
    expect(await request()).toMatchObject({ state: 'delivered', assignment: { state: 'delivered' } });
    meanwhile = () => Promise.resolve();
    await later();
    await untilOwed(0);
  });

  it('count their tries on under one id, and never as a first where they may be there already', async () => {
    const [one, other] = [await aPackageFor('porch'), await aPackageFor('porch')];
    const { id } = await given(server).aPerson();
    const of = () => tried.filter((each) => each.of === `porch/${id}`);
    const assignmentId = async () =>
      (await admin().get(`${entitlements}/assignments?$filter=target/objectId eq '${id}' and state ne 'expired'`)).body
        .value[0].id as string;
    meanwhile = () => Promise.reject(new ProvisioningError('doubtful'));
    await add(id, one.names);
    await server.drain();
    while (of().length === 0) await sleep(10);
    await sleep(100);
    const reprocess = async () => admin().post(`${entitlements}/assignments/${await assignmentId()}/reprocess`);
    expect((await reprocess()).status).toBe(202);
    while (of().length < 2) await sleep(10);
    expect(of().map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(new Set(of().map((each) => each.id)).size).toBe(1);
    meanwhile = () => Promise.resolve();
    await later();
    await untilOwed(0);
    expect((await reprocess()).status).toBe(202);
    await untilOwed(0);
    const again = of().at(-1);
    expect(again?.attempt).toBeGreaterThan(1);
    meanwhile = (_, what) => (what === 'revoke' ? Promise.reject(new ProvisioningError('no')) : Promise.resolve());
    await remove(id);
    await server.drain();
    while (of().at(-1)?.what !== 'revoke') await sleep(10);
    await add(id, other.names);
    await later();
    await untilOwed(0);
    expect(of().at(-1)).toMatchObject({ what: 'grant', attempt: 2 });
    expect(has('wiki', `porch/${id}`)).toBe(true);
  });

  it('go on in the next process where one stopped, under the same id', async () => {
    const { names } = await aPackageFor('tower');
    const { id } = await given(server).aPerson();
    meanwhile = ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true }));
    await add(id, names);
    while (tried.length === 0) await sleep(10);
    await server.close();
    meanwhile = () => Promise.resolve();
    server = await start();
    await untilOwed(0);
    expect(has('wiki', `tower/${id}`)).toBe(true);
    expect(new Set(tried.map((one) => one.id)).size).toBe(1);
  });
});
