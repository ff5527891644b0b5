import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { expectCollection, expectContract } from '../support/contract.js';
import { expectReadCollection } from '../support/graph-sdk.js';
import { entitlements, given, selfService } from '../support/given.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';

const collection = `${entitlements}/connectedOrganizations`;
let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const administrator = () => server.as(anAdministrator);
const aReader = () => server.as({ oid: randomUUID(), scp: 'EntitlementManagement.Read.All', roles: ['GlobalReader'] });
const invalid = (member: string) =>
  expect.objectContaining({ code: 'InvalidModel', message: expect.stringContaining(member) });
const eventsOf = async (aggregateId: string) => {
  const { client } = server.app.get(Database);
  const rows = await client.domainEvent.findMany({ where: { aggregateId }, orderBy: { aggregateVersion: 'asc' } });
  return rows.map(({ name }) => name);
};
const domain = (domainName: string) => ({
  '@odata.type': '#microsoft.graph.domainIdentitySource',
  displayName: domainName,
  domainName,
});
const everySource = [
  {
    '@odata.type': '#microsoft.graph.azureActiveDirectoryTenant',
    displayName: 'fabrikam.example',
    tenantId: randomUUID(),
  },
  {
    '@odata.type': '#microsoft.graph.crossCloudAzureActiveDirectoryTenant',
    displayName: 'Fabrikam Government',
    tenantId: randomUUID(),
    cloudInstance: 'login.cloud.example',
  },
  domain('fabrikam.example'),
  {
    '@odata.type': '#microsoft.graph.externalDomainFederation',
    displayName: 'Federated',
    domainName: 'federated.example',
    issuerUri: 'https://issuer.example',
  },
  {
    '@odata.type': '#microsoft.graph.socialIdentitySource',
    displayName: 'Facebook',
    socialIdentitySourceType: 'facebook',
  },
];

