import { CommandBus } from '@nestjs/cqrs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SpreadRoleScopeCommand } from '../../src/entitlement-management/grants/index.js';
import { Database } from '../../src/platform/database/database.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { entitlements, given } from '../support/given.js';
import { granting, type GivenRole } from '../support/granting.js';
import {
  anAdministrator,
  anApplication,
  developmentTenantId,
  startServer,
  type TestServer,
} from '../support/server.js';
import { sized } from '../support/size.js';

const requests = `${entitlements}/assignmentRequests`;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const admin = () => server.as(anAdministrator);

function nth<T>(of: readonly T[], n: number): T {
  const found = of[n];
  if (found === undefined) throw new Error(`There is no ${n} of ${of.length}.`);
  return found;
}

/** Carries out a command as the process would. */
const doing = (command: SpreadRoleScopeCommand): Promise<void> =>
  server.app
    .get(Transactions)
    .run({ tenantId: developmentTenantId, actor: 'test' }, () => server.app.get(CommandBus).execute(command));

async function add(targetId: string, names: object, duration?: string): Promise<void> {
  const schedule = duration ? { schedule: { expiration: { type: 'afterDuration', duration } } } : {};
  const assignment = { targetId, ...names };
  await admin().post(requests, { requestType: 'adminAdd', assignment, ...schedule });
  await server.drain();
}

async function liveOf(targetId: string, accessPackageId: string): Promise<string | undefined> {
  const of = `$filter=target/objectId eq '${targetId}' and accessPackage/id eq '${accessPackageId}' and state ne 'expired'`;
  return (await admin().get(`${entitlements}/assignments?${of}`)).body.value[0]?.id as string | undefined;
}

async function remove(targetId: string, accessPackageId: string): Promise<void> {
  const id = await liveOf(targetId, accessPackageId);
  if (id !== undefined) await admin().post(requests, { requestType: 'adminRemove', assignment: { id } });
  await server.drain();
}

/** Who should be in which group, by assignments that are live and what their packages give; and who is, by grants. */
async function wantedAndThere(): Promise<{ wanted: string[]; there: string[]; owed: number }> {
  const { pool } = server.app.get(Database);
  const wanted = await pool.$queryRaw<{ pair: string }[]>`
    SELECT DISTINCT r.origin_id || '/' || l.target_id AS pair FROM live_assignment l
      JOIN resource_role_scope s ON s.tenant_id = l.tenant_id AND s.access_package_id = l.access_package_id
      JOIN resource_role r ON r.tenant_id = s.tenant_id AND r.id = s.role_id ORDER BY 1`;
  const there = await pool.$queryRaw<{ pair: string }[]>`
    SELECT 'Member_' || group_id || '/' || user_id AS pair FROM group_member WHERE is_granted
    UNION ALL SELECT 'Owner_' || group_id || '/' || user_id FROM group_owner WHERE is_granted ORDER BY 1`;
  const owed = await pool.accessGrant.count({ where: { dueAt: { not: null } } });
  return { wanted: wanted.map(({ pair }) => pair), there: there.map(({ pair }) => pair), owed };
}

async function expectConverged(): Promise<void> {
  const { wanted, there, owed } = await wantedAndThere();
  expect({ there, owed }).toEqual({ there: wanted, owed: 0 });
}

