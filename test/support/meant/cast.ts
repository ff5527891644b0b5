import { given } from '../given.js';
import { anApplication, type TestServer } from '../server.js';

type Json = Record<string, unknown>;

const names = [
  ...(['ann', 'lead', 'boss', 'sponsor', 'inside', 'outside', 'partner', 'keeper', 'stranger'] as const),
  ...(['direct', 'viaTwo', 'viaTen', 'viaEleven', 'viaCircle', 'disabled', 'deleted'] as const),
];

export type Name = (typeof names)[number];

/** People of whom each is meant by some sets and not by others, by what they are called here. */
export interface Cast {
  readonly people: Readonly<Record<Name, string>>;
  readonly groupId: string;
  readonly emptyGroupId: string;
  readonly organizationId: string;
}

const address = (collection: string, id: string): string => `https://any.example/v1.0/${collection}/${id}`;

/**
 * Ann comes from a partner, and has a sponsor and two managers. The others are in a group, themselves or by groups in groups, of which
 * one holds the group that it is in.
 */
export async function aCast(server: TestServer): Promise<Cast> {
  const there = given(server);
  const app = server.as(anApplication);
  const people = {} as Record<Name, string>;
  const person = async (name: Name, members: Json = {}) => {
    people[name] = (await there.aPerson({ displayName: name, ...members })).id;
  };
  const managedBy = (name: Name) => ({ 'manager@odata.bind': address('users', people[name]) });
  for (const name of ['boss', 'sponsor', 'inside', 'keeper', 'stranger', 'direct', 'viaTwo', 'viaTen'] as const)
    await person(name);
  for (const name of ['viaEleven', 'viaCircle', 'disabled', 'deleted'] as const) await person(name);
  await person('lead', managedBy('boss'));
  for (const name of ['outside', 'partner'] as const) await person(name, { mail: `${name}@partner.example` });
  const sponsors = { 'sponsors@odata.bind': [address('users', people.sponsor)] };
  await person('ann', { mail: 'ann@Partner.example', ...managedBy('lead'), ...sponsors });

  const held = (users: readonly Name[], groups: readonly string[]) => ({
    'members@odata.bind': [
      ...users.map((name) => address('users', people[name])),
      ...groups.map((id) => address('groups', id)),
    ],
  });
  // From the eleventh level up: each next group holds the one before.
  let inner = (await there.aGroup(held(['viaEleven'], []))).id;
  for (let depth = 10; depth >= 2; depth -= 1)
    inner = (await there.aGroup(held(depth === 10 ? ['viaTen'] : depth === 2 ? ['viaTwo'] : [], [inner]))).id;
  const circle = (await there.aGroup(held(['viaCircle'], []))).id;
  const groupId = (await there.aGroup(held(['direct', 'disabled', 'deleted'], [inner, circle]))).id;
  const closed = await app.post(`/v1.0/groups/${circle}/members/$ref`, { '@odata.id': address('groups', groupId) });
  if (closed.status !== 204) throw new Error(`Expected 204, got ${closed.status}: ${closed.text}`);

  const organization = await there.aConnectedOrganization({
    state: 'configured',
    identitySources: [
      { '@odata.type': '#microsoft.graph.domainIdentitySource', domainName: 'partner.example', displayName: 'Partner' },
    ],
    'internalSponsors@odata.bind': [address('users', people.inside)],
    'externalSponsors@odata.bind': [address('users', people.outside)],
  });
  await app.patch(`/v1.0/users/${people.disabled}`, { accountEnabled: false });
  await app.delete(`/v1.0/users/${people.deleted}`);
  return { people, groupId, emptyGroupId: (await there.aGroup()).id, organizationId: organization.id };
}

export const everybody: readonly Name[] = names;
