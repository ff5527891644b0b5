import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { madeByTheirRequestor } from '../../src/entitlement-management/assignment-requests/request-maker.js';
import { RequestTypes } from '../../src/entitlement-management/assignment-requests/request-types.registry.js';
import { Database } from '../../src/platform/database/database.js';
import { ContractorsModule } from '../support/contractors/contractors.module.js';
import { entitlements, given, selfService } from '../support/given.js';
import { anAdministrator, anApplication, aPerson, developmentTenantId } from '../support/server.js';
import { startServer, type TestServer } from '../support/server.js';

const requests = `${entitlements}/assignmentRequests`;

const people = ['creator', 'target', 'requestor', 'other'] as const;
type Who = (typeof people)[number] | 'administrator' | 'reader';
const callers: readonly Who[] = [...people, 'administrator', 'reader'];

describe('a request is canceled by who made it or by an administrator', () => {
  let server: TestServer;
  const ids = Object.fromEntries(people.map((who) => [who, randomUUID()])) as Record<(typeof people)[number], string>;

  beforeAll(async () => {
    server = await startServer({ extensions: [ContractorsModule] });
  });
  afterAll(() => server.close());

  const as = (who: Who) => {
    if (who === 'administrator') return server.as(anAdministrator);
    if (who === 'reader') return server.as({ ...aPerson(randomUUID()), roles: ['GlobalReader'] });
    return server.as(aPerson(ids[who], 'EntitlementMgmt-SubjectAccess.ReadWrite'));
  };

  /** An open request as it is kept, whichever type it is of. */
  const anOpenRequest = async (requestType: string, createdById: string | null): Promise<string> => {
    const id = randomUUID();
    await server.app.get(Database).pool.assignmentRequest.create({
      data: {
        ...{ tenantId: developmentTenantId, id, requestType, effect: 'add', state: 'scheduled', createdById },
        ...{ targetId: ids.target, requestorId: ids.requestor, accessPackageId: randomUUID() },
        ...{ assignmentPolicyId: randomUUID(), policyVersion: 1, schedule: {}, decision: {} },
        ...{ startAt: new Date('2099-01-01T00:00:00Z'), createdAt: new Date('2026-11-24T00:00:00Z') },
      },
    });
    return id;
  };

  const statuses = async (requestType: string, createdById: string | null) =>
    Object.fromEntries(
      await Promise.all(
        callers.map(async (who) => {
          const id = await anOpenRequest(requestType, createdById);
          const { status } = await as(who).post(`${requests}/${id}/cancel`);
          const kept = await server.app.get(Database).pool.assignmentRequest.findFirst({ where: { id } });
          return [who, [status, kept?.state]] as const;
        }),
      ),
    );
  const [done, refused, unseen] = [
    [204, 'canceled'],
    [403, 'scheduled'],
    [404, 'scheduled'],
  ];
  const nobody = { target: refused, requestor: refused, other: unseen, administrator: done, reader: refused };

  it('of every type there is, an extension’s too', async () => {
    const types = server.app.get(RequestTypes).names();
    expect(types).toEqual(expect.arrayContaining(['adminRemove', 'approverRemove', 'contractorAdd', 'systemRemove']));
    for (const type of types) {
      expect([type, await statuses(type, ids.creator)]).toEqual([type, { ...nobody, creator: done }]);
    }
  });

  it('where nothing says who made it, by an administrator alone, but for types that their requestor sends', async () => {
    for (const type of server.app.get(RequestTypes).names()) {
      const isTheirs = (madeByTheirRequestor as readonly string[]).includes(type);
      const expected = { ...nobody, creator: unseen, ...(isTheirs ? { requestor: done } : {}) };
      expect([type, await statuses(type, null)]).toEqual([type, expected]);
    }
  });

  it('so that whose access is taken away keeps nothing of it, however often they try', async () => {
    const there = given(server);
    const [person, { names }] = [await there.aPerson(), await there.aPolicy(selfService)];
    const administrator = server.as(anAdministrator);
    await administrator.post(requests, { requestType: 'adminAdd', assignment: { targetId: person.id, ...names } });
    await server.drain();
    const path = `${entitlements}/assignments?$filter=target/objectId%20eq%20'${person.id}'`;
    const [{ id }] = (await administrator.get(path)).body.value;
    const removal = await administrator.post(requests, { requestType: 'adminRemove', assignment: { id } });
    const me = server.as(aPerson(person.id));
    const tried = await Promise.all(Array.from({ length: 5 }, () => me.post(`${requests}/${removal.body.id}/cancel`)));
    expect(new Set(tried.map(({ status }) => status))).not.toContain(204);
    await server.drain();
    expect((await administrator.get(path)).body.value).toMatchObject([{ id, state: 'expired' }]);
  });

  it('who sent a removal is kept with it and finds it again', async () => {
    const there = given(server);
    const [person, { names }] = [await there.aPerson(), await there.aPolicy(selfService)];
    const application = server.as(anApplication);
    await application.post(requests, { requestType: 'adminAdd', assignment: { targetId: person.id, ...names } });
    await server.drain();
    const me = server.as(aPerson(person.id));
    const [{ id }] = (await me.get(`${entitlements}/assignments`)).body.value;
    const { body } = await me.post(requests, { requestType: 'userRemove', assignment: { id } });
    const found = await me.get(`${requests}/filterByCurrentUser(on='createdBy')`);
    expect(found.body.value.map((one: { id: string }) => one.id)).toEqual([body.id]);
    const { pool } = server.app.get(Database);
    expect(await pool.assignmentRequest.findFirst({ where: { id: body.id } })).toMatchObject({
      createdById: person.id,
    });
  });
});
