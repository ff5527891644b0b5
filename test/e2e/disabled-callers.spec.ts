import { randomUUID } from 'node:crypto';
import { CommandBus } from '@nestjs/cqrs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DirectoryStanding } from '../../src/directory/directory-standing.js';
import { DecideStageCommand } from '../../src/entitlement-management/approvals/commands/decide-stage.js';
import { CreateAssignmentRequestCommand } from '../../src/entitlement-management/assignment-requests/receiving/create-assignment-request.command.js';
import type { Caller } from '../../src/platform/auth/caller.js';
import { Database } from '../../src/platform/database/database.js';
import type { Clock } from '../../src/platform/time/clock.js';
import { Routes } from '../../src/platform/http/routes.js';
import { approvalsOf, asking, user } from '../support/approvals.js';
import { entitlements, given, selfService } from '../support/given.js';
import { createDatabase } from '../support/postgres.js';
import { proxyTo } from '../support/proxy.js';
import { anApplication, aPerson, developmentTenantId, startServer, type TestServer } from '../support/server.js';
import { statementsDuring } from '../support/statements.js';

const requests = `${entitlements}/assignmentRequests`;
const administrating = {
  as: 'user' as const,
  scp: 'EntitlementManagement.ReadWrite.All User.ReadWrite.All',
  roles: ['GlobalAdministrator'],
};
const standing = /FROM directory_user WHERE [^]* NOT account_enabled/;

const callerOf = (objectId: string): Caller => ({
  ...{ kind: 'user', tenantId: developmentTenantId, objectId, applicationId: randomUUID() },
  ...{ permissions: ['EntitlementManagement.ReadWrite.All'], directoryRoles: [] },
});

