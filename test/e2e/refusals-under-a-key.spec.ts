import { randomUUID } from 'node:crypto';
import { Database } from '../../src/platform/database/database.js';
import { approvalBy, asking, user } from '../support/approvals.js';
import { entitlements, given, selfService } from '../support/given.js';
import { anAdministrator, aPerson, developmentTenantId, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

const requests = `${entitlements}/assignmentRequests`;

/** Who asks, and for what. */
interface Call {
  readonly who: object;
  readonly body: Record<string, unknown>;
}
type Situation = (server: TestServer) => Promise<Call>;

const inAnHour = () => ({ schedule: { startDateTime: new Date(Date.now() + 3_600_000).toISOString() } });

async function delivered(server: TestServer, body: Record<string, unknown>): Promise<Record<string, string>> {
  expect((await server.as(anAdministrator).post(requests, body)).status).toBe(201);
  await server.drain();
  const { targetId } = body['assignment'] as { targetId: string };
  const query = `$filter=target/objectId eq '${targetId}'`;
  return (await server.as(anAdministrator).get(`${entitlements}/assignments?${query}`)).body.value[0];
}

async function direct(server: TestServer) {
  const [{ id: targetId }, { names }] = [await given(server).aPerson(), await given(server).aPolicy()];
  return { requestType: 'adminAdd', assignment: { targetId, ...names } };
}

/** What the rules, the keys of the database or the directory refuse. */
const situations: Readonly<Record<string, Situation>> = {
  'a place that an open request has': async (server) => {
    const body = { ...(await direct(server)), ...inAnHour() };
    expect((await server.as(anAdministrator).post(requests, body)).status).toBe(201);
    return { who: anAdministrator, body };
  },
  'a place that an open request has, for whom it waits': async (server) => {
    const approver = (await given(server).aPerson()).id;
    const { names } = await given(server).aPolicy({
      ...selfService,
      requestApprovalSettings: approvalBy(asking(user(approver))),
    });
    const { id } = await given(server).aPerson();
    const body = { requestType: 'userAdd', assignment: { ...names } };
    expect((await server.as(aPerson(id)).post(requests, body)).status).toBe(201);
    return { who: aPerson(id), body };
  },
  // Its row alone, as the worker would soon be done with a request.
  'a removal that is open': async (server) => {
    const { id = '' } = await delivered(server, await direct(server));
    await server.app.get(Database).pool.openRemoval.create({
      data: { tenantId: developmentTenantId, assignmentId: id, requestId: randomUUID() },
    });
    return { who: anAdministrator, body: { requestType: 'adminRemove', assignment: { id } } };
  },
  'access that is held': async (server) => {
    const body = await direct(server);
    await delivered(server, body);
    return { who: anAdministrator, body };
  },
  'somebody who is not there': async (server) => {
    const { assignment, ...body } = await direct(server);
    return { who: anAdministrator, body: { ...body, assignment: { ...assignment, targetId: randomUUID() } } };
  },
  'a stranger who asks for another': async (server) => {
    const { assignment } = await direct(server);
    return { who: aPerson((await given(server).aPerson()).id), body: { requestType: 'userAdd', assignment } };
  },
  'an address of several people': async (server) => {
    const mail = `${randomUUID()}@contoso.example`;
    await given(server).aPerson({ mail });
    await given(server).aPerson({ mail });
    const { names } = await given(server).aPolicy();
    return {
      who: anAdministrator,
      body: { requestType: 'adminAdd', assignment: { target: { email: mail }, ...names } },
    };
  },
};

describe.each(databases)('a refusal on the %s database', (database) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ database });
  });
  afterAll(() => server.close());

  it.each(Object.keys(situations))('says the same with an Idempotency-Key and without: %s', async (name) => {
    const { who, body } = (await situations[name]?.(server)) ?? { who: {}, body: {} };
    const answers = [
      await server.as(who).post(requests, body),
      await server.as(who).post(requests, body, { 'idempotency-key': randomUUID() }),
    ];
    const [without, under] = answers.map(({ status, body: { error } }) => [status, error.code, error.message]);
    expect(under).toEqual(without);
    expect(answers[0]?.status).toBeGreaterThanOrEqual(400);
    expect(answers[0]?.status).toBeLessThan(500);
  });
});
