import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { graphOperations } from '../../src/entitlement-management/graph-operations.js';
import { Routes } from '../../src/platform/http/routes.js';
import { operations } from '../support/contract.js';
import { anAdministrator, startServer, type TestServer } from '../support/server.js';

const somebody = '0f000000-0000-4000-8000-00000000000f';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const cells = [...graphOperations].flatMap(([path, methods]) => methods.map((method) => ({ method, path })));
const addressOf = (path: string) => `/v1.0${path.replaceAll('{}', somebody)}`;

function call(who: object | undefined, method: string, path: string) {
  const client = who === undefined ? server.anonymous : server.as(who);
  if (method === 'GET') return client.get(path);
  return method === 'DELETE' ? client.delete(path) : client[method.toLowerCase() as 'post' | 'put' | 'patch'](path, {});
}

describe('An operation that Graph documents', () => {
  it('is known, each with all its methods', () => {
    const documented = operations.filter((one) => one.documented || one.method === 'GET');
    const names = documented.map(({ method, path }) => `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`);
    expect(cells.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...new Set(names)].sort());
  });

  it('is served, or says by its name that it is not yet, unlike what nobody knows', async () => {
    const unserved: string[] = [];
    for (const { method, path } of cells) {
      const { status, body } = await call(anAdministrator, method, addressOf(path));
      const name = `${method} ${path}`;
      if (status === 501) unserved.push(name);
      else expect([name, body?.error?.message ?? '']).toEqual([name, expect.not.stringContaining('at this address')]);
      if (status === 501) {
        expect([name, body.error]).toMatchObject([
          name,
          {
            code: 'NotSupported',
            message: expect.stringContaining(`'${name.replaceAll('{}', '{id}').replace('/$count', '')}'`),
          },
        ]);
        const without = await call(undefined, method, addressOf(path));
        expect([name, without.status]).toEqual([name, 401]);
        const typo = await call(anAdministrator, method, addressOf(path.replace(/entitlementManagement\/?/, '$&x')));
        expect([name, typo.status]).not.toEqual([name, 501]);
      }
    }
    const routes = server.app.get(Routes);
    expect(unserved.length).toBeGreaterThan(30);
    for (const name of unserved) {
      const [method = '', path = ''] = name.split(' ');
      expect([name, routes.methodsOf(path.replaceAll('{}', somebody))]).not.toEqual([name, [method]]);
    }
  });

  it('says so in any spelling, in a batch, and under its v1.0 name in beta', async () => {
    const area = 'identityGovernance/entitlementManagement';
    for (const path of [
      `/v1.0/${area}/settings`,
      `/${area}/SETTINGS/`,
      `/beta/${area}/settings`,
      `/v1.0/${area}/settings/$count`,
      `/v1.0/${area}/catalogs('${somebody}')/resources('${somebody}')/uploadSessions`,
      `/beta/${area}/accessPackageCatalogs/${somebody}/accessPackageResources/${somebody}/uploadSessions`,
      `/v1.0/${area}/accessPackageSuggestions/microsoft.graph.filterByCurrentUser(on='relatedPeople')`,
    ]) {
      expect([path, (await server.as(anAdministrator).get(path)).status]).toEqual([path, 501]);
    }
    const requests = [{ id: '1', method: 'GET', url: `/${area}/settings` }];
    const { body } = await server.as(anAdministrator).post('/v1.0/$batch', { requests });
    expect(body.responses[0]).toMatchObject({ status: 501, body: { error: { code: 'NotSupported' } } });
  });

  it('is 404 where the address is a typo, and 405 where Graph has no such method either', async () => {
    const area = '/v1.0/identityGovernance/entitlementManagement';
    const unknown = await server.as(anAdministrator).get(`${area}/settingz`);
    expect([unknown.status, unknown.body.error.message]).toEqual([404, 'There is no resource at this address.']);
    expect((await server.as(anAdministrator).delete(`${area}/settings`)).status).toBe(404);
    expect((await server.as(anAdministrator).delete(`${area}/catalogs`)).status).toBe(405);
  });
});
