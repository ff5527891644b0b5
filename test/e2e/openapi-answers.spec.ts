import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aWideRequest, widestPolicy } from '../support/full-width.js';
import { entitlements, given } from '../support/given.js';
import { Described, describedClient } from '../support/openapi.js';
import {
  anAdministrator,
  anApplication,
  aPerson,
  type Client,
  startServer,
  type TestServer,
} from '../support/server.js';

let server: TestServer;
let described: Described;
let application: Client;
let reader: Client;
let wide: Awaited<ReturnType<typeof aWideRequest>>;

beforeAll(async () => {
  server = await startServer();
  described = await Described.by(server);
  application = describedClient(server.as(anApplication), described);
  reader = describedClient(server.as(anAdministrator), described);
  const there = given(server);
  wide = await aWideRequest(server);
  await there.aPolicy({ ...widestPolicy, accessPackage: { id: wide.policy.accessPackageId } });
  const group = await there.aGroup({ 'members@odata.bind': [`https://any.example/v1.0/users/${wide.personId}`] });
  const boss = await there.aPerson();
  const manager = { '@odata.id': `https://any.example/v1.0/users/${boss.id}` };
  await application.put(`/v1.0/users/${wide.personId}/manager/$ref`, manager);
  expect((await application.get(`/v1.0/groups/${group.id}/members`)).body.value).toHaveLength(1);
});
afterAll(() => server.close());