describe('a package that puts people into a group', () => {
  it('does so with the delivery, and takes them out at the end', async () => {
    const there = given(server);
    const [{ id: targetId }, group, { names }] = [await there.aPerson(), await there.aGroup(), await there.aPolicy()];
    const { accessPackageId } = names;
    const role = await granting(server).aRole(accessPackageId, { groupId: group.id });
    await granting(server).gives(accessPackageId, role);
    await add(targetId, names);
    const { body } = await admin().get(`${requests}?$filter=accessPackage/id eq '${accessPackageId}'`);
    expect(body.value).toMatchObject([{ state: 'delivered', status: 'Fulfilled' }]);
    expect(await granting(server).members(group.id)).toEqual([{ userId: targetId, isDirect: false, isGranted: true }]);
    expect((await admin().get(`/v1.0/groups/${group.id}/members`)).body.value).toMatchObject([{ id: targetId }]);
    await remove(targetId, accessPackageId);
    expect(await granting(server).members(group.id)).toEqual([]);
    expect(await server.app.get(Database).pool.grantNeed.count()).toBe(0);
  });

  it('leaves who was put there by somebody', async () => {
    const there = given(server);
    const [{ id: targetId }, group, { names }] = [await there.aPerson(), await there.aGroup(), await there.aPolicy()];
    const reference = { '@odata.id': `${server.url}/v1.0/directoryObjects/${targetId}` };
    const directory = server.as(anApplication);
    const [members, member] = [
      `/v1.0/groups/${group.id}/members/$ref`,
      `/v1.0/groups/${group.id}/members/${targetId}/$ref`,
    ];
    await granting(server).gives(
      names.accessPackageId,
      await granting(server).aRole(names.accessPackageId, { groupId: group.id }),
    );
    await add(targetId, names);
    expect((await directory.delete(member)).body.error).toMatchObject({
      code: 'InvalidState',
      message: expect.stringContaining('by an access package'),
    });
    expect((await directory.post(members, reference)).status).toBe(204);
    expect((await directory.post(members, reference)).status).toBe(400);
    await remove(targetId, names.accessPackageId);
    expect(await granting(server).members(group.id)).toEqual([{ userId: targetId, isDirect: true, isGranted: false }]);
    expect((await directory.delete(member)).status).toBe(204);
    expect(await granting(server).members(group.id)).toEqual([]);
  });

  it('reaches all who have it once it gives a role more, and leaves them once it gives it no more, in batches', async () => {
    const there = given(server);
    const [group, { names }] = [await there.aGroup(), await there.aPolicy()];
    const { accessPackageId } = names;
    const many = sized({ small: 105, ci: 230, full: 1_000 });
    const people = await Promise.all(Array.from({ length: many }, () => there.aPerson()));
    const assigned = people.map(({ id: targetId }) =>
      admin().post(requests, { requestType: 'adminAdd', assignment: { targetId, ...names } }),
    );
    await Promise.all(assigned);
    await server.drain();
    const role = await granting(server).aRole(accessPackageId, { groupId: group.id });
    const gives = await granting(server).gives(accessPackageId, role);
    await doing(new SpreadRoleScopeCommand(accessPackageId, gives.roleScopeId, true));
    await server.drain();
    expect(await granting(server).members(group.id)).toHaveLength(many);
    await expectConverged();
    await granting(server).givesNoMore(gives);
    await doing(new SpreadRoleScopeCommand(accessPackageId, gives.roleScopeId, false));
    await server.drain();
    expect(await granting(server).members(group.id)).toEqual([]);
    await expectConverged();
  });

  it('is not delivered while its group is gone, says so in time, and is delivered once it can be', async () => {
    const there = given(server);
    const [{ id: targetId }, group, { names }] = [await there.aPerson(), await there.aGroup(), await there.aPolicy()];
    const { accessPackageId } = names;
    await granting(server).gives(accessPackageId, await granting(server).aRole(accessPackageId, { groupId: group.id }));
    const { pool } = server.app.get(Database);
    const where = { id: group.id };
    const kept = await pool.directoryGroup.findFirstOrThrow({ where });
    await pool.directoryGroup.deleteMany({ where });
    await add(targetId, names);
    const state = async () =>
      (await admin().get(`${requests}?$filter=accessPackage/id eq '${accessPackageId}'&$expand=assignment`)).body.value;
    expect(await state()).toMatchObject([{ state: 'delivering' }]);
    expect(
      (await admin().get(`${entitlements}/assignments/${await liveOf(targetId, accessPackageId)}`)).body.state,
    ).toBe('delivering');
    await server.anonymous.post('/dev/clock/advance', { duration: 'PT4H' });
    const why = `Member of Resource is not given yet: the group ${group.id} or the person is no longer in the directory`;
    expect(await state()).toMatchObject([{ state: 'deliveryFailed', status: `DeliveryFailed: ${why}` }]);
    await pool.directoryGroup.create({ data: kept });
    await server.anonymous.post('/dev/clock/advance', { duration: 'PT2H' });
    expect(await state()).toMatchObject([{ state: 'delivered', status: 'Fulfilled' }]);
    expect(await granting(server).members(group.id)).toEqual([{ userId: targetId, isDirect: false, isGranted: true }]);
    await remove(targetId, accessPackageId);
  });
});

describe('the reprocessing of an assignment', () => {
  it('gives again what was taken away behind our back', async () => {
    const there = given(server);
    const [{ id: targetId }, group, { names }] = [await there.aPerson(), await there.aGroup(), await there.aPolicy()];
    const { accessPackageId } = names;
    await granting(server).gives(accessPackageId, await granting(server).aRole(accessPackageId, { groupId: group.id }));
    await add(targetId, names);
    await server.app.get(Database).pool.groupMember.deleteMany({ where: { groupId: group.id } });
    const id = await liveOf(targetId, accessPackageId);
    expect((await admin().post(`${entitlements}/assignments/${id}/reprocess`)).status).toBe(202);
    expect(await granting(server).members(group.id)).toEqual([{ userId: targetId, isDirect: false, isGranted: true }]);
    expect((await admin().get(`${entitlements}/assignments/${id}`)).body.state).toBe('delivered');
  });
});

