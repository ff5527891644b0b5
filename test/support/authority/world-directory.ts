import { entitlements, given } from '../given.js';
import { administrator, anAdministrator, type TestServer } from '../server.js';
import { delegateNames } from './delegates.js';
import { done, named, type Thing, type World } from './world.js';

const people = [
  ...['other', 'target', 'requestor', 'onBehalf', 'approver', 'manager', 'disabled', 'reader', 'colleague'],
  'groupOwner',
  // Whom nobody speaks for: the second approver of a policy that keeps its approvers to itself, a member, a sponsor.
  ...['quiet', 'member', 'sponsor', 'outsider', 'neighbour'],
  ...delegateNames.filter((name) => name !== 'delegate'),
];

/** People, groups and organizations. */
export async function addDirectory(server: TestServer, world: World): Promise<void> {
  const there = given(server);
  const bind = (key: string) => `https://any.example/v1.0/users/${world.id('users', key)}`;
  // Managers and sponsors first, so that links can name them.
  const order = [...people].sort((one, other) => rank(one) - rank(other));
  for (const key of order) {
    const displayName = named(key);
    const userPrincipalName = `${displayName.replace(' ', '.')}@${key === 'outsider' ? 'partner' : 'contoso'}.example`;
    const more = key === 'target' ? { 'manager@odata.bind': bind('manager') } : {};
    const userType = key === 'outsider' ? 'Guest' : 'Member';
    const accountEnabled = key !== 'disabled';
    const entity = await there.aPerson({ displayName, userPrincipalName, userType, accountEnabled, ...more });
    world.put('users', key, entity, { links: linksOf(key) });
  }
  // The administrator is there from the start.
  const { displayName } = await done(server.as(anAdministrator).get(`/v1.0/users/${administrator.id}`));
  world.put('users', 'administrator', { id: administrator.id, displayName });
  const as = server.as(anAdministrator);
  await done(as.post(`/v1.0/users/${world.id('users', 'outsider')}/sponsors/$ref`, { '@odata.id': bind('sponsor') }));
  for (const [key, member, ...owners] of [
    ['club', 'member'],
    ['spare', 'colleague', 'groupOwner'],
  ] as const) {
    const links = { 'members@odata.bind': [bind(member)], 'owners@odata.bind': owners.map(bind) };
    const entity = await there.aGroup({ displayName: named(key), ...links });
    const given = givenTo[key];
    world.put('groups', key, entity, {
      links: { members: [member, ...given.members], owners: [...owners, ...given.owners] },
    });
  }
  const crew = await there.aGroup({ displayName: named('crew'), 'members@odata.bind': [bind('ownerByGroup')] });
  world.put('groups', 'crew', crew, { links: { members: ['ownerByGroup'] } });
  const held = `https://any.example/v1.0/groups/${crew.id}`;
  const team = await there.aGroup({ displayName: named('team'), 'members@odata.bind': [held] });
  world.put('groups', 'team', team, { links: { members: ['crew'], groups: ['crew'] } });
  for (const key of ['payroll', 'delegate'])
    world.put('servicePrincipals', key, await there.aServicePrincipal({ displayName: named(key) }));
  const source = {
    '@odata.type': '#microsoft.graph.domainIdentitySource',
    domainName: 'partner.example',
    displayName: 'P',
  };
  const partner = { displayName: named('partner'), identitySources: [source] };
  const organization = await there.aConnectedOrganization(partner);
  const links = { internalSponsors: ['manager'], externalSponsors: ['outsider'] };
  world.put('connectedOrganizations', 'partner', organization, { links });
  for (const [link, [key]] of Object.entries(links)) {
    const path = `${entitlements}/connectedOrganizations/${organization.id}/${link}/$ref`;
    await done(as.post(path, { '@odata.id': bind(String(key)) }));
  }
  const spare = await there.aConnectedOrganization({ displayName: named('spare') });
  world.put('connectedOrganizations', 'spare', spare);
}

/** Whom packages that they hold put into a group, or make its owner: see `world-resources.ts`. */
const givenTo = {
  club: { members: [], owners: ['target'] },
  spare: { members: ['neighbour'], owners: [] },
} as const;

const rank = (key: string): number => (key === 'manager' || key === 'sponsor' ? 0 : 1);

function linksOf(key: string): Thing['links'] {
  if (key === 'target') return { manager: ['manager'] };
  if (key === 'manager') return { directReports: ['target'] };
  return key === 'outsider' ? { sponsors: ['sponsor'] } : {};
}
