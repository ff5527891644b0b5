import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { given } from '../support/given.js';
import { anAdministrator, aPerson, startServer, type TestServer } from '../support/server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const administrator = () => server.as(anAdministrator);
const aReader = () => server.as(aPerson(randomUUID(), 'User.Read.All'));
const referenceTo = (id: string) => ({ '@odata.id': `https://any.example/v1.0/users/${id}` });

describe('the sponsors of a user', () => {
  it('come, are listed and followed, and go', async () => {
    const there = given(server);
    const [guest, sponsor] = [await there.aPerson({ userType: 'Guest' }), await there.aPerson()];
    const path = `/v1.0/users/${guest.id}/sponsors`;
    expect((await administrator().post(`${path}/$ref`, referenceTo(sponsor.id))).status).toBe(204);
    const { status, body } = await aReader().get(`${path}?$select=id`);
    expect([status, body.value]).toEqual([200, [{ '@odata.type': '#microsoft.graph.user', id: sponsor.id }]]);
    const byName = await aReader().get(`/v1.0/users/${String(guest['userPrincipalName'])}/sponsors`);
    expect(byName.body.value).toHaveLength(1);
    const filter = encodeURIComponent(`displayName eq 'Nobody'`);
    const expanded = await aReader().get(`/v1.0/users/${guest.id}?$expand=sponsors($select=id)`);
    expect(expanded.body.sponsors).toEqual([{ '@odata.type': '#microsoft.graph.user', id: sponsor.id }]);
    const none = await aReader().get(`/v1.0/users/${guest.id}?$expand=sponsors($filter=${filter})`);
    expect(none.body.sponsors).toEqual([]);
    expect((await administrator().delete(`${path}/${sponsor.id}/$ref`)).status).toBe(204);
    expect((await aReader().get(path)).body.value).toEqual([]);
    expect((await administrator().delete(`${path}/${sponsor.id}/$ref`)).status).toBe(404);
  });

  it('come with a new person who names them, and not with a change of one', async () => {
    const sponsor = await given(server).aPerson();
    const bind = { 'sponsors@odata.bind': [`users/${sponsor.id}`, `/v1.0/users('${sponsor.id}')`] };
    const guest = await given(server).aPerson({ userType: 'Guest', ...bind });
    const { body } = await aReader().get(`/v1.0/users/${guest.id}/sponsors`);
    expect(body.value.map(({ id }: { id: string }) => id)).toEqual([sponsor.id]);
    for (const member of ['sponsors@odata.bind', 'manager@odata.bind']) {
      const { status, body: refusal } = await administrator().patch(`/v1.0/users/${guest.id}`, { [member]: bind });
      expect([status, refusal.error.message]).toEqual([400, expect.stringContaining(`'${member}' is not taken here`)]);
    }
  });

  it('are refused with 400, 401, 403 and 404 as they should', async () => {
    const there = given(server);
    const [guest, sponsor] = [await there.aPerson({ userType: 'Guest' }), await there.aPerson()];
    const path = `/v1.0/users/${guest.id}/sponsors/$ref`;
    await administrator().post(path, referenceTo(sponsor.id));
    const statuses = [
      await administrator().post(path, referenceTo(sponsor.id)),
      await administrator().post(path, referenceTo(guest.id)),
      await administrator().post(path, { '@odata.id': 'https://any.example/v1.0/users/somebody' }),
      await server.anonymous.post(path, referenceTo(sponsor.id)),
      await aReader().post(path, referenceTo(sponsor.id)),
      await administrator().post(path, referenceTo(randomUUID())),
      await administrator().post(`/v1.0/users/${randomUUID()}/sponsors/$ref`, referenceTo(sponsor.id)),
    ].map(({ status }) => status);
    expect(statuses).toEqual([400, 400, 400, 401, 403, 404, 404]);
    expect((await aReader().get(`/v1.0/users/${guest.id}/sponsors`)).body.value).toHaveLength(1);
  });

  it('go with the people', async () => {
    const there = given(server);
    const [guest, sponsor] = [await there.aPerson({ userType: 'Guest' }), await there.aPerson()];
    await administrator().post(`/v1.0/users/${guest.id}/sponsors/$ref`, referenceTo(sponsor.id));
    expect((await administrator().delete(`/v1.0/users/${sponsor.id}`)).status).toBe(204);
    expect((await aReader().get(`/v1.0/users/${guest.id}/sponsors`)).body.value).toEqual([]);
  });
});
