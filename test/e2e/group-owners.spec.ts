import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { given } from '../support/given.js';
import { anApplication, aPerson, startServer, type TestServer } from '../support/server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const application = () => server.as(anApplication);
const reader = () => server.as(aPerson(randomUUID(), 'Group.Read.All'));
const writer = (id: string, scope = 'Group.ReadWrite.All') => server.as(aPerson(id, scope));
const groupsAdministrator = () =>
  server.as({ as: 'user', oid: randomUUID(), scp: 'Group.ReadWrite.All', roles: ['GroupsAdministrator'] });
const referenceTo = (id: string, collection = 'users') => ({
  '@odata.id': `https://any.example/v1.0/${collection}/${id}`,
});

/** A group with its owner, and two people beside. */
async function aGroup() {
  const there = given(server);
  const [owner, ada, bob] = [await there.aPerson(), await there.aPerson(), await there.aPerson()];
  const group = await there.aGroup({ 'owners@odata.bind': [`users/${owner.id}`] });
  return { id: group.id, path: `/v1.0/groups/${group.id}`, owner: owner.id, ada: ada.id, bob: bob.id };
}

const idsIn = (body: { value: { id: string }[] }): string[] => body.value.map(({ id }) => id).sort();
const ownersOf = async (path: string) => idsIn((await application().get(`${path}/owners`)).body);
const membersOf = async (path: string) => idsIn((await application().get(`${path}/members`)).body);

describe.each(['v1.0', 'beta'])('the owners of a group in %s', (version) => {
  const at = (path: string) => path.replace('/v1.0', `/${version}`);

  it('come, are listed and followed, and go', async () => {
    const { path, owner, ada } = await aGroup();
    const add = await application().post(at(`${path}/owners/$ref`), referenceTo(ada, 'directoryObjects'));
    expect(add.status).toBe(204);
    const { status, body } = await reader().get(at(`${path}/owners?$select=id&$count=true`));
    expect([status, body['@odata.count'], idsIn(body)]).toEqual([200, 2, [owner, ada].sort()]);
    expect(body.value[0]['@odata.type']).toBe('#microsoft.graph.user');
    const expanded = await reader().get(at(`${path}?$expand=owners($select=id)`));
    expect(expanded.body.owners.map(({ id }: { id: string }) => id).sort()).toEqual([owner, ada].sort());
    const owned = await reader().get(at(`/v1.0/groups?$filter=owners/any(o:o/id eq '${ada}')&$select=id`));
    expect(owned.body.value).toEqual([{ id: path.slice(-36) }]);
    expect((await application().delete(at(`${path}/owners/${ada}/$ref`))).status).toBe(204);
    expect(await ownersOf(path)).toEqual([owner]);
    expect((await application().delete(at(`${path}/owners/${ada}/$ref`))).status).toBe(404);
  });

  it('come with a new group that names them, each once, and with no change of one', async () => {
    const { path, ada } = await aGroup();
    const bind = { 'owners@odata.bind': [`users/${ada}`, `/v1.0/directoryObjects('${ada}')`] };
    const made = await application().post(at('/v1.0/groups'), { displayName: 'Owned', ...bind });
    expect(made.status).toBe(201);
    expect(await ownersOf(`/v1.0/groups/${made.body.id}`)).toEqual([ada]);
    const changed = await application().patch(at(path), bind);
    expect([changed.status, changed.body.error.message]).toEqual([
      400,
      expect.stringContaining("'owners@odata.bind' is not taken here"),
    ]);
    const whole = await application().post(at('/v1.0/groups'), { displayName: 'x', owners: [{ id: ada }] });
    expect([whole.status, whole.body.error.message]).toEqual([400, expect.stringContaining("'owners'")]);
  });
});