describe('two packages that put people into one group', () => {
  it('keep somebody there who gets one and loses the other at once, whichever comes first', async () => {
    const there = given(server);
    const group = await there.aGroup();
    const policies = await Promise.all([0, 1].map(() => there.aPolicy()));
    for (const { accessPackageId } of policies) {
      const role = await granting(server).aRole(accessPackageId, { groupId: group.id });
      await granting(server).gives(accessPackageId, role);
    }
    const { id: targetId } = await there.aPerson();
    await add(targetId, nth(policies, 0).names);
    for (let round = 0; round < sized({ small: 6, ci: 20, full: 100 }); round += 1) {
      const [leaves, comes] = [nth(policies, round % 2), nth(policies, (round + 1) % 2)];
      const id = await liveOf(targetId, leaves.accessPackageId);
      await Promise.all([
        admin().post(requests, { requestType: 'adminRemove', assignment: { id } }),
        admin().post(requests, { requestType: 'adminAdd', assignment: { targetId, ...comes.names } }),
      ]);
      await server.drain();
      await expectConverged();
      expect(await granting(server).members(group.id)).toHaveLength(1);
    }
  });

  it('keep nobody there when both end at one instant, in two transactions', async () => {
    const there = given(server);
    const group = await there.aGroup();
    const policies = await Promise.all([0, 1].map(() => there.aPolicy()));
    for (const { accessPackageId } of policies) {
      const role = await granting(server).aRole(accessPackageId, { groupId: group.id });
      await granting(server).gives(accessPackageId, role);
    }
    const { pool } = server.app.get(Database);
    const release = (accessPackageId: string) => pool.liveAssignment.deleteMany({ where: { accessPackageId } });
    for (let round = 0; round < sized({ small: 6, ci: 20, full: 100 }); round += 1) {
      const { id: targetId } = await there.aPerson();
      for (const { names } of policies) await add(targetId, names);
      await Promise.all(policies.map(({ accessPackageId }) => release(accessPackageId)));
      const wanted = await pool.accessGrant.count({ where: { targetId, isWanted: true } });
      expect(wanted).toBe(0);
    }
    await server.drain();
    await expectConverged();
    expect(await granting(server).members(group.id)).toEqual([]);
  });
});

/** What may happen, in any order: three packages that give roles of two groups to three people. */
const happenings = fc.array(
  fc.oneof(
    fc.record({ what: fc.constant('add' as const), who: fc.nat(2), which: fc.nat(2), long: fc.boolean() }),
    fc.record({ what: fc.constant('remove' as const), who: fc.nat(2), which: fc.nat(2) }),
    fc.record({ what: fc.constant('give' as const), which: fc.nat(2), group: fc.nat(1), owner: fc.boolean() }),
    fc.record({ what: fc.constant('giveNoMore' as const), which: fc.nat(2), group: fc.nat(1), owner: fc.boolean() }),
    fc.record({ what: fc.constant('wait' as const) }),
    fc.record({ what: fc.constant('leave' as const), who: fc.nat(2) }),
  ),
  { minLength: 4, maxLength: 14 },
);

describe('whatever happens to assignments and packages', () => {
  it('leaves exactly those in a group who have a package that gives it', async () => {
    await fc.assert(
      fc.asyncProperty(happenings, async (story) => {
        const there = given(server);
        const people = await Promise.all([0, 1, 2].map(() => there.aPerson()));
        const groups = await Promise.all([0, 1].map(() => there.aGroup()));
        const policies = await Promise.all([0, 1, 2].map(() => there.aPolicy()));
        const gives = new Map<string, GivenRole>();
        for (const happens of story) {
          if (happens.what === 'wait') await server.anonymous.post('/dev/clock/advance', { duration: 'P2D' });
          if (happens.what === 'leave')
            await server
              .as(anApplication)
              .patch(`/v1.0/users/${nth(people, happens.who).id}`, { accountEnabled: false });
          if (happens.what === 'add')
            await add(
              nth(people, happens.who).id,
              nth(policies, happens.which).names,
              happens.long ? undefined : 'P1D',
            );
          if (happens.what === 'remove')
            await remove(nth(people, happens.who).id, nth(policies, happens.which).accessPackageId);
          if (happens.what === 'give' || happens.what === 'giveNoMore') {
            const { accessPackageId } = nth(policies, happens.which);
            const key = `${accessPackageId}/${happens.group}/${happens.owner}`;
            const known = gives.get(key);
            if (happens.what === 'give' && !known) {
              const of = { groupId: nth(groups, happens.group).id, role: happens.owner ? 'Owner' : 'Member' } as const;
              const role = await granting(server).aRole(accessPackageId, of);
              const made = await granting(server).gives(accessPackageId, role);
              gives.set(key, made);
              await doing(new SpreadRoleScopeCommand(accessPackageId, made.roleScopeId, true));
            }
            if (happens.what === 'giveNoMore' && known) {
              await granting(server).givesNoMore(known);
              gives.delete(key);
              await doing(new SpreadRoleScopeCommand(accessPackageId, known.roleScopeId, false));
            }
          }
          await server.drain();
          await expectConverged();
        }
      }),
      { numRuns: sized({ small: 8, ci: 25, full: 300 }) },
    );
  });
});
