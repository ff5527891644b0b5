import { randomUUID } from 'node:crypto';
import { Database } from '../../src/platform/database/database.js';
import { entitlements, given, selfService } from '../support/given.js';
import { administrator, anAdministrator, aPerson, startServer, type TestServer } from '../support/server.js';

describe('the reprocessing of an assignment', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const assignments = `${entitlements}/assignments`;
  const admin = () => server.as(anAdministrator);

  async function holder() {
    const there = given(server);
    const [{ id: targetId }, { names }] = [await there.aPerson(), await there.aPolicy(selfService)];
    const assignment = { targetId, ...names };
    const schedule = { expiration: { type: 'afterDuration', duration: 'P2D' } };
    await admin().post(`${entitlements}/assignmentRequests`, { requestType: 'adminAdd', assignment, schedule });
    await server.drain();
    const { body } = await admin().get(`${assignments}?$filter=target/objectId eq '${targetId}'`);
    return { targetId, id: String(body.value[0].id) };
  }

  const told = (aggregateId: string) =>
    server.app.get(Database).pool.domainEvent.findMany({ where: { aggregateId, name: 'assignment.reprocessed' } });

  it('is 202 while it is in place, and is told with who asked', async () => {
    const { id } = await holder();
    const before = await admin().get(`${assignments}/${id}`);
    const answer = await admin().post(`${assignments}/${id.toUpperCase()}/reprocess`);
    expect([answer.status, answer.text]).toEqual([202, '']);
    await server.drain();
    expect((await admin().get(`${assignments}/${id}`)).body).toEqual(before.body);
    expect(await told(id)).toEqual([
      expect.objectContaining({ actor: administrator.id, payload: { assignmentId: id } }),
    ]);
  });

  it('is 409 once it has ended, 404 where there is none, 403 for who holds it', async () => {
    const { id, targetId } = await holder();
    const path = `${assignments}/${id}/reprocess`;
    expect((await server.as(aPerson(targetId)).post(path)).status).toBe(403);
    expect((await admin().post(`${assignments}/${randomUUID()}/reprocess`)).status).toBe(404);
    await server.anonymous.post('/dev/clock/advance', { duration: 'P3D' });
    const { status, body } = await admin().post(path);
    expect([status, body.error.code]).toEqual([409, 'InvalidState']);
    expect(await told(id)).toEqual([]);
  });

  it('is 409 from its end on, before anybody has ended it', async () => {
    const { id } = await holder();
    const { client } = server.app.get(Database);
    await client.assignment.updateMany({ where: { id }, data: { endAt: new Date(Date.now() - 86_400_000 * 400) } });
    const { status } = await admin().post(`${assignments}/${id}/reprocess`);
    expect(status).toBe(409);
  });
});
