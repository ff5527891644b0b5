import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { crowd, fillWithACrowd } from '../support/crowd.js';
import { entitlements } from '../support/given.js';
import { aPerson, startServer, type TestServer } from '../support/server.js';

const reader = aPerson(crowd.person(5), 'User.Read.All Group.Read.All EntitlementManagement.Read.All');
const reports = "manager/directReports/any(a:a/manager/directReports/any(b:b/mail eq displayName or b/mail eq 'x'))";

/** Each looks at 200 million pairs of people where the database has no statistics, for minutes if nothing ends it. */
const heavy = [
  ['a list', `/v1.0/users?$filter=${reports}`],
  ['a count', `/v1.0/users/$count?$filter=${reports}`],
  ['the members of a group', `/v1.0/groups/${crowd.group(0)}/members?$filter=${reports}`],
] as const;
/** How much these take depends on the plan. */
const uncertain = [
  ['a list beside another condition', `/v1.0/users?$filter=mail eq 'x' or ${reports}`],
  ['what is expanded', `/v1.0/users/${crowd.person(0)}?$expand=directReports($filter=${reports})`],
] as const;

const ordinary = [
  '/v1.0/users?$top=100&$count=true',
  "/v1.0/users?$filter=startswith(displayName,'Person 19') and manager/displayName ne null&$orderby=displayName",
  "/v1.0/users?$filter=manager/directReports/any(a:a/mail eq 'x')",
  `${entitlements}/accessPackages?$top=50&$expand=catalog,assignmentPolicies`,
  `${entitlements}/assignments?$top=50&$filter=state eq 'delivered'&$expand=target,accessPackage`,
];

/** More than the limit of 1 s, as a machine may be slow and the answer is written, too; far less than the read would take. */
const mostCpuMillis = 5_000;

describe('the embedded database with 20,000 people and packages', () => {
  let server: TestServer;
  const script = (text: string) =>
    server.app.get(Database).opened.withConnection((connection) => connection.script(text));
  beforeAll(async () => {
    server = await startServer();
    await script(fillWithACrowd.replace('ANALYZE;', ''));
  }, 240_000);
  afterAll(() => server.close());

  async function costs(path: string) {
    const before = process.cpuUsage();
    const { status, body } = await server.as(reader).get(path);
    const { user, system } = process.cpuUsage(before);
    return { status, message: body?.error?.message as unknown, cpuMillis: (user + system) / 1_000 };
  }

  const answers = () =>
    it.each(ordinary.map((path) => [path]))('answers an ordinary list: %s', async (path) => {
      expect((await costs(path)).status).toBe(200);
    });
  const bounds = (calls: readonly (readonly [string, string])[]) =>
    it.each(calls)('answers a heavy filter of %s in time, or ends it', async (_, path) => {
      const { status, cpuMillis } = await costs(path);
      expect([200, 400]).toContain(status);
      expect(cpuMillis).toBeLessThan(mostCpuMillis);
    });

  // Nothing gathers statistics there but who asks for them.
  describe('without statistics', () => {
    answers();
    bounds(uncertain);
    it.each(heavy)('ends a heavy filter of %s, and says what to narrow', async (_, path) => {
      const { status, message, cpuMillis } = await costs(path);
      expect([status, message]).toEqual([400, expect.stringContaining("ended: narrow '$filter'")]);
      expect(cpuMillis).toBeLessThan(mostCpuMillis);
    });
  });

  describe('with statistics', () => {
    beforeAll(() => script('ANALYZE'));
    answers();
    bounds([...heavy, ...uncertain]);
  });
});
