import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { given } from '../support/given.js';
import { Described, describedClient } from '../support/openapi.js';
import {
  anApplication,
  aPerson,
  type Client,
  developmentTenantId,
  startServer,
  type TestServer,
} from '../support/server.js';

let server: TestServer;
let described: Described;
let person: Record<string, unknown> & { id: string };
let group: Record<string, unknown> & { id: string };

beforeAll(async () => {
  server = await startServer();
  described = await Described.by(server);
  const there = given(server);
  person = await there.aPerson({ displayName: 'Mia' });
  group = await there.aGroup({ 'members@odata.bind': [`https://any.example/v1.0/users/${person.id}`] });
  await there.aGroup();
});
afterAll(() => server.close());

/** A person's client; what v1.0 answers has to be as it is described. */
const clients = (version: string) => (id: string, scp: string) => {
  const client = server.as(aPerson(id, scp));
  return version === 'v1.0' ? describedClient(client, described) : client;
};
const plain = ({ '@odata.context': _, ...members }: Record<string, unknown>) => members;

describe.each(['v1.0', 'beta'])('/%s/me', (version) => {
  const as = clients(version);

  it.each(['User.Read', 'User.ReadWrite', 'User.Read.All', 'Directory.Read.All'])(
    'is the caller, to whom %s is enough',
    async (scope) => {
      const { status, body } = await as(person.id, scope).get(`/${version}/me`);
      expect([status, plain(body)]).toEqual([200, plain(person)]);
      expect(body['@odata.context']).toBe(`${server.url}/${version}/$metadata#users/$entity`);
      const selected = await as(person.id, scope).get(`/${version}/me?$select=displayName`);
      expect(plain(selected.body)).toEqual({ displayName: 'Mia' });
    },
  );

  it('leads no further than the caller may go', async () => {
    const refused = await as(person.id, 'User.Read').get(`/${version}/me?$expand=manager`);
    expect([refused.status, refused.body.error.message]).toEqual([403, expect.stringContaining("'manager'")]);
    expect((await as(person.id, 'User.Read.All').get(`/${version}/me?$expand=manager`)).status).toBe(200);
    expect((await as(person.id, 'User.Read').get(`/${version}/users/${person.id}`)).status).toBe(403);
  });

  it('is nobody to an application, to whom lacks the scope, and to whom the directory does not know', async () => {
    for (const path of [`/${version}/me`, `/${version}/me/memberOf`]) {
      const application = await server.as({ ...anApplication, oid: person.id }).get(path);
      expect([application.status, application.body.error.message]).toEqual([
        403,
        expect.stringContaining('a signed-in user'),
      ]);
      expect((await as(person.id, 'Group.Read.All').get(path)).status).toBe(403);
      const stranger = await as(randomUUID(), 'User.Read').get(path);
      expect([stranger.status, stranger.body.error.message]).toEqual([
        404,
        expect.stringContaining('directory does not know you'),
      ]);
      const elsewhere = { ...aPerson(person.id, 'User.Read'), tid: developmentTenantId.replace('7', '8') };
      expect((await server.as(elsewhere).get(path)).status).toBe(404);
      expect((await server.anonymous.get(path)).status).toBe(401);
    }
  });

  it('is a member of groups, told by their ids alone without a permission to read groups', async () => {
    const path = `/${version}/me/memberOf`;
    const type = { '@odata.type': '#microsoft.graph.group' };
    expect((await as(person.id, 'User.Read').get(path)).body.value).toEqual([{ ...type, id: group.id }]);
    expect((await as(person.id, 'User.Read Group.Read.All').get(path)).body.value).toEqual([
      { ...type, ...plain(group) },
    ]);
    for (const option of ["$filter=startswith(displayName,'G')", '$orderby=displayName', '$search=group']) {
      const { status } = await as(person.id, 'User.Read').get(`${path}?${option}`);
      expect([option, status]).toEqual([option, 400]);
    }
    expect((await server.as(aPerson(person.id, 'User.Read')).get(`${path}/$count`)).text).toBe('1');
  });
});

