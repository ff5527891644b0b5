import { Database } from '../../src/platform/database/database.js';
import { shares } from '../../src/platform/database/postgres-engine.js';
import { entitlements } from '../support/given.js';
import { anAdministrator, type Answered, startServer, type TestServer } from '../support/server.js';

const size = 4;
let server: TestServer;

beforeAll(async () => {
  server = await startServer({ database: 'postgres', env: { DATABASE_POOL_SIZE: `${size}` } });
});
afterAll(() => server.close());

const list = (): Promise<Answered> => server.as(anAdministrator).get(`${entitlements}/catalogs`);
const create = (_: unknown, order: number): Promise<Answered> =>
  server.as(anAdministrator).post(`${entitlements}/catalogs`, { displayName: `Catalog ${order}` });
const connections = async (): Promise<number> => {
  const [row] = await server.app.get(Database).pool.$queryRaw<{ open: number }[]>`
    SELECT count(*)::int AS open FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'open-entitlements'`;
  return row?.open ?? 0;
};

describe('a small pool', () => {
  it('serves many at once by turns, with no connection more', async () => {
    const many = Array.from({ length: 10 });
    const answers = await Promise.all([...many.map(create), ...many.map(list)]);
    expect(answers.map(({ status }) => status)).toEqual([...many.map(() => 201), ...many.map(() => 200)]);
    expect(await connections()).toBe(size);
  });

  it('answers writes 503 and when to come again while every connection for them is taken, and serves reads and readiness meanwhile', async () => {
    const over = Promise.withResolvers<void>();
    const taken = Array.from({ length: shares(size).transactions }, () => Promise.withResolvers<void>());
    const holders = taken.map(({ resolve }) =>
      server.app.get(Database).pool.$transaction(
        async () => {
          resolve();
          await over.promise;
        },
        { timeout: 20_000 },
      ),
    );
    await Promise.all(taken.map(({ promise }) => promise));
    const ready = await server.anonymous.get('/health/ready');
    const [refused, read] = [await create(undefined, 100), await list()];
    over.resolve();
    await Promise.all(holders);
    expect([refused.status, refused.body.error.code]).toEqual([503, 'ServiceUnavailable']);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(ready.status).toBe(200);
    expect([read.status, (await create(undefined, 101)).status]).toEqual([200, 201]);
  });
});
