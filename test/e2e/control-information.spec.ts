import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Dialect } from '../../src/platform/beta/names.js';
import { limits } from '../../src/platform/odata/query/limits.js';
import { ResourceRegistry } from '../../src/platform/odata/resource-registry.js';
import { readCsdl } from '../support/csdl.js';
import { aWideRequest } from '../support/full-width.js';
import { entitlements, given } from '../support/given.js';
import { anAdministrator, anApplication, startServer, type TestServer } from '../support/server.js';

type Json = Readonly<Record<string, unknown>>;

const accepting = (metadata: string) => ({ accept: `application/json;odata.metadata=${metadata}` });
/** What is read by functions, or below another entity only. */
const withoutCollection = ['policyRequirements', 'requestors', 'approvals', 'approvalStages'];

const isControl = (name: string) => /@odata\./.test(name);

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  const { personId } = await aWideRequest(server);
  await given(server).aGroup({ 'members@odata.bind': [`https://any.example/v1.0/users/${personId}`] });
  await given(server).aConnectedOrganization();
});
afterAll(() => server.close());

function* objectsIn(value: unknown): Generator<Json> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Json;
  for (const inner of Object.values(value)) yield* objectsIn(inner);
}

/** A value without anything but data; what is named stays. */
function dataOf(value: unknown, kept = /^$/): unknown {
  if (Array.isArray(value)) return value.map((item) => dataOf(item, kept));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([name]) => !isControl(name) || kept.test(name));
  return Object.fromEntries(members.map(([name, member]) => [name, dataOf(member, kept)]));
}

describe.each<Dialect>(['v1.0', 'beta'])('control information on %s', (dialect) => {
  const get = (path: string, metadata: string) => server.as(anAdministrator).get(path, accepting(metadata));
  const paths = () =>
    server.app
      .get(ResourceRegistry)
      .in(dialect)
      .all.filter(({ name, isUnaddressed }) => !isUnaddressed && !withoutCollection.includes(name))
      .filter(({ name }) => !/^role\w+Schedule/.test(name))
      .map(({ path }) => `/${dialect}/${path}`);

  it('is whole under full: every address leads to what it is said of, every type is declared', async () => {
    const metadata = readCsdl((await server.anonymous.get(`/${dialect}/$metadata`)).text);
    let [ids, links] = [0, 0];
    for (const path of paths()) {
      const { status, headers, body } = await get(`${path}?$expand=*`, 'full');
      expect([path, status]).toEqual([path, 200]);
      expect(headers.get('content-type')).toBe('application/json; odata.metadata=full; charset=utf-8');
      for (const object of objectsIn(body.value)) {
        const type = object['@odata.type'];
        expect([path, type === undefined ? object : '']).toEqual([path, '']);
        expect(metadata.types.has(String(type).replace('#microsoft.graph.', ''))).toBe(true);
        const address = object['@odata.id'];
        if (typeof address !== 'string') continue;
        ids += 1;
        expect(`${server.url}/${dialect}/${String(object['@odata.editLink'])}`).toBe(address);
        const found = await get(address.replace(server.url, ''), 'minimal');
        expect([address, found.status, found.body.id]).toEqual([address, 200, object['id']]);
        for (const [name, link] of Object.entries(object).filter(([name]) => name.endsWith('navigationLink'))) {
          links += 1;
          const followed = await get(String(link).replace(server.url, ''), 'minimal');
          const ends = [200, ...(followed.body?.error?.message?.includes('has no') ? [404] : [])];
          expect([name, link, ends.includes(followed.status)]).toEqual([name, link, true]);
        }
      }
    }
    expect([ids > 10, links > 20]).toEqual([true, true]);
  });

  it('changes no data: full, minimal and none say the same, none without any of it', async () => {
    for (const path of paths()) {
      const query = `${path}?$expand=*&$top=1&$count=true`;
      const [full, minimal, none] = [await get(query, 'full'), await get(query, 'minimal'), await get(query, 'none')];
      const ofPages = /@odata\.(count|nextLink)$/;
      const withoutToken = (value: unknown) =>
        JSON.parse(JSON.stringify(value).replace(/skiptoken=[^"]*/g, '')) as Json;
      expect(withoutToken(dataOf(full.body, ofPages))).toEqual(withoutToken(dataOf(minimal.body, ofPages)));
      expect(withoutToken(none.body)).toEqual(withoutToken(dataOf(minimal.body, ofPages)));
      expect(none.headers.get('content-type')).toContain('odata.metadata=none');
      expect(minimal.headers.get('content-type')).toBe('application/json; charset=utf-8');
    }
  });

  it('is said of one entity, of what was made and of what a batch brings', async () => {
    const catalogs = paths().find((path) => /atalogs$/.test(path)) ?? '';
    const made = await server.as(anApplication).post(catalogs, { displayName: randomUUID() }, accepting('full'));
    const address = made.headers.get('location');
    expect([made.status, made.body['@odata.id']]).toEqual([201, address]);
    expect(made.body['createdDateTime@odata.type']).toBe('#DateTimeOffset');
    const one = await get(`${catalogs}/${made.body.id}`, 'full');
    // Who made an entity is known once it is made: the answer to the POST does not say so yet.
    const authors = dialect === 'beta' ? { createdBy: anApplication.oid, modifiedBy: anApplication.oid } : {};
    expect(one.body).toEqual({ ...made.body, ...authors });
    const cached = { ...accepting('full'), 'if-none-match': one.headers.get('etag') ?? '' };
    expect((await server.as(anAdministrator).get(`${catalogs}/${made.body.id}`, cached)).status).toBe(304);
    const url = `${catalogs.replace(`/${dialect}`, '')}/${made.body.id}`;
    const requests = ['full', 'none'].map((id) => ({
      id,
      method: 'GET',
      url,
      headers: { Accept: accepting(id).accept },
    }));
    const { body } = await server.as(anAdministrator).post(`/${dialect}/$batch`, { requests });
    const answers = new Map((body.responses as { id: string; body: Json }[]).map((part) => [part.id, part.body]));
    expect(answers.get('full')).toEqual(one.body);
    expect(answers.get('none')).toEqual(dataOf(one.body));
  });

  it('weighs as two more entities under full', async () => {
    const path = `/${dialect}/users?$top=10&$expand=manager`;
    Object.assign(limits, { writtenEntities: 30 });
    const [usual, full, fewer] = [
      await get(path, 'minimal'),
      await get(path, 'full'),
      await get(path.replace('10', '5'), 'full'),
    ];
    Object.assign(limits, { writtenEntities: 10_000 });
    expect([usual.status, full.status, fewer.status]).toEqual([200, 400, 200]);
    expect(full.body.error.message).toContain("more than 10 entities: ask for a '$top' of at most 5");
  });

  it('is none of a refusal, nor of an address that is another', async () => {
    const refused = await get(`/${dialect}/users/${randomUUID()}`, 'none');
    expect([refused.status, refused.body.error.code]).toEqual([404, 'ResourceNotFound']);
    const { body } = await server.as(anAdministrator).get(`${entitlements}/catalogs?$top=1`, accepting('verbose'));
    expect(Object.keys(body)).toContain('@odata.context');
  });
});