describe('POST /connectedOrganizations', () => {
  it("takes beta's domainName for the one domain that it has, and refuses it beside other sources", async () => {
    const path = collection.replace('v1.0', 'beta');
    const named = { displayName: `Fabrikam ${randomUUID()}`, domainName: 'fabrikam.example' };
    const { status, body } = await administrator().post(path, named);
    expect([status, body.identitySources]).toEqual([201, [domain('fabrikam.example')]]);
    const twice = await administrator().post(path, { ...named, identitySources: [domain('other.example')] });
    expect([twice.status, twice.body.error]).toEqual([400, invalid("'domainName'")]);
    const wrong = await administrator().post(path, { ...named, domainName: ' ' });
    expect([wrong.status, wrong.body.error]).toEqual([400, invalid("'domainName' must not be blank")]);
  });

  it('binds the sponsors whom it names by their addresses, each once, and nobody if one of them is unknown', async () => {
    const there = given(server);
    const [inside, outside] = [await there.aPerson(), await there.aPerson()];
    const bound = {
      'internalSponsors@odata.bind': [`users/${inside.id}`, `https://any.example/v1.0/directoryObjects/${inside.id}`],
      'EXTERNALSponsors@odata.bind': [`users/${outside.id}`],
    };
    const made = await administrator().post(collection, { displayName: `Fabrikam ${randomUUID()}`, ...bound });
    expect(made.status).toBe(201);
    const { body } = await administrator().get(
      `${collection}/${made.body.id}?$expand=internalSponsors,externalSponsors`,
    );
    const ids = (sponsors: { id: string }[]) => sponsors.map(({ id }) => id);
    expect([ids(body.internalSponsors), ids(body.externalSponsors)]).toEqual([[inside.id], [outside.id]]);
    const added = 'connectedOrganization.sponsorAdded';
    expect(await eventsOf(made.body.id)).toEqual(['connectedOrganization.created', added, added]);

    const displayName = `Fabrikam ${randomUUID()}`;
    const unknown = { displayName, 'internalSponsors@odata.bind': [`users/${randomUUID()}`] };
    expect((await administrator().post(collection, unknown)).status).toBe(404);
    expect((await administrator().post(collection, { displayName })).status).toBe(201);
  });

  it('answers 201 with the organization, every kind of identity source, and where it is', async () => {
    const displayName = `Fabrikam ${randomUUID()}`;
    const sent = { displayName, description: 'A partner', state: 'proposed', identitySources: everySource };
    const { status, body, headers } = await administrator().post(collection, sent);
    expect(status).toBe(201);
    expectContract('connectedOrganization', body);
    expect(body).toEqual({
      '@odata.context': expect.stringContaining(
        '$metadata#identityGovernance/entitlementManagement/connectedOrganizations/$entity',
      ),
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      ...sent,
      createdDateTime: expect.stringMatching(/Z$/),
      modifiedDateTime: body.createdDateTime,
    });
    expect(headers.get('location')).toBe(`${server.url}${collection}/${body.id}`);
    expect((await aReader().get(`${collection}/${body.id}`)).body).toEqual(body);
    expect(await eventsOf(body.id)).toEqual(['connectedOrganization.created']);
  });

  it('takes it for configured, without sources, when nothing more is said', async () => {
    const { body } = await administrator().post(collection, { displayName: `Fabrikam ${randomUUID()}` });
    expect(body).toMatchObject({ description: null, state: 'configured', identitySources: [] });
  });

  it.each([
    ['no name', {}, 'displayName'],
    ['a state that is none', { displayName: 'x', state: 'open' }, 'state'],
    ['a misspelt member', { displayName: 'x', identitySource: [] }, 'identitySource'],
    ['sponsors as objects', { displayName: 'x', internalSponsors: [{ id: randomUUID() }] }, 'internalSponsors'],
    [
      'sponsors that are no people',
      { displayName: 'x', 'internalSponsors@odata.bind': ['groups/x'] },
      'internalSponsors@odata.bind',
    ],
    ['a source of no kind', { displayName: 'x', identitySources: [{ domainName: 'a.example' }] }, '@odata.type'],
    [
      'a source of an unknown kind',
      { displayName: 'x', identitySources: [{ '@odata.type': '#microsoft.graph.singleUser' }] },
      '@odata.type',
    ],
    [
      'a domain without its name',
      { displayName: 'x', identitySources: [{ '@odata.type': 'microsoft.graph.domainIdentitySource' }] },
      'identitySources[0].domainName',
    ],
    [
      'a tenant whose id is no GUID',
      {
        displayName: 'x',
        identitySources: [{ '@odata.type': 'microsoft.graph.azureActiveDirectoryTenant', tenantId: 'fabrikam' }],
      },
      'identitySources[0].tenantId',
    ],
  ])('answers 400 to %s', async (_, sent, member) => {
    const { status, body } = await administrator().post(collection, sent);
    expect([status, body.error]).toEqual([400, invalid(member)]);
  });

  it('answers 401 and 403 to those who may not, and 409 to a name that is taken', async () => {
    const sent = { displayName: `Fabrikam ${randomUUID()}` };
    expect((await server.anonymous.post(collection, sent)).status).toBe(401);
    expect((await aReader().post(collection, sent)).status).toBe(403);
    expect((await server.as(aPerson(randomUUID())).post(collection, sent)).status).toBe(403);
    expect((await server.as(anApplication).post(collection, sent)).status).toBe(201);
    const { status, body } = await administrator().post(collection, sent);
    expect([status, body.error.code]).toEqual([409, 'DuplicateKey']);
  });
});