describe('whom the directory has as disabled', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ database: 'postgres' });
  });
  afterAll(() => server.close());

  const enable = (id: string, accountEnabled: boolean) =>
    server.as(anApplication).patch(`/v1.0/users/${id}`, { accountEnabled });
  const inSql = (id: string, accountEnabled: boolean) =>
    server.app.get(Database).pool.directoryUser.updateMany({ where: { id }, data: { accountEnabled } });
  const asAdministrator = (oid: string) => server.as({ ...administrating, oid });

  it('is refused on every route that needs a token, whatever their roles', async () => {
    const { id } = await given(server).aPerson({ accountEnabled: false });
    const [them, nobody] = [asAdministrator(id), server.anonymous];
    const answers: [string, number, number, boolean][] = [];
    for (const route of server.app.get(Routes).list()) {
      const [method = '', pattern = ''] = route.split(' ');
      const path = pattern.replace(/:\w+/g, () => randomUUID());
      const call = (client: typeof them) =>
        method === 'GET' || method === 'DELETE'
          ? client[method === 'GET' ? 'get' : 'delete'](path)
          : client[method.toLowerCase() as 'post' | 'put' | 'patch'](path, {});
      if (!['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) continue;
      const without = await call(nobody);
      if (without.status !== 401) continue;
      const answer = await call(them);
      // Listed by the framework, and served at another address only.
      if (answer.status === 404 && answer.text.includes('There is no resource at this address.')) continue;
      answers.push([route, without.status, answer.status, answer.text.includes(`Your account (${id}) is disabled`)]);
    }
    expect(answers.length).toBeGreaterThanOrEqual(75);
    expect(answers.filter(([, , status, says]) => status !== 403 || !says)).toEqual([]);
  });

  it('cannot enable themselves, make a catalog or assign, from the answer on that disables them', async () => {
    const there = given(server);
    const [{ id }, target, { names }] = [await there.aPerson(), await there.aPerson(), await there.aPolicy()];
    const catalog = () => asAdministrator(id).post(`${entitlements}/catalogs`, { displayName: randomUUID() });
    expect((await catalog()).status).toBe(201);
    expect((await enable(id, false)).status).toBe(204);
    const tried = [
      await catalog(),
      await asAdministrator(id).patch(`/v1.0/users/${id}`, { accountEnabled: true }),
      await asAdministrator(id).post(requests, {
        requestType: 'adminAdd',
        assignment: { targetId: target.id, ...names },
      }),
      await asAdministrator(id).get(requests),
    ];
    expect(tried.map(({ status, body }) => [status, body.error.code])).toEqual(tried.map(() => [403, 'UnAuthorized']));
    expect((await enable(id, true)).status).toBe(204);
    expect((await catalog()).status).toBe(201);
  });

  it('is let in as before where they are no people of this directory: strangers and applications', async () => {
    const stranger = randomUUID();
    expect((await asAdministrator(stranger).get(requests)).status).toBe(200);
    expect((await asAdministrator(stranger).get(requests)).status).toBe(200);
    const { id } = await given(server).aPerson({ accountEnabled: false });
    expect((await server.as({ ...anApplication, oid: id }).get(requests)).status).toBe(200);
    const elsewhere = { ...administrating, oid: id, tid: '0e000000-0000-4000-8000-000000000001' };
    expect((await server.as(elsewhere).get(requests)).status).toBe(200);
  });

  it('costs a caller no statement more than one a second, however many calls there are at once', async () => {
    const { id } = await given(server).aPerson();
    let now = 0;
    const clock = { real: () => new Date(now) } as Clock;
    const asked = new DirectoryStanding(server.app.get(Database), clock);
    const statementsOf = async (...times: number[]) => {
      const statements = await statementsDuring(async () => {
        for (const time of times) {
          now = time;
          await Promise.all(Array.from({ length: 20 }, () => asked.admit(callerOf(id))));
        }
      });
      return statements.filter((statement) => standing.test(statement)).length;
    };
    expect(await statementsOf(0, 1, 999)).toBe(1);
    expect(await statementsOf(1_000, 1_999)).toBe(1);
    expect(await statementsOf(1_500)).toBe(0);
    expect(await statementsOf(500)).toBe(1); // the clock was set back
    for (let one = 0; one < 10_001; one += 20) {
      await Promise.all(Array.from({ length: 20 }, () => asked.admit(callerOf(randomUUID()))));
    }
    expect(asked.size).toBe(10_000);
  });

  it('neither asks, updates, gives up nor takes away, even where the guard does not know yet', async () => {
    const world = approvalsOf(server);
    const [manager, approver] = [await world.aPerson(), await world.aPerson()];
    const report = await world.aPerson(manager.id);
    const requestorSettings = {
      ...(selfService['requestorSettings'] as object),
      enableOnBehalfRequestorsToAddAccess: true,
      enableOnBehalfRequestorsToUpdateAccess: true,
      enableOnBehalfRequestorsToRemoveAccess: true,
      onBehalfRequestors: [{ '@odata.type': '#microsoft.graph.targetManager', managerLevel: 1 }],
    };
    const policy = await world.aPolicy([asking(user(approver.id))], { requestorSettings });
    const id = await world.asked(report.id, policy.names);
    await world.decide(approver.id, id, 'Approve');
    await server.drain();
    const [assignment] = (await world.held(report.id)) as [{ id: string }];
    const waiting = await world.asked(manager.id, policy.names);
    const [stage] = await world.stagesOf(waiting);
    for (const one of [manager, approver, report]) await inSql(one.id, false);
    const commands = server.app.get(CommandBus);
    const ask = (requestType: string, { id: objectId }: { id: string }, names: object) =>
      new CreateAssignmentRequestCommand(callerOf(objectId), requestType, { ...names, answers: [], schedule: null });
    const asked = [
      ask('userUpdate', manager, { assignmentId: assignment.id }),
      ask('userUpdate', report, { assignmentId: assignment.id }),
      ask('userRemove', manager, { assignmentId: assignment.id }),
      ask('userRemove', report, { assignmentId: assignment.id }),
      ask('userAdd', manager, { ...policy.names, targetId: report.id }),
      ask('userAdd', report, policy.names),
      ask('approverRemove', approver, { assignmentId: assignment.id }),
      new DecideStageCommand(callerOf(approver.id), waiting, String(stage?.['id']), 'Approved', null),
    ];
    const refusals = await Promise.all(
      asked.map((command) => commands.execute(command).then(String, ({ code }: { code: string }) => code)),
    );
    expect(refusals).toEqual([
      ...['ResourceNotFound', 'PolicyRequirementsNotMet', 'ResourceNotFound', 'PolicyRequirementsNotMet'],
      ...['UnAuthorized', 'PolicyRequirementsNotMet', 'ResourceNotFound', 'UnAuthorized'],
    ]);
    expect((await world.held(report.id))[0]).toMatchObject({ id: assignment.id, state: 'delivered' });
    expect((await world.request(waiting)).state).toBe('pendingApproval');
  });
});

describe('a guard that cannot ask the directory', () => {
  it('lets no person in: 503', async () => {
    const database = await createDatabase();
    const proxy = await proxyTo(database.url);
    const server = await startServer({ env: { DATABASE_URL: proxy.url } });
    try {
      const { id } = await given(server).aPerson({ accountEnabled: false });
      const them = server.as(aPerson(id, 'User.Read'));
      await proxy.cut();
      expect((await them.get(requests)).status).toBe(503);
      await proxy.mend();
    } finally {
      await server.close();
      await proxy.close();
      await database.drop();
    }
  });
});