describe.each(['v1.0', 'beta'])('/%s/directoryObjects', (version) => {
  const as = clients(version);
  const byIds = (who: Client, body: object, query = '') =>
    who.post(`/${version}/directoryObjects/getByIds${query}`, body);
  const both = 'User.Read.All Group.Read.All';

  it('are the people and groups that their own addresses show', async () => {
    for (const [path, thing, kind] of [
      ['users', () => person, 'user'],
      ['groups', () => group, 'group'],
    ] as const) {
      const { body } = await as(person.id, both).get(`/${version}/directoryObjects/${thing().id.toUpperCase()}`);
      const own = await as(person.id, both).get(`/${version}/${path}/${thing().id}`);
      expect(body).toEqual({
        '@odata.context': `${server.url}/${version}/$metadata#directoryObjects/$entity`,
        '@odata.type': `#microsoft.graph.${kind}`,
        ...plain(own.body),
      });
    }
  });

  it('are found by those alone who may read them at their own address', async () => {
    const statusOf = async (scp: string, id: string) =>
      (await as(person.id, scp).get(`/${version}/directoryObjects/${id}`)).status;
    expect([await statusOf('User.Read.All', person.id), await statusOf('User.Read.All', group.id)]).toEqual([200, 404]);
    expect([await statusOf('Group.Read.All', person.id), await statusOf('Group.Read.All', group.id)]).toEqual([
      404, 200,
    ]);
    for (const scp of ['User.Read', 'EntitlementManagement.ReadWrite.All']) {
      expect([scp, await statusOf(scp, person.id)]).toEqual([scp, 403]);
    }
    expect([await statusOf(both, randomUUID()), await statusOf(both, 'nobody')]).toEqual([404, 400]);
  });

  it('are listed by their ids, each once, what is not there left out', async () => {
    const ids = [person.id, group.id.toUpperCase(), person.id, randomUUID()];
    const idsTo = async (scp: string, body: object) =>
      (await byIds(as(person.id, scp), body)).body.value.map(({ id }: { id: string }) => id).sort();
    const all = [person.id, group.id].sort();
    expect(await idsTo(both, { ids })).toEqual(all);
    expect(await idsTo(both, { ids, types: ['directoryObject'] })).toEqual(all);
    expect(await idsTo(both, { ids, types: ['USER', 'device'] })).toEqual([person.id]);
    expect(await idsTo(both, { ids, types: ['device'] })).toEqual([]);
    expect(await idsTo('Group.Read.All', { ids })).toEqual([group.id]);
    const refused = await byIds(as(person.id, 'Group.Read.All'), { ids, types: ['user', 'group'] });
    expect([refused.status, refused.body.error.message]).toEqual([403, expect.stringContaining("Reading a 'user'")]);
  });

  it('take $select over the members of all kinds, and no other option', async () => {
    const ids = [person.id, group.id];
    const { body } = await byIds(as(person.id, both), { ids }, '?$select=id,mail,description');
    expect(new Set(body.value.flatMap(Object.keys))).toEqual(new Set(['@odata.type', 'id', 'mail', 'description']));
    for (const query of ['$select=size', '$filter=id%20ne%20null', '$expand=manager', '$top=1'])
      expect([query, (await byIds(as(person.id, both), { ids }, `?${query}`)).status]).toEqual([query, 400]);
  });

  it.each<[string, object]>([
    ['no ids', {}],
    ['an empty list', { ids: [] }],
    ['what is no id', { ids: ['somebody'] }],
    ['more than a thousand', { ids: Array.from({ length: 1_001 }, () => randomUUID()) }],
    ['an unknown type', { ids: [randomUUID()], types: ['dragon'] }],
  ])('refuse %s', async (_, body) => {
    const { status, body: refusal } = await byIds(as(person.id, both), body);
    expect([status, refusal.error.code]).toEqual([400, 'InvalidModel']);
  });

  it('may be a thousand', async () => {
    const ids = [...Array.from({ length: 999 }, () => randomUUID()), person.id];
    const { body } = await byIds(as(person.id, both), { ids });
    expect(body.value.map(({ id }: { id: string }) => id)).toEqual([person.id]);
  });
});