describe('GET /connectedOrganizations', () => {
  it('lists them, filtered, ordered and page by page', async () => {
    const there = given(server);
    const names = ['B', 'A'].map((letter) => `Listed ${letter} ${randomUUID()}`);
    for (const displayName of names) await there.aConnectedOrganization({ displayName });
    const { status, body } = await aReader().get(`${collection}?$orderby=displayName&$top=999`);
    expect(status).toBe(200);
    expectCollection('connectedOrganization', body);
    const listed = body.value.map(({ displayName }: { displayName: string }) => displayName);
    expect(listed.filter((name: string) => names.includes(name))).toEqual([...names].sort());
    const filter = encodeURIComponent(`displayName eq '${names[0]}'`);
    expect((await aReader().get(`${collection}?$filter=${filter}&$select=id`)).body.value).toHaveLength(1);
  });

  it('shows people without a role only those that they sponsor', async () => {
    const there = given(server);
    const [organization, person] = [await there.aConnectedOrganization(), await there.aPerson()];
    const themselves = server.as(aPerson(person.id, 'EntitlementManagement.Read.All'));
    expect((await themselves.get(collection)).body.value).toEqual([]);
    expect((await themselves.get(`${collection}/${organization.id}`)).status).toBe(404);
    const reference = { '@odata.id': `${server.url}/v1.0/users/${person.id}` };
    await administrator().post(`${collection}/${organization.id}/internalSponsors/$ref`, reference);
    expect((await themselves.get(`${collection}/${organization.id}`)).status).toBe(200);
  });

  it('answers 404 to an id that names none, and 400 to what is no id', async () => {
    expect((await aReader().get(`${collection}/${randomUUID()}`)).status).toBe(404);
    expect((await aReader().get(`${collection}/fabrikam`)).status).toBe(400);
  });
});

