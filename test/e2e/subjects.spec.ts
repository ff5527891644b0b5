import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { SubjectsRepository } from '../../src/entitlement-management/subjects/subjects.repository.js';
import { entitlements, given } from '../support/given.js';
import { anApplication, developmentTenantId, startServer, type TestServer } from '../support/server.js';

const scope = { tenantId: developmentTenantId, actor: 'test' };
let server: TestServer;

beforeAll(async () => {
  server = await startServer({ database: 'postgres' });
});
afterAll(() => server.close());

const app = () => server.as(anApplication);
const subjectOf = async (objectId: string) =>
  (await app().get(`${entitlements}/subjects(objectId='${objectId}')`)).body;
const updatesOf = (subjectId: string) =>
  server.app.get(Database).client.domainEvent.count({ where: { name: 'subject.updated', aggregateId: subjectId } });

async function aHolder() {
  const person = await given(server).aPerson({ displayName: 'Ada Byron', mail: 'byron@contoso.example' });
  const { names } = await given(server).aPolicy();
  const body = { requestType: 'adminAdd', assignment: { targetId: person.id, ...names } };
  await app().post(`${entitlements}/assignmentRequests`, body);
  await server.drain();
  return person;
}

describe('a subject', () => {
  it('is called what the directory calls the person, also after that has changed', async () => {
    const { id } = await aHolder();
    expect(await subjectOf(id)).toMatchObject({ displayName: 'Ada Byron', email: 'byron@contoso.example' });
    const names = {
      displayName: 'Ada Lovelace',
      mail: 'ada@contoso.example',
      userPrincipalName: `ada-${id}@x.example`,
    };
    expect((await app().patch(`/v1.0/users/${id}`, names)).status).toBe(204);
    await server.drain();
    const subject = await subjectOf(id);
    expect(subject).toMatchObject({
      displayName: 'Ada Lovelace',
      email: 'ada@contoso.example',
      principalName: `ada-${id}@x.example`,
    });
    const held = await app().get(
      `${entitlements}/assignments?$filter=target/email eq 'ada@contoso.example'&$expand=target`,
    );
    expect(held.body.value).toMatchObject([{ target: { id: subject.id, displayName: 'Ada Lovelace' } }]);
  });

  it('loses the mail address that the person loses, and is left alone by what it does not show', async () => {
    const { id } = await aHolder();
    const { id: subjectId } = await subjectOf(id);
    for (const change of [{ userType: 'guest' }, { displayName: 'Ada Byron' }, { mail: null }]) {
      await app().patch(`/v1.0/users/${id}`, change);
    }
    await server.drain();
    expect(await subjectOf(id)).toMatchObject({ displayName: 'Ada Byron', email: null });
    expect(await updatesOf(subjectId)).toBe(1);
  });

  it('that is made while its person gets another name has that one', async () => {
    const { id } = await given(server).aPerson({ displayName: 'Before' });
    const [transactions, database] = [server.app.get(Transactions), server.app.get(Database)];
    const renamed = Promise.withResolvers<void>();
    const waiting = Promise.withResolvers<number>();
    const made = transactions.run(scope, async () => {
      await renamed.promise;
      const [{ pid }] = await database.client.$queryRaw<[{ pid: number }]>`SELECT pg_backend_pid() AS pid`;
      waiting.resolve(pid);
      return server.app.get(SubjectsRepository, { strict: false }).make(id);
    });
    await transactions.run(scope, async () => {
      await database.client.$executeRaw`UPDATE directory_user SET display_name = 'After' WHERE id = ${id}::uuid`;
      renamed.resolve();
      const pid = await waiting.promise;
      const ended = made.then(() => true);
      while (!(await Promise.race([ended, waits(pid)])));
    });
    expect(await made).toBe(true);
    expect(await subjectOf(id)).toMatchObject({ displayName: 'After' });
  });
});

/** Whether that session waits for a lock. */
async function waits(pid: number): Promise<boolean> {
  const [row] = await server.app.get(Database).pool.$queryRaw<{ blocked: boolean }[]>`
    SELECT cardinality(pg_blocking_pids(${pid}::int)) > 0 AS blocked`;
  return row?.blocked === true;
}