describe('an owner of a group', () => {
  it('is named once, is a person who is there, and may be the last to go', async () => {
    const { path, owner, ada } = await aGroup();
    const [group, principal] = [await given(server).aGroup(), await given(server).aServicePrincipal()];
    const answers = [
      await application().post(`${path}/owners/$ref`, referenceTo(owner)),
      await application().post(`${path}/owners/$ref`, referenceTo(group.id, 'groups')),
      await application().post(`${path}/owners/$ref`, referenceTo(principal.id, 'servicePrincipals')),
      await application().post(`${path}/owners/$ref`, referenceTo(principal.id, 'directoryObjects')),
      await application().post(`${path}/owners/$ref`, referenceTo(randomUUID())),
      await application().post(`/v1.0/groups/${randomUUID()}/owners/$ref`, referenceTo(ada)),
      await application().get(`/v1.0/groups/${randomUUID()}/owners`),
      await application().post('/v1.0/groups', { displayName: 'x', 'owners@odata.bind': [`groups/${group.id}`] }),
      await application().post('/v1.0/groups', { displayName: 'x', 'owners@odata.bind': [`users/${randomUUID()}`] }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 404, 404, 404, 404, 400, 404]);
    expect(answers[0]?.body.error).toMatchObject({ code: 'InvalidModel' });
    expect(await ownersOf(path)).toEqual([owner]);
    expect((await writer(owner).delete(`${path}/owners/${owner}/$ref`)).status).toBe(204);
    expect(await ownersOf(path)).toEqual([]);
  });

  it('changes its members, owners and name without a role, and does nothing else', async () => {
    const { path, owner, ada, bob } = await aGroup();
    const one = writer(owner);
    const done = [
      await one.post(`${path}/members/$ref`, referenceTo(ada)),
      await one.patch(path, { displayName: 'Ours', 'members@odata.bind': [`users/${bob}`] }),
      await one.delete(`${path}/members/${ada}/$ref`),
      await one.post(`${path}/owners/$ref`, referenceTo(ada)),
      await writer(ada, 'Directory.ReadWrite.All').delete(`${path}/owners/${owner}/$ref`),
    ];
    expect(done.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204]);
    expect([await membersOf(path), await ownersOf(path)]).toEqual([[bob], [ada]]);
    const refused = [
      await one.post(`${path}/members/$ref`, referenceTo(ada)),
      await writer(ada).post('/v1.0/groups', { displayName: 'New' }),
      await writer(ada).delete(path),
      await writer(ada, 'Group.Read.All').post(`${path}/members/$ref`, referenceTo(bob)),
      await writer(ada, 'User.ReadWrite.All').patch(path, { displayName: 'Mine' }),
      await server.anonymous.post(`${path}/owners/$ref`, referenceTo(bob)),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 401]);
    expect((await application().get(path)).body.displayName).toBe('Ours');
  });

  it('goes with the person and with the group', async () => {
    const { path, id, owner, ada } = await aGroup();
    await application().post(`${path}/owners/$ref`, referenceTo(ada));
    expect((await application().delete(`/v1.0/users/${ada}`)).status).toBe(204);
    expect(await ownersOf(path)).toEqual([owner]);
    expect((await application().delete(path)).status).toBe(204);
    const { pool } = server.app.get(Database);
    expect(await pool.groupOwner.count({ where: { groupId: id } })).toBe(0);
    // Under the same id it is another group, which nobody owns.
    expect((await application().post('/v1.0/groups', { id, displayName: 'Again' })).status).toBe(201);
    expect((await writer(owner).patch(path, { displayName: 'Mine' })).status).toBe(403);
  });

  it('is told what would do where they own nothing, in the same words whether the group is there', async () => {
    const { path, ada, bob } = await aGroup();
    const stranger = writer(bob);
    const bare = ({ status, body }: { status: number; body: { error: Record<string, unknown> } }) => [
      status,
      body.error['code'],
      body.error['message'],
    ];
    const calls = [
      (group: string) => stranger.post(`${group}/members/$ref`, referenceTo(ada)),
      (group: string) => stranger.post(`${group}/members/$ref`, referenceTo(randomUUID())),
      (group: string) => stranger.delete(`${group}/members/${ada}/$ref`),
      (group: string) => stranger.post(`${group}/owners/$ref`, referenceTo(bob)),
      (group: string) => stranger.delete(`${group}/owners/${ada}/$ref`),
      (group: string) => stranger.patch(group, { displayName: 'Mine' }),
    ];
    for (const call of calls) {
      const [there, nowhere] = [bare(await call(path)), bare(await call(`/v1.0/groups/${randomUUID()}`))];
      expect(there).toEqual([403, 'UnAuthorized', expect.stringContaining('one of the directory roles')]);
      expect(nowhere).toEqual(there);
    }
    expect((await groupsAdministrator().post(`${path}/members/$ref`, referenceTo(ada))).status).toBe(204);
  });

  it('writes on record what was done', async () => {
    const { path, id, owner, ada } = await aGroup();
    await writer(owner).post(`${path}/owners/$ref`, referenceTo(ada));
    await writer(owner).delete(`${path}/owners/${ada}/$ref`);
    const { pool } = server.app.get(Database);
    const events = await pool.domainEvent.findMany({ where: { aggregateId: id }, orderBy: { position: 'asc' } });
    expect(events.map(({ name, actor }) => [name, actor === owner])).toEqual([
      ['group.created', false],
      ['group.ownersAdded', false],
      ['group.ownersAdded', true],
      ['group.ownerRemoved', true],
    ]);
  });
});