describe('PATCH /connectedOrganizations/{id}', () => {
  it('answers 202 with the organization, of which only what was said is changed', async () => {
    const before = await given(server).aConnectedOrganization({
      description: 'A partner',
      identitySources: [domain('fabrikam.example')],
    });
    const { status, body } = await administrator().patch(`${collection}/${before.id}`, {
      id: before.id,
      state: 'proposed',
      createdDateTime: '2026-01-01T00:00:00Z',
    });
    expect(status).toBe(202);
    expectContract('connectedOrganization', body);
    expect(body).toEqual({ ...before, state: 'proposed', modifiedDateTime: expect.any(String) });
    expect((await administrator().get(`${collection}/${before.id}`)).body).toEqual(body);
    const other = await administrator().patch(`${collection}/${before.id}`, { identitySources: [domain('b.example')] });
    expect(other.body).toMatchObject({ identitySources: [domain('b.example')], description: 'A partner' });
    expect(await eventsOf(before.id)).toEqual([
      'connectedOrganization.created',
      ...['connectedOrganization.updated', 'connectedOrganization.updated'],
    ]);
  });

  it('answers 400, 401, 403, 404 and 409 as it should, and changes nothing then', async () => {
    const there = given(server);
    const [organization, other] = [await there.aConnectedOrganization(), await there.aConnectedOrganization()];
    const path = `${collection}/${organization.id}`;
    const statuses = [
      await administrator().patch(path, { displayName: null }),
      await administrator().patch(path, { id: other.id }),
      await server.anonymous.patch(path, { description: 'x' }),
      await aReader().patch(path, { description: 'x' }),
      await administrator().patch(`${collection}/${randomUUID()}`, { description: 'x' }),
      await administrator().patch(path, { displayName: other['displayName'] }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([400, 400, 401, 403, 404, 409]);
    expect((await administrator().get(path)).body).toEqual(organization);
  });
});

describe('DELETE /connectedOrganizations/{id}', () => {
  it('answers 204, and the organization is gone with its sponsors', async () => {
    const there = given(server);
    const [organization, person] = [await there.aConnectedOrganization(), await there.aPerson()];
    const path = `${collection}/${organization.id}`;
    await administrator().post(`${path}/externalSponsors/$ref`, {
      '@odata.id': `${server.url}/v1.0/users/${person.id}`,
    });
    expect((await administrator().delete(path)).status).toBe(204);
    expect((await administrator().get(path)).status).toBe(404);
    expect((await administrator().delete(path)).status).toBe(404);
    expect((await eventsOf(organization.id)).at(-1)).toBe('connectedOrganization.deleted');
  });

  it('answers 409 as long as a policy names it', async () => {
    const there = given(server);
    const organization = await there.aConnectedOrganization();
    const set = {
      '@odata.type': '#microsoft.graph.connectedOrganizationMembers',
      connectedOrganizationId: organization.id.toUpperCase(),
    };
    const policy = await there.aPolicy({
      ...selfService,
      allowedTargetScope: 'specificConnectedOrganizationUsers',
      specificAllowedTargets: [set],
    });
    const path = `${collection}/${organization.id}`;
    const { status, body } = await administrator().delete(path);
    expect([status, body.error.code]).toEqual([409, 'ResourceInUse']);
    expect(body.error.message).toContain(policy.id);
    expect((await administrator().get(path)).status).toBe(200);
    await administrator().delete(`${entitlements}/assignmentPolicies/${policy.id}`);
    expect((await administrator().delete(path)).status).toBe(204);
  });

  it('answers 401 and 403 to those who may not', async () => {
    const { id } = await given(server).aConnectedOrganization();
    expect((await server.anonymous.delete(`${collection}/${id}`)).status).toBe(401);
    expect((await aReader().delete(`${collection}/${id}`)).status).toBe(403);
  });
});

describe.each(['internalSponsors', 'externalSponsors'])('%s of a connected organization', (sponsors) => {
  const referenceTo = (id: string) => ({ '@odata.id': `https://any.example/v1.0/users/${id}` });

  it('come, are listed, and go', async () => {
    const there = given(server);
    const [organization, person] = [await there.aConnectedOrganization(), await there.aPerson()];
    const path = `${collection}/${organization.id}/${sponsors}`;
    expect((await administrator().post(`${path}/$ref`, referenceTo(person.id))).status).toBe(204);
    const { status, body } = await aReader().get(`${path}?$select=id`);
    expect([status, body.value]).toEqual([200, [{ '@odata.type': '#microsoft.graph.user', id: person.id }]]);
    await expectReadCollection('directoryObject', body);
    const others = sponsors === 'internalSponsors' ? 'externalSponsors' : 'internalSponsors';
    expect((await aReader().get(`${collection}/${organization.id}/${others}`)).body.value).toEqual([]);
    expect((await administrator().delete(`${path}/${person.id}/$ref`)).status).toBe(204);
    expect((await aReader().get(path)).body.value).toEqual([]);
    expect((await administrator().delete(`${path}/${person.id}/$ref`)).status).toBe(404);
    expect(await eventsOf(organization.id)).toEqual([
      'connectedOrganization.created',
      ...['connectedOrganization.sponsorAdded', 'connectedOrganization.sponsorRemoved'],
    ]);
  });

  it('answers 400, 401, 403, 404 and 409 as it should', async () => {
    const there = given(server);
    const [organization, person] = [await there.aConnectedOrganization(), await there.aPerson()];
    const path = `${collection}/${organization.id}/${sponsors}/$ref`;
    await administrator().post(path, referenceTo(person.id));
    const statuses = [
      await administrator().post(path, {}),
      await administrator().post(path, { '@odata.id': `https://any.example/v1.0/groups/${person.id}` }),
      await server.anonymous.post(path, referenceTo(person.id)),
      await aReader().post(path, referenceTo(person.id)),
      await administrator().post(path, referenceTo(randomUUID())),
      await administrator().post(path.replace(organization.id, randomUUID()), referenceTo(person.id)),
      await administrator().get(`${collection}/${randomUUID()}/${sponsors}`),
      await administrator().post(path, referenceTo(person.id)),
    ].map(({ status }) => status);
    expect(statuses).toEqual([400, 400, 401, 403, 404, 404, 404, 409]);
  });
});

describe('the people of connected organizations', () => {
  const ask = async (person: { id: string }, policy: { names: object }) =>
    (
      await server
        .as(aPerson(person.id, 'EntitlementMgmt-SubjectAccess.ReadWrite'))
        .post(`${entitlements}/assignmentRequests`, { requestType: 'userAdd', assignment: policy.names })
    ).status;
  const members = (...organizations: { id: string }[]) =>
    organizations.map(({ id }) => ({
      '@odata.type': '#microsoft.graph.connectedOrganizationMembers',
      connectedOrganizationId: id,
    }));
  const policyIn = async (catalog: object, more: object) => {
    const there = given(server);
    const { id } = await there.aPackage({ catalog: { id: (await there.aCatalog({ ...catalog })).id } });
    return there.aPolicy({ ...selfService, ...more, accessPackage: { id } });
  };

  it('are let in by the scopes that mean them, and by no other', async () => {
    const there = given(server);
    const unique = randomUUID().slice(0, 8);
    const ours = await there.aConnectedOrganization({ identitySources: [domain(`Ours-${unique}.example`)] });
    const tenant = { '@odata.type': '#microsoft.graph.azureActiveDirectoryTenant', tenantId: randomUUID() };
    const theirs = await there.aConnectedOrganization({
      identitySources: [{ ...tenant, displayName: `theirs-${unique}.example` }],
    });
    await there.aConnectedOrganization({ identitySources: [domain(`new-${unique}.example`)], state: 'proposed' });
    const aGuest = (name: string) => there.aPerson({ userType: 'Guest', mail: `${randomUUID()}@${name}` });
    const people = {
      ours: await aGuest(`ours-${unique}.EXAMPLE`),
      theirs: await aGuest(`theirs-${unique}.example`),
      proposed: await aGuest(`new-${unique}.example`),
      stranger: await aGuest(`x-ours-${unique}.example`),
      member: await there.aPerson(),
    };
    const open = { isExternallyVisible: true };
    const specific = {
      allowedTargetScope: 'specificConnectedOrganizationUsers',
      specificAllowedTargets: members(ours),
    };
    const policies = {
      specific: await policyIn(open, specific),
      both: await policyIn(open, { ...specific, specificAllowedTargets: members(ours, theirs) }),
      configured: await policyIn(open, { allowedTargetScope: 'allConfiguredConnectedOrganizationUsers' }),
      external: await policyIn(open, { allowedTargetScope: 'allExternalUsers' }),
      everybody: await policyIn({}, { allowedTargetScope: 'allDirectoryUsers' }),
      closed: await policyIn({}, { allowedTargetScope: 'allExternalUsers' }),
      wrongSets: await policyIn(open, {
        allowedTargetScope: 'specificDirectoryUsers',
        ...{ specificAllowedTargets: members(ours) },
      }),
    };
    const table: Record<string, string[]> = {};
    for (const [who, person] of Object.entries(people)) {
      table[who] = [];
      for (const [name, policy] of Object.entries(policies))
        if ((await ask(person, policy)) === 201) table[who].push(name);
    }
    expect(table).toEqual({
      ours: ['specific', 'both', 'configured', 'external', 'everybody'],
      theirs: ['both', 'configured', 'external', 'everybody'],
      proposed: ['external', 'everybody'],
      stranger: ['external', 'everybody'],
      member: ['everybody'],
    });
  });

  it('are told why they are not let in', async () => {
    const there = given(server);
    const guest = await there.aPerson({ userType: 'Guest', mail: 'somebody@nowhere.example' });
    const closed = await policyIn({}, { allowedTargetScope: 'allExternalUsers' });
    const { body, status } = await server
      .as(aPerson(guest.id, 'EntitlementMgmt-SubjectAccess.ReadWrite'))
      .post(`${entitlements}/assignmentRequests`, { requestType: 'userAdd', assignment: closed.names });
    expect([status, body.error.code]).toEqual([403, 'PolicyRequirementsNotMet']);
    expect(body.error.message).toContain('isExternallyVisible');
  });
});
