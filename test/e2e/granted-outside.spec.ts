import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Database } from '../../src/platform/database/database.js';
import { entitlements, given } from '../support/given.js';
import { granting } from '../support/granting.js';
import { behindFaults, type BehindFaults } from '../support/scim/behind-faults.js';
import { faults } from '../support/scim/fault-proxy.js';
import { anAdministrator } from '../support/server.js';
import { sized } from '../support/size.js';

const requests = `${entitlements}/assignmentRequests`;

describe('a package that gives a role in a system that is not ours', () => {
  let scimmy: BehindFaults['scimmy'];
  let proxy: BehindFaults['proxy'];
  let world: BehindFaults['world'];
  let close: BehindFaults['close'];
  beforeAll(async () => {
    ({ scimmy, proxy, world, close } = await behindFaults({ more: { timeLimit: 'PT1S' }, database: 'postgres' }));
  });
  afterAll(() => close());

  const admin = () => world.server.as(anAdministrator);
  const there = () => given(world.server);

  async function aPackageFor(groupId: string) {
    const policy = await there().aPolicy();
    const role = await granting(world.server).aRole(policy.accessPackageId, { groupId, environment: 'wiki' });
    await granting(world.server).gives(policy.accessPackageId, role);
    return policy;
  }
  const aGroup = () => scimmy.make('Groups', { displayName: `Group ${randomUUID()}` });

  async function ask(body: object): Promise<string> {
    const answer = await admin().post(requests, body);
    expect(answer.status).toBe(201);
    return answer.body.id as string;
  }
  const add = (targetId: string, names: object) => ask({ requestType: 'adminAdd', assignment: { targetId, ...names } });
  afterEach(() => proxy.forget());

  const requestNow = async (id: string) => (await admin().get(`${requests}/${id}?$expand=assignment`)).body;

  async function liveOf(targetId: string, accessPackageId: string): Promise<string | undefined> {
    const of = `$filter=target/objectId eq '${targetId}' and accessPackage/id eq '${accessPackageId}' and state ne 'expired'`;
    return (await admin().get(`${entitlements}/assignments?${of}`)).body.value[0]?.id as string | undefined;
  }

  /** Waits until nothing is owed any more; where the clock has to go on for a further try, it does. */
  async function converged(): Promise<void> {
    const { pool } = world.server.app.get(Database);
    for (;;) {
      await world.server.drain();
      if ((await pool.accessGrant.count({ where: { dueAt: { not: null } } })) === 0) return world.server.drain();
      await world.server.anonymous.post('/dev/clock/advance', { duration: 'PT1M' });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Who is in which group there, by the ids that they have here. */
  async function members(): Promise<string[]> {
    const { users, groups } = await scimmy.state();
    const known = new Map(users.map(({ id, externalId }) => [id, externalId]));
    return groups.flatMap(({ id, members = [] }) => members.map(({ value }) => `${id}/${known.get(value)}`)).sort();
  }

  it('is delivering until it is there, and its removal until it is gone', async () => {
    const [{ id: targetId }, groupId] = [await there().aPerson(), await aGroup()];
    const { names, accessPackageId } = await aPackageFor(groupId);
    proxy.plan({ on: 'GET /Users', fault: 'too many calls' });
    const added = await add(targetId, names);
    await world.server.drain();
    expect(await requestNow(added)).toMatchObject({ state: 'delivering', status: 'Delivering' });
    const assignmentId = await liveOf(targetId, accessPackageId);
    expect((await admin().get(`${entitlements}/assignments/${assignmentId}`)).body.state).toBe('delivering');
    await converged();
    expect(await requestNow(added)).toMatchObject({ state: 'delivered', assignment: { state: 'delivered' } });
    expect(await members()).toEqual([`${groupId}/${targetId}`]);
    proxy.plan({ on: 'PATCH /Groups', fault: 'a cut before' });
    const removed = await ask({ requestType: 'adminRemove', assignment: { id: assignmentId } });
    await world.server.drain();
    expect(await requestNow(removed)).toMatchObject({ state: 'delivering', assignment: { state: 'expired' } });
    await converged();
    expect(await requestNow(removed)).toMatchObject({ state: 'delivered' });
    expect(await members()).toEqual([]);
    expect(proxy.unmet).toEqual([]);
  });

  /** The system fails at every call until it is told otherwise. */
  const isAway = () =>
    proxy.plan(...Array.from({ length: 500 }, () => ({ on: '', fault: 'an error before' as const })));
  const isBack = () => proxy.forget();

  async function untilLate(id: string) {
    await world.server.drain();
    for (let hour = 0; hour < 6 && (await requestNow(id)).state === 'delivering'; hour += 1) {
      await world.server.anonymous.post('/dev/clock/advance', { duration: 'PT1H' });
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    return requestNow(id);
  }

  it('says in time which role is missing and why, is tried on, and is delivered once it is there', async () => {
    const [{ id: targetId }, groupId] = [await there().aPerson(), await aGroup()];
    const { names } = await aPackageFor(groupId);
    isAway();
    const added = await add(targetId, names);
    const late = await untilLate(added);
    expect(late).toMatchObject({ state: 'deliveryFailed', assignment: { state: 'deliveryFailed' } });
    expect(late.status).toMatch(/^DeliveryFailed: Member of Resource is not given yet: .*500/);
    isBack();
    await converged();
    expect(await requestNow(added)).toMatchObject({
      state: 'delivered',
      status: 'Fulfilled',
      assignment: { state: 'delivered' },
    });
    expect(await members()).toContain(`${groupId}/${targetId}`);
  });

  it('is reprocessed, and taken away before it was there', async () => {
    const [{ id: targetId }, groupId] = [await there().aPerson(), await aGroup()];
    const { names } = await aPackageFor(groupId);
    isAway();
    const added = await add(targetId, names);
    const late = await untilLate(added);
    expect((await admin().post(`${requests}/${added}/reprocess`)).status).toBe(202);
    await world.server.drain();
    expect(await requestNow(added)).toMatchObject({ state: 'delivering', assignment: { state: 'delivering' } });
    const removal = await ask({ requestType: 'adminRemove', assignment: { id: late.assignment.id } });
    await world.server.drain();
    expect(await requestNow(added)).toMatchObject({ state: 'canceled', assignment: { state: 'expired' } });
    expect(await requestNow(removal)).toMatchObject({ state: 'delivering' });
    isBack();
    await converged();
    expect(await requestNow(removal)).toMatchObject({ state: 'delivered' });
    expect((await members()).filter((member) => member.startsWith(groupId))).toEqual([]);
  });

  it('is given once more when its assignment is reprocessed, and stands there once', async () => {
    const [{ id: targetId }, groupId] = [await there().aPerson(), await aGroup()];
    const { names, accessPackageId } = await aPackageFor(groupId);
    await add(targetId, names);
    await converged();
    const id = await liveOf(targetId, accessPackageId);
    expect((await admin().post(`${entitlements}/assignments/${id}/reprocess`)).status).toBe(202);
    await converged();
    expect((await members()).filter((member) => member.startsWith(groupId))).toEqual([`${groupId}/${targetId}`]);
  });

  it('never ends with another answer than what is wanted, whatever goes wrong between', async () => {
    const steps = fc.array(
      fc.record({
        add: fc.boolean(),
        who: fc.nat(1),
        which: fc.nat(1),
        fault: fc.option(fc.constantFrom(...faults)),
        patch: fc.boolean(),
      }),
      { minLength: 3, maxLength: 7 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (story) => {
        const [people, group] = [[await there().aPerson(), await there().aPerson()], await aGroup()];
        const policies = [await aPackageFor(group), await aPackageFor(group)];
        for (const { add: adds, who, which, fault, patch } of story) {
          const [person, policy] = [people[who], policies[which]];
          if (!person || !policy) continue;
          if (fault) proxy.plan({ on: patch ? 'PATCH /Groups' : 'GET /Users', fault });
          const id = await liveOf(person.id, policy.accessPackageId);
          if (adds && id === undefined) await add(person.id, policy.names);
          if (!adds && id !== undefined)
            await admin().post(requests, { requestType: 'adminRemove', assignment: { id } });
          await world.server.drain();
        }
        await converged();
        const wanted = new Set<string>();
        for (const { id } of people)
          for (const { accessPackageId } of policies)
            if ((await liveOf(id, accessPackageId)) !== undefined) wanted.add(`${group}/${id}`);
        expect((await members()).filter((member) => member.startsWith(group))).toEqual([...wanted].sort());
      }),
      { numRuns: sized({ small: 3, ci: 8, full: 100 }) },
    );
  });
});
