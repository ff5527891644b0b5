import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { given } from '../support/given.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

const collection = '/v1.0/users';

describe.each(databases)('Users on the %s database', (database) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ database });
  });
  afterAll(() => server.close());

  const app = () => server.as(anApplication);
  const invalid = (member: string) =>
    expect.objectContaining({ code: 'InvalidModel', message: expect.stringContaining(member) });
  const principalName = () => `${randomUUID()}@contoso.example`;
  const setManager = (user: string, manager: string) =>
    app().put(`${collection}/${user}/manager/$ref`, { '@odata.id': `${server.url}${collection}/${manager}` });

  describe('POST /users', () => {
    it('answers 201 with the user, and drops what nobody keeps', async () => {
      const [id, userPrincipalName] = [randomUUID(), principalName()];
      const { status, body, headers } = await app().post(collection, {
        ...{ id, displayName: 'Ada', userPrincipalName, mail: 'ada@contoso.example', userType: 'guest' },
        ...{ mailNickname: 'ada', jobTitle: 'Engineer', passwordProfile: { password: 'x' } },
      });
      expect(status).toBe(201);
      expect(body).toEqual({
        '@odata.context': expect.stringContaining('$metadata#users/$entity'),
        ...{
          id,
          displayName: 'Ada',
          userPrincipalName,
          mail: 'ada@contoso.example',
          userType: 'Guest',
          accountEnabled: true,
        },
        createdDateTime: expect.stringMatching(/Z$/),
      });
      expect(headers.get('location')).toBe(`${server.url}${collection}/${id}`);
      expect((await app().get(`${collection}/${id}`)).body).toEqual(body);
    });

    it.each<[string, object, string]>([
      ['a misspelt member', { displayNam: 'x' }, 'displayNam'],
      ['no name', { displayName: undefined }, 'displayName'],
      ['a principal name without a domain', { userPrincipalName: 'ada' }, 'userPrincipalName'],
      ['a NUL', { userPrincipalName: 'a\0@contoso.example' }, 'userPrincipalName'],
      ['a type there is not', { userType: 'Robot' }, 'userType'],
      ['an id that is no GUID', { id: 'ada' }, 'id'],
      ['a name that is too long', { displayName: 'x'.repeat(257) }, 'displayName'],
      ['a member that only the server writes', { createdDateTime: '2026-01-01T00:00:00Z' }, 'createdDateTime'],
      ['a manager that is no address', { 'manager@odata.bind': randomUUID() }, 'manager@odata.bind'],
    ])('answers 400 to %s', async (_, sent, member) => {
      const { status, body } = await app().post(collection, {
        displayName: 'x',
        userPrincipalName: principalName(),
        ...sent,
      });
      expect([status, body.error]).toEqual([400, invalid(`'${member}'`)]);
    });

    it('answers 409 to an id that is taken, and to a principal name that is, in any case', async () => {
      const known = await given(server).aPerson();
      const refused = async (members: object) =>
        (await app().post(collection, { displayName: 'x', userPrincipalName: principalName(), ...members })).body.error
          .code;
      expect(await refused({ id: known.id })).toBe('DuplicateKey');
      expect(await refused({ userPrincipalName: String(known['userPrincipalName']).toUpperCase() })).toBe(
        'DuplicateKey',
      );
    });

    it('answers 404 to a manager who is not there', async () => {
      const { status, body } = await app().post(collection, {
        ...{ displayName: 'x', userPrincipalName: principalName(), 'manager@odata.bind': `/users/${randomUUID()}` },
      });
      expect([status, body.error.code]).toEqual([404, 'ResourceNotFound']);
    });

    it('answers 401 without a token, and 403 without a role', async () => {
      expect((await server.anonymous.post(collection, {})).status).toBe(401);
      expect((await server.as(aPerson(randomUUID(), 'User.ReadWrite.All')).post(collection, {})).status).toBe(403);
      const withRole = await server
        .as(anAdministrator)
        .post(collection, { displayName: 'x', userPrincipalName: principalName() });
      expect(withRole.status).toBe(201);
    });
  });

  describe('GET, PATCH and DELETE /users/{id}', () => {
    it('knows a person by id and by principal name, in any case', async () => {
      const { id, ...known } = await given(server).aPerson();
      const upn = String(known['userPrincipalName']);
      for (const key of [id, id.toUpperCase(), upn, upn.toUpperCase(), encodeURIComponent(upn)]) {
        expect((await app().get(`${collection}/${key}`)).body.id).toBe(id);
      }
      for (const key of [randomUUID(), 'ada', 'nobody@contoso.example', 'a%00@contoso.example']) {
        const { status, body } = await app().get(`${collection}/${key}`);
        expect([status, body.error.code]).toEqual([404, 'ResourceNotFound']);
      }
    });

    it('changes only what it was given', async () => {
      const person = await given(server).aPerson({ mail: 'before@contoso.example' });
      const { status } = await app().patch(`${collection}/${person.id}`, {
        accountEnabled: false,
        jobTitle: 'x',
        mail: null,
      });
      expect(status).toBe(204);
      const { body } = await app().get(`${collection}/${person.id}`);
      expect(body).toEqual({ ...person, accountEnabled: false, mail: null });
      expect((await app().patch(`${collection}/${person.id}`, { ...body, displayName: 'Ada' })).status).toBe(204);
      const refused = await app().patch(`${collection}/${person.id}`, { displayName: null });
      expect([refused.status, refused.body.error]).toEqual([400, invalid("'displayName'")]);
    });

    it('deletes a person whom nothing names', async () => {
      const { id } = await given(server).aPerson();
      expect((await app().delete(`${collection}/${id}`)).status).toBe(204);
      expect((await app().get(`${collection}/${id}`)).status).toBe(404);
      expect((await app().delete(`${collection}/${id}`)).status).toBe(404);
    });

    it('deletes a manager, and those who reported to them have none', async () => {
      const people = [await given(server).aPerson(), await given(server).aPerson(), await given(server).aPerson()];
      const [manager = '', ...reports] = people.map(({ id }) => id);
      for (const report of reports) await setManager(report, manager);
      expect((await app().delete(`${collection}/${manager}`)).status).toBe(204);
      for (const report of reports) {
        expect((await app().get(`${collection}/${report}`)).status).toBe(200);
        expect((await app().get(`${collection}/${report}/manager`)).status).toBe(404);
      }
      expect((await setManager(reports[0] ?? '', manager)).status).toBe(404);
    });

    it('filters and pages', async () => {
      const { displayName } = await given(server).aPerson({ displayName: `Ada ${randomUUID()}` });
      const { body } = await app().get(
        `${collection}?$filter=displayName eq '${String(displayName)}'&$select=displayName&$top=5`,
      );
      expect(body.value).toEqual([{ displayName }]);
    });
  });

  describe('Managers', () => {
    it('are set, read, listed from above and taken away', async () => {
      const [manager, report] = [await given(server).aPerson(), await given(server).aPerson()];
      expect((await app().get(`${collection}/${report.id}/manager`)).status).toBe(404);
      expect((await setManager(report.id, manager.id)).status).toBe(204);
      expect((await app().get(`${collection}/${report.id}/manager`)).body.id).toBe(manager.id);
      const reports = await app().get(`${collection}/${manager.id}/directReports?$select=id`);
      expect(reports.body.value).toEqual([{ '@odata.type': '#microsoft.graph.user', id: report.id }]);
      expect((await app().delete(`${collection}/${report.id}/manager/$ref`)).status).toBe(204);
      expect((await app().get(`${collection}/${report.id}/manager`)).status).toBe(404);
    });

    it('come with a new person', async () => {
      const manager = await given(server).aPerson();
      const bound = `https://graph.microsoft.com/v1.0/users('${manager.id}')`;
      const report = await given(server).aPerson({ 'manager@odata.bind': bound });
      const { body } = await app().get(`${collection}/${report.id}?$select=id&$expand=manager($select=id)`);
      expect(body).toMatchObject({ id: report.id, manager: { id: manager.id } });
    });

    it('never stand above themselves', async () => {
      const [a, b, c] = [await given(server).aPerson(), await given(server).aPerson(), await given(server).aPerson()];
      expect((await setManager(b.id, a.id)).status).toBe(204);
      expect((await setManager(c.id, b.id)).status).toBe(204);
      for (const [user, manager] of [
        [a.id, a.id],
        [a.id, b.id],
        [a.id, c.id],
      ] as const) {
        const { status, body } = await setManager(user, manager);
        expect([status, body.error.code]).toEqual([400, 'InvalidModel']);
      }
    });

    it('are refused when the address is wrong or names nobody', async () => {
      const { id } = await given(server).aPerson();
      expect((await setManager(id, randomUUID())).status).toBe(404);
      for (const sent of [{}, { '@odata.id': id }, { '@odata.id': `/groups/${id}` }, { '@odata.id': 7 }]) {
        const { status, body } = await app().put(`${collection}/${id}/manager/$ref`, sent);
        expect([status, body.error]).toEqual([400, invalid("'@odata.id'")]);
      }
    });

    it('never close a circle when two are set at once', async () => {
      const [a, b] = [await given(server).aPerson(), await given(server).aPerson()];
      const answers = await Promise.all([setManager(a.id, b.id), setManager(b.id, a.id)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 400]);
    });
  });
});
