import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approvalsOf, user } from '../support/approvals.js';
import { entitlements, given } from '../support/given.js';
import { anApplication, startServer, type TestServer } from '../support/server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const json = { 'content-type': 'application/json' };

/** A thing to do without a body, each time with another object; answers its method and address. */
const calls: Record<string, () => Promise<readonly [method: 'DELETE' | 'POST', path: string]>> = {
  'deletes a catalog': async () => ['DELETE', `${entitlements}/catalogs/${(await given(server).aCatalog()).id}`],
  'deletes a package': async () => ['DELETE', `${entitlements}/accessPackages/${(await given(server).aPackage()).id}`],
  'deletes a policy': async () => [
    'DELETE',
    `${entitlements}/assignmentPolicies/${(await given(server).aPolicy()).id}`,
  ],
  'deletes a person': async () => ['DELETE', `/v1.0/users/${(await given(server).aPerson()).id}`],
  'deletes a group': async () => ['DELETE', `/v1.0/groups/${(await given(server).aGroup()).id}`],
  'cancels a request': async () => {
    const [asker, approver] = [await given(server).aPerson(), await given(server).aPerson()];
    const { names } = await approvalsOf(server).aPolicy([{ primaryApprovers: [user(approver.id)] }]);
    return ['POST', `${entitlements}/assignmentRequests/${await approvalsOf(server).asked(asker.id, names)}/cancel`];
  },
  'deletes what is not there': async () => ['DELETE', `${entitlements}/catalogs/${randomUUID()}`],
  'makes a catalog of nothing': async () => ['POST', `${entitlements}/catalogs`],
};

describe.each(Object.entries(calls))('a call without a body that %s', (_, aCall) => {
  it('is the same with a header that announces JSON', async () => {
    const statusOf = async (headers?: Record<string, string>) => {
      const [method, path] = await aCall();
      const client = server.as(anApplication);
      const answer = method === 'DELETE' ? client.delete(path, headers) : client.post(path, undefined, headers);
      return (await answer).status;
    };
    const without = await statusOf();
    expect(await statusOf(json)).toBe(without);
    expect(await statusOf({ ...json, 'content-length': '0' })).toBe(without);
  });

  it('is the same in a batch', async () => {
    const partOf = async (headers: object) => {
      const [method, path] = await aCall();
      return { id: '1', method, url: path.replace('/v1.0', ''), ...headers };
    };
    const statusOf = async (headers: object) => {
      const { body } = await server.as(anApplication).post('/v1.0/$batch', { requests: [await partOf(headers)] });
      return body.responses[0].status as number;
    };
    expect(await statusOf({ headers: { 'Content-Type': 'application/json' } })).toBe(await statusOf({}));
  });
});
