import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { shares } from '../../src/platform/database/postgres-engine.js';
import { partsAtOnce } from '../../src/platform/batch/batch.js';
import { entitlements } from '../support/given.js';
import { createDatabase, locksOfThisDatabase, type TestDatabase } from '../support/postgres.js';
import { anAdministrator, anApplication, type Answered, developmentTenantId, startServer, type TestServer } from '../support/server.js'; // prettier-ignore

const poolSize = 16;
const { reads, transactions } = shares(poolSize);
const held = 7_205_999;
const groupId = randomUUID();

let made: TestDatabase;
let server: TestServer;
let holder: pg.Client;

beforeAll(async () => {
  made = await createDatabase();
  server = await startServer({ env: { DATABASE_URL: made.url, DATABASE_POOL_SIZE: `${poolSize}` } });
  holder = new pg.Client({ connectionString: made.url });
  await holder.connect();
  // Every read of the group takes until the test lets go, or until the server ends it.
  await holder.query(`
    INSERT INTO directory_group (tenant_id, id, display_name, created_at)
      VALUES ('${developmentTenantId}', '${groupId}', 'Sales', now());
    ALTER TABLE directory_group RENAME TO slow_group;
    CREATE FUNCTION waited() RETURNS bool LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_advisory_lock_shared(${held}); PERFORM pg_advisory_unlock_shared(${held}); RETURN true; END $$;
    CREATE VIEW directory_group AS SELECT * FROM slow_group WHERE waited();`);
}, 120_000);
afterAll(async () => {
  await holder.end();
  await server.close();
  await made.drop();
});

const slowly = '/groups?$top=1';
/** A batch whose parts are all read at once. */
const batchOf = async (url: string): Promise<Answered[]> => {
  const requests = Array.from({ length: partsAtOnce }, (_, id) => ({ id: `${id}`, method: 'GET', url }));
  const { body } = await server.as(anAdministrator).post('/v1.0/$batch', { requests });
  return body.responses as Answered[];
};
/** So many that the last would wait for its turn longer than anybody waits: three rounds of two seconds, and one more. */
const tooMany = (): Promise<Answered[]> =>
  Promise.all(Array.from({ length: Math.ceil((4 * Math.floor(reads / 2)) / partsAtOnce) }, () => batchOf(slowly))).then(
    (batches) => batches.flat(),
  );

/** How many connections of the server wait for the lock that the test holds. */
const waiting = async (): Promise<number> =>
  (await holder.query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND ${locksOfThisDatabase}`))
    .rowCount ?? 0;

/** Asks until it is so; what is never so ends with the test's own time. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('a caller who sends many reads that take too long', () => {
  let atOnce = 0;
  let others: Answered[];
  let answers: Answered[];

  beforeAll(async () => {
    await holder.query(`SELECT pg_advisory_lock(${held})`);
    let isOver = false;
    const batches = tooMany().finally(() => (isOver = true));
    const counted = until(async () => {
      atOnce = Math.max(atOnce, await waiting());
      return isOver;
    });
    await until(() => Promise.resolve(atOnce > 0));
    others = [
      await server.as(anApplication).get(`${entitlements}/catalogs`),
      await server.as(anApplication).post(`${entitlements}/catalogs`, { displayName: 'Meanwhile' }),
      await server.anonymous.get('/health/ready'),
      await server.anonymous.get('/health/live'),
      await server.anonymous.get('/metrics'),
    ];
    await counted;
    answers = (await batches).toSorted((one, two) => one.status - two.status);
    await holder.query(`SELECT pg_advisory_unlock(${held})`);
  }, 60_000);

  it('holds half of the connections for reads, and no more', () => {
    expect(atOnce).toBe(Math.floor(reads / 2));
  });

  it('is not noticed by anybody else', () => {
    expect(others.map(({ status }) => status)).toEqual([200, 201, 200, 200, 200]);
  });

  it('is told what to narrow where a read was ended, and when to come again where none was begun', () => {
    const [ended, refused] = [answers[0], answers.at(-1)];
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400, 429]));
    expect(ended?.body.error.message).toContain("narrow '$filter'");
    expect(refused?.body.error).toMatchObject({ code: 'TooManyRequests' });
    expect(refused?.headers).toHaveProperty('Retry-After');
  });

  it('is served again once it is over', async () => {
    expect((await server.as(anAdministrator).get(`/v1.0${slowly}`)).status).toBe(200);
  });
});

describe('a caller who fills every place for reads and transactions that they may', () => {
  it('leaves the others some of both, and readiness its own connection', async () => {
    await holder.query(`SELECT pg_advisory_lock(${held})`);
    const administrator = server.as(anAdministrator);
    const reading = tooMany();
    const writing = Array.from({ length: 12 }, (_, order) =>
      administrator.patch(`/v1.0/groups/${groupId}`, { displayName: `Group ${order}` }),
    );
    // One of the connections for transactions is left for what the server sends by itself.
    const width = transactions - 1;
    const theirs = Math.floor(reads / 2) + width - Math.floor(width / 4);
    let [most, isOver] = [0, false];
    const counted = until(async () => {
      most = Math.max(most, await waiting());
      return isOver;
    });
    await until(() => Promise.resolve(most >= theirs));
    const other = server.as(anApplication);
    const answers = [
      await other.post(`${entitlements}/catalogs`, { displayName: 'Beside' }),
      await other.get(`${entitlements}/catalogs`),
      await server.anonymous.get('/health/ready'),
    ];
    isOver = true;
    await counted;
    await holder.query(`SELECT pg_advisory_unlock(${held})`);
    await Promise.all([reading, ...writing]);
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 200]);
    expect(most).toBe(theirs);
  });
});