/** An address with a key that names something; undefined for functions, longer ways, and where there is nothing. */
async function readable(path: string): Promise<string | undefined> {
  const [before = '', ...keys] = path.split(/[/(](?=\{|\w+=')/);
  if (keys.length === 0) return `/v1.0${path}`;
  const isListed = described.operations.some(({ key }) => key === `GET ${before}`);
  if (keys.length > 1 || !isListed) return undefined;
  if (before === '/users') return `/v1.0${path.replace('{key}', wide.personId)}`;
  const [first] = (await reader.get(`/v1.0${before}`)).body.value;
  return first && `/v1.0${path.replace(/\{(\w+)\}/, (_, name: string) => first[name])}`;
}

const reads = () =>
  described.operations.filter(({ method, operation }) => method === 'GET' && operation.security?.length);

/** What a good token is enough for. */
const forAnybody = ['/me/permissions'];

describe('answers as the description has them', () => {
  it('to reads of collections, of what is in them, and of what hangs on that', async () => {
    const nobody = describedClient(server.as(aPerson(randomUUID(), 'openid')), described);
    const anonymous = describedClient(server.anonymous, described);
    let looked = 0;
    for (const { path, operation } of reads()) {
      const address = await readable(path);
      if (address === undefined) continue;
      const names = ((operation.parameters ?? []) as { name: string }[]).map(({ name }) => name);
      expect([path, (await reader.get(address)).status]).toEqual([path, 200]);
      if (names.includes('$expand')) expect((await reader.get(`${address}?$expand=*`)).status).toBe(200);
      if (names.includes('$top')) expect((await reader.get(`${address}?$top=1&$select=id`)).status).toBe(200);
      if (names.includes('$select')) expect((await reader.get(`${address}?$nonsense=x`)).status).toBe(400);
      expect([path, (await anonymous.get(address)).status]).toEqual([path, 401]);
      expect([path, (await nobody.get(address)).status]).toEqual([path, forAnybody.includes(path) ? 200 : 403]);
      looked += 1;
    }
    expect(looked).toBeGreaterThan(20);
  });

  it('to reads of what is not there', async () => {
    for (const { path } of reads().filter((read) => /\/\{\w+\}/.test(read.path))) {
      const nothing = path
        .replace('{roleScopeId}', `${randomUUID()}_${randomUUID()}`)
        .replace(/\{\w+\}/g, randomUUID());
      const { status } = await reader.get(`/v1.0${nothing}`);
      expect([path, status]).toEqual([path, 404]);
    }
  });

  it('to the whole life of a package and of what is around it', async () => {
    const name = () => `Thing ${randomUUID()}`;
    const catalog = await application.post(`${entitlements}/catalogs`, { displayName: name() });
    const body = { displayName: name(), catalog: { id: catalog.body.id } };
    const key = { 'idempotency-key': randomUUID() };
    const made = await application.post(`${entitlements}/accessPackages`, body, key);
    const again = await application.post(`${entitlements}/accessPackages`, body, key);
    expect([again.text, again.headers.get('idempotency-replayed')]).toEqual([made.text, 'true']);
    expect((await application.post(`${entitlements}/accessPackages`, { ...body, isHidden: true }, key)).status).toBe(
      409,
    );
    const accessPackage = { id: made.body.id };
    const policy = await application.post(`${entitlements}/assignmentPolicies`, { displayName: name(), accessPackage });
    const policyPath = `${entitlements}/assignmentPolicies/${policy.body.id}`;
    const wider = { ...widestPolicy, displayName: name(), accessPackage };
    expect((await application.put(policyPath, wider)).status).toBe(200);
    expect((await application.post(`${entitlements}/assignmentPolicies`, { accessPackage })).status).toBe(400);
    const changes = { displayName: name() };
    expect((await application.patch(`${entitlements}/accessPackages/${accessPackage.id}`, changes)).status).toBe(204);
    expect((await application.patch(`${entitlements}/catalogs/${catalog.body.id}`, changes)).status).toBe(204);
    expect((await application.delete(`${entitlements}/catalogs/${catalog.body.id}`)).status).toBe(409);
    for (const path of [
      policyPath,
      `${entitlements}/accessPackages/${accessPackage.id}`,
      `${entitlements}/catalogs/${catalog.body.id}`,
    ]) {
      expect((await application.delete(path)).status).toBe(204);
      expect((await application.delete(path)).status).toBe(404);
    }
  });

  it('to people and groups coming, changing and going', async () => {
    const person = { displayName: 'Somebody', userPrincipalName: `${randomUUID()}@contoso.example` };
    const { body } = await application.post('/v1.0/users', person);
    const reference = { '@odata.id': `https://any.example/v1.0/users/${body.id}` };
    const group = await application.post('/v1.0/groups', { displayName: `Group ${randomUUID()}` });
    const groupPath = `/v1.0/groups/${group.body.id}`;
    const statuses = [
      await application.patch(`/v1.0/users/${body.id}`, { displayName: 'Else' }),
      await application.patch(groupPath, { description: 'Else' }),
      await application.post(`${groupPath}/members/$ref`, reference),
      await application.delete(`${groupPath}/members/${body.id}/$ref`),
      await application.put(`/v1.0/users/${wide.personId}/manager/$ref`, reference),
      await application.delete(`/v1.0/users/${wide.personId}/manager/$ref`),
      await application.delete(groupPath),
      await application.delete(`/v1.0/users/${body.id}`),
    ];
    expect(statuses.map(({ status }) => status)).toEqual(statuses.map(() => 204));
    expect((await application.post('/v1.0/users', { ...person, userPrincipalName: 'nobody' })).status).toBe(400);
    expect((await application.get('/v1.0/users/nobody@contoso.example')).status).toBe(404);
  });

  it('to several calls in one', async () => {
    const requests = [{ id: '1', method: 'GET', url: '/users?$top=1' }];
    const { body } = await application.post('/v1.0/$batch', { requests });
    expect(body.responses).toEqual([expect.objectContaining({ id: '1', status: 200 })]);
    expect((await application.post('/v1.0/$batch', {})).status).toBe(400);
  });

  it('to requests, accepted and refused', async () => {
    const post = (body: object) =>
      describedClient(server.as(anAdministrator), described).post(`${entitlements}/assignmentRequests`, body);
    const person = await given(server).aPerson();
    const assignment = { targetId: person.id, ...(await given(server).aPolicy()).names };
    const accepted = await post({ requestType: 'adminAdd', assignment });
    expect([accepted.status, accepted.headers.get('location')]).toEqual([
      201,
      `${server.url}${entitlements}/assignmentRequests/${accepted.body.id}`,
    ]);
    await server.drain();
    const refused = [
      await post({ requestType: 'adminAdd', assignment }),
      await post({ requestType: 'adminAdd' }),
      await post({ requestType: 'adminAdd', assignment: { ...assignment, targetId: randomUUID() } }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([409, 400, 404]);
  });
});

describe('an answer that is not as described', () => {
  it.each([
    ['a member more', { tenantId: 'x' }, 'tenantId'],
    ['a word that is none', { state: 'Published' }, 'allowed values'],
    ['null for a name', { displayName: null }, 'must be string'],
  ])('is noticed: %s', async (_, change, complaint) => {
    const answer = await application.get(`${entitlements}/catalogs?$top=1`);
    const [first] = answer.body.value;
    const changed = { ...answer, body: { ...answer.body, value: [{ ...first, ...change }] } };
    expect(() => described.expect('GET', `${entitlements}/catalogs`, changed)).toThrow(complaint);
    expect(() => described.expect('GET', `${entitlements}/catalogs`, { ...answer, status: 418 })).toThrow('418');
    expect(() => described.expect('GET', `${entitlements}/unknown`, answer)).toThrow('is not described');
  });
});

describe('the words in an address', () => {
  it('are those that the function takes, in any case, and no others', async () => {
    const functions = described.operations.filter(({ path }) => path.endsWith("(on='{on}')"));
    expect(functions).toHaveLength(10);
    for (const { path, operation } of functions) {
      const [on] = (operation.parameters ?? []) as { name: string; schema: { enum: string[] } }[];
      const words = on?.schema.enum ?? [];
      for (const word of words) {
        const { status } = await reader.get(`/v1.0${path.replace('{on}', word.toUpperCase())}`);
        expect([path, word, status]).toEqual([path, word, 200]);
      }
      const refused = await reader.get(`/v1.0${path.replace('{on}', 'nobody')}`);
      const named = [...(refused.body.error.message as string).matchAll(/'(\w+)'/g)].map(([, word]) => word);
      expect([path, refused.status, named.filter((word) => word !== 'on')]).toEqual([path, 400, words]);
    }
  });
});

describe('the explorer', () => {
  it('offers everybody of the demo data to be', async () => {
    const { body } = await server.anonymous.get('/dev/personas');
    const opened = described.document.paths['/dev/token']?.post?.requestBody as {
      content: { 'application/json': { examples: Record<string, { value: object }> } };
    };
    const offered = Object.entries(opened.content['application/json'].examples);
    expect(offered.map(([, { value }]) => value)).toEqual(
      (body.value as { id: string }[]).map(({ id }) => ({ as: 'user', oid: id })),
    );
    for (const [, { value }] of offered) {
      const answer = await fetch(`${server.url}/dev/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(value),
      });
      expect(answer.status).toBe(200);
    }
  });

  it('is a page with its script and style, for everybody', async () => {
    const page = await server.anonymous.get('/docs');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    const files = [...page.text.matchAll(/(?:src|href)=["']\.\/([^"']+)["']/g)].map(([, file]) => `/${file}`);
    expect(files).toEqual(
      expect.arrayContaining(['/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js', '/docs/swagger-ui-init.js']),
    );
    for (const file of files) expect([file, (await server.anonymous.get(file)).status]).toEqual([file, 200]);
  });

  it('has nothing in itself that its content security policy forbids', async () => {
    const { text, headers } = await server.anonymous.get('/docs');
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self';style-src 'self' 'unsafe-inline';/);
    expect(text).not.toMatch(/<script(?![^>]*\ssrc=["']\.\/)/);
    expect(text).not.toMatch(/\son\w+=|(?:src|href)=["'](?:https?:)?\/\//);
  });

  it('knows the description, keeps no token in the browser, opens folded and can be filtered', async () => {
    const { text } = await server.anonymous.get('/docs/swagger-ui-init.js');
    const options = /"customOptions": (\{[\s\S]*?\n  \})/.exec(text)?.[1] ?? text;
    expect(JSON.parse(options)).toEqual({
      persistAuthorization: false,
      displayOperationId: true,
      docExpansion: 'none',
      filter: true,
    });
    expect(text).toContain('"openapi": "3.1.0"');
  });

  it('can be followed by its own description from a development token to an answer', async () => {
    const { paths, servers = [] } = described.document;
    const opened = paths['/dev/token'];
    const root = new URL(opened?.servers?.[0]?.url ?? '', server.url);
    const token = await fetch(new URL('dev/token', root), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: 'user' }),
    });
    const { access_token } = (await token.json()) as { access_token: string };
    const address = `${server.url}${servers[0]?.url}/identityGovernance/entitlementManagement/assignmentRequests`;
    const answer = await fetch(address, { headers: { authorization: `Bearer ${access_token}` } });
    expect(answer.status).toBe(200);
  });
});
