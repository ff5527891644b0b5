import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approvalsOf, asking, user } from '../support/approvals.js';
import { entitlements } from '../support/given.js';
import { createDatabase, type TestDatabase } from '../support/postgres.js';
import { anAdministrator, aPerson, startServer, type TestServer } from '../support/server.js';

describe('a stranger', () => {
  let database: TestDatabase;
  let server: TestServer;
  let client: pg.Client;
  beforeAll(async () => {
    database = await createDatabase();
    server = await startServer({ env: { DATABASE_URL: database.url } });
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await server.close();
    await database.drop();
  });

  it('is refused without holding, or waiting for, what they may not know of', async () => {
    const world = approvalsOf(server);
    const [approver, person, stranger] = [await world.aPerson(), await world.aPerson(), await world.aPerson()];
    const { names } = await world.aPolicy([asking(user(approver.id))]);
    const id = await world.asked(person.id, names);
    const stage = String((await world.stagesOf(id))[0]?.['id']);
    const tries = (who: object) => [
      server.as(who).post(`${entitlements}/assignmentRequests/${id}/cancel`),
      server.as(who).patch(`${world.root}/${id}/stages/${stage}`, { reviewResult: 'Approve' }),
      server.as(who).patch(`${world.root}/${id}/stages/${randomUUID()}`, { reviewResult: 'Approve' }),
    ];
    // Somebody else holds the target, the request and its stages all the while.
    await client.query('BEGIN');
    await client.query('SELECT FROM subject WHERE object_id = $1 FOR UPDATE', [person.id]);
    await client.query('SELECT FROM assignment_request WHERE id = $1 FOR UPDATE', [id]);
    await client.query('SELECT FROM approval_stage WHERE request_id = $1 FOR UPDATE', [id]);
    const refused = await Promise.all(tries(aPerson(stranger.id)));
    expect(refused.map(({ status, body }) => [status, body.error.code])).toEqual(
      refused.map(() => [404, 'ResourceNotFound']),
    );
    await client.query('ROLLBACK');
    expect(
      (await server.as(aPerson(approver.id)).patch(`${world.root}/${id}/stages/${stage}`, { reviewResult: 'Approve' }))
        .status,
    ).toBe(204);
    // What is decided is not canceled any more: whoever may know of it is told that.
    const late = await server.as(anAdministrator).post(`${entitlements}/assignmentRequests/${id}/cancel`);
    expect([late.status, late.body.error.code]).toEqual([409, 'InvalidState']);
  });
});
