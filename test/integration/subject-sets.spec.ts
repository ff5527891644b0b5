import { randomUUID } from 'node:crypto';
import { type SubjectSet, SubjectSetsReader } from '../../src/entitlement-management/subject-sets/index.js';
import { Database } from '../../src/platform/database/database.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { everySubjectSet } from '../support/full-width.js';
import { developmentTenantId as tenantId, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

const otherTenant = '7e4a0000-0000-4000-8000-000000000002';
const graph = '#microsoft.graph.';
const set = (type: string, members: object = {}): SubjectSet => ({ '@odata.type': `${graph}${type}`, ...members });

/** People by the names that the tests call them. */
const id = Object.fromEntries(
  ['boss', 'lead', 'ann', 'bob', 'gone', 'guest', 'inside', 'outside', 'sponsor', 'stranger'].map((name) => [
    name,
    randomUUID(),
  ]),
) as Record<string, string>;
const named = (ids: readonly string[]): string[] =>
  ids.map((found) => Object.keys(id).find((name) => id[name] === found) ?? found).sort();

const [group, empty, organization] = [randomUUID(), randomUUID(), randomUUID()];

describe.each(databases)('subject sets on the %s database', (kind) => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer({ database: kind });
    const { client } = server.app.get(Database);
    const person = (name: string, more: object = {}) => ({
      ...{ tenantId, id: id[name] ?? '', displayName: name, userPrincipalName: `${name}@contoso.example`, ...more },
    });
    await client.directoryUser.createMany({
      data: [
        ...[person('boss'), person('lead', { managerId: id['boss'] }), person('ann', { managerId: id['lead'] })],
        ...[person('bob', { managerId: id['gone'] }), person('gone', { accountEnabled: false, managerId: id['boss'] })],
        ...[person('guest', { mail: 'guest@Fabrikam.example', managerId: id['lead'] }), person('inside')],
        ...[person('outside', { mail: 'outside@fabrikam.example' }), person('sponsor'), person('stranger')],
        { ...person('ann'), tenantId: otherTenant },
      ],
    });
    await client.directoryGroup.createMany({
      data: [group, empty].map((groupId) => ({ tenantId, id: groupId, displayName: groupId })),
    });
    await client.groupMember.createMany({
      data: ['ann', 'bob', 'gone'].map((name) => ({ tenantId, groupId: group, userId: id[name] ?? '' })),
    });
    await client.userSponsor.createMany({
      data: ['sponsor', 'gone'].map((name) => ({ tenantId, userId: id['guest'] ?? '', sponsorId: id[name] ?? '' })),
    });
    const identitySources = [
      { '@odata.type': `${graph}domainIdentitySource`, displayName: 'Fabrikam', domainName: 'fabrikam.example' },
    ];
    await client.connectedOrganization.create({
      data: {
        ...{ tenantId, id: organization, displayName: 'Fabrikam', identitySources },
        ...{ createdAt: new Date(0), modifiedAt: new Date(0) },
      },
    });
    await client.connectedOrganizationSponsor.createMany({
      data: [
        { tenantId, organizationId: organization, kind: 'internal', userId: id['inside'] ?? '' },
        { tenantId, organizationId: organization, kind: 'external', userId: id['outside'] ?? '' },
      ],
    });
  });
  afterAll(() => server.close());

  const peopleIn = async (sets: readonly SubjectSet[], target = 'ann', requestor = target): Promise<string[]> => {
    const relation = { targetId: id[target] ?? '', requestorId: id[requestor] ?? '' };
    return server.app
      .get(Transactions)
      .run({ tenantId, actor: 'test' }, () => server.app.get(SubjectSetsReader).peopleIn(sets, relation));
  };

  it.each<[string, SubjectSet, string, string, string[]]>([
    ['somebody', set('singleUser', { userId: id['bob'] }), 'ann', 'ann', ['bob']],
    ['somebody who is disabled', set('singleUser', { userId: id['gone'] }), 'ann', 'ann', []],
    ['nobody by that id', set('singleUser', { userId: randomUUID() }), 'ann', 'ann', []],
    ['the enabled members of a group', set('groupMembers', { groupId: group }), 'ann', 'ann', ['ann', 'bob']],
    ['an empty group', set('groupMembers', { groupId: empty }), 'ann', 'ann', []],
    [
      'the members of several groups',
      set('identityGovernance.groupBasedSubjectSet', { groups: [{ id: empty }, { id: group }] }),
      'ann',
      'ann',
      ['ann', 'bob'],
    ],
    ['no groups', set('identityGovernance.groupBasedSubjectSet'), 'ann', 'ann', []],
    ["the requestor's manager", set('requestorManager'), 'bob', 'ann', ['lead']],
    ["the requestor's manager's manager", set('requestorManager', { managerLevel: 2 }), 'bob', 'ann', ['boss']],
    ['a manager beyond the top', set('requestorManager', { managerLevel: 3 }), 'bob', 'ann', []],
    ['a manager who is disabled', set('requestorManager', { managerLevel: 1 }), 'ann', 'bob', []],
    ['the manager above one who is disabled', set('requestorManager', { managerLevel: 2 }), 'ann', 'bob', ['boss']],
    ["the target's manager", set('targetManager', { managerLevel: null }), 'guest', 'boss', ['lead']],
    ['the sponsors of the target', set('targetUserSponsors'), 'guest', 'ann', ['sponsor']],
    ["the internal sponsors of the target's organization", set('internalSponsors'), 'guest', 'ann', ['inside']],
    ["the external sponsors of the target's organization", set('externalSponsors'), 'guest', 'ann', ['outside']],
    ['sponsors of a target from no organization', set('internalSponsors'), 'ann', 'guest', []],
    [
      'the people of an organization',
      set('connectedOrganizationMembers', { connectedOrganizationId: organization }),
      'ann',
      'ann',
      ['guest', 'outside'],
    ],
    ['what is no person', set('singleServicePrincipal', { servicePrincipalId: randomUUID() }), 'ann', 'ann', []],
  ])('name %s', async (_, asked, target, requestor, names) => {
    expect(named(await peopleIn([asked], target, requestor))).toEqual(names);
  });

  it.each<[string, SubjectSet, string[]]>([
    ['its internal sponsors', set('internalSponsors'), ['inside']],
    ['its external sponsors', set('externalSponsors'), ['outside']],
    [
      'its people',
      set('connectedOrganizationMembers', { connectedOrganizationId: organization }),
      ['guest', 'outside'],
    ],
  ])('name nobody by an organization that is only proposed: %s', async (_, asked, names) => {
    const { client } = server.app.get(Database);
    const setState = (state: string) =>
      client.connectedOrganization.updateMany({ where: { tenantId, id: organization }, data: { state } });
    await setState('proposed');
    const found = await peopleIn([asked], 'guest', 'ann').finally(() => setState('configured'));
    expect(named(found)).toEqual([]);
    expect(named(await peopleIn([asked], 'guest', 'ann'))).toEqual(names);
  });

  it('add up, each person once, without the hash as well, and in the order of their ids', async () => {
    const sets = [
      set('groupMembers', { groupId: group }),
      { '@odata.type': 'microsoft.graph.singleUser', userId: id['ann'] },
      set('requestorManager', { managerLevel: 1 }),
      set('targetManager', { managerLevel: 2 }),
      set('internalSponsors'),
    ];
    const found = await peopleIn(sets, 'guest', 'ann');
    expect(named(found)).toEqual(['ann', 'bob', 'boss', 'inside', 'lead']);
    expect(found).toEqual([...found].sort());
  });

  it('of every kind at once are read, those of none name nobody, and a tenant knows only its own people', async () => {
    expect(await peopleIn([])).toEqual([]);
    const all = await peopleIn(everySubjectSet as SubjectSet[], 'guest', 'ann');
    expect(named(all)).toEqual(['boss', 'inside', 'lead', 'outside', 'sponsor']);
    const reader = server.app.get(SubjectSetsReader);
    const theirs = { targetId: id['ann'] ?? '', requestorId: id['ann'] ?? '' };
    const sets = [set('singleUser', { userId: id['bob'] }), set('requestorManager')];
    expect(
      await server.app
        .get(Transactions)
        .run({ tenantId: otherTenant, actor: 'test' }, () => reader.peopleIn(sets, theirs)),
    ).toEqual([]);
  });
});
