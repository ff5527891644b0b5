import { randomUUID } from 'node:crypto';
import { roles, type RoleName } from '../../src/graph/roles.js';
import { Database } from '../../src/platform/database/database.js';
import { approvalBy, asking, members, user } from './approvals.js';
import { given } from './given.js';
import { anApplication, developmentTenantId as tenantId, type TestServer } from './server.js';
import type { DevTokenBody } from '../../src/platform/development/dev-token.body.js';

type Json = Record<string, unknown>;
type Stage = (groupId: string, other: Json) => Json;

const groupSet = (groupId: string): Json => ({
  '@odata.type': '#microsoft.graph.identityGovernance.groupBasedSubjectSet',
  groups: [{ id: randomUUID() }, { id: groupId }],
});
const escalating = {
  isEscalationEnabled: true,
  durationBeforeEscalation: 'P1D',
  durationBeforeAutomaticDenial: 'P14D',
};

/** Where a policy may name a group among those who decide. */
export const places = {
  primary: (id: string) => asking(members(id)),
  'primary, behind others': (id: string, other: Json) => asking(other, members(id)),
  'a set of groups': (id: string, other: Json) => asking(other, groupSet(id)),
  fallback: (id: string, other: Json) => ({ ...asking(other), fallbackPrimaryApprovers: [members(id)] }),
  escalation: (id: string, other: Json) => ({ ...asking(other), ...escalating, escalationApprovers: [members(id)] }),
  'fallback of the escalation': (id: string, other: Json) => ({
    ...{ ...asking(other), ...escalating, escalationApprovers: [other] },
    fallbackEscalationApprovers: [members(id)],
  }),
} satisfies Record<string, Stage>;

/** Who tries to change groups: by a directory role, as their owner, as an application, beside what they hold in catalogs. */
export const callers = [
  ...(['groupsAdministrator', 'groupOwner', 'application', 'ownerElsewhere', 'reader'] as const),
  ...(['assignmentManager', 'packageManager', 'catalogOwner', 'withoutScope', 'administrator'] as const),
] as const;
export type CallerName = (typeof callers)[number];

/** By which roles in the catalog of the groups with rights, or in another one, they hold what they hold. */
const held: Readonly<Partial<Record<CallerName, RoleName>>> = {
  ownerElsewhere: 'Catalog owner',
  reader: 'Catalog reader',
  assignmentManager: 'Access package assignment manager',
  packageManager: 'Access package manager',
  catalogOwner: 'Catalog owner',
};

const scp = 'Group.ReadWrite.All EntitlementManagement.ReadWrite.All';

export function tokenOf(name: CallerName, oid: string): Partial<DevTokenBody> {
  switch (name) {
    case 'application':
      return { as: 'app', oid, roles: ['Group.ReadWrite.All'] };
    case 'groupOwner':
      return { as: 'user', oid, scp, roles: [] };
    case 'withoutScope':
      return { as: 'user', oid, scp: 'Group.ReadWrite.All', roles: ['GlobalAdministrator'] };
    case 'administrator':
      return { as: 'user', oid, scp, roles: ['IdentityGovernanceAdministrator'] };
    default:
      return { as: 'user', oid, scp, roles: ['GroupsAdministrator'] };
  }
}

export type Named = Readonly<Record<string, string>>;

/** Two catalogs, groups, what these give, and people who hold roles. */
export async function groupsWithRights(server: TestServer) {
  const there = given(server);
  const { pool } = server.app.get(Database);
  const [catalog, elsewhere, ada] = [await there.aCatalog(), await there.aCatalog(), await there.aPerson()];
  const accessPackage = await there.aPackage({ catalog: { id: catalog.id } });
  const ids: Record<string, string> = {};
  for (const name of callers) ids[name] = (await there.aPerson()).id;
  const owners = { 'owners@odata.bind': [`users/${ids['groupOwner']}`] };

  const giveRole = (role: RoleName, principal: { userId: string } | { groupId: string }, catalogId: string | null) =>
    pool.roleAssignment.create({
      data: {
        ...{ tenantId, id: randomUUID(), roleDefinitionId: roles[role].id, catalogId },
        ...{ principalId: Object.values(principal)[0] as string, ...principal },
      },
    });
  const aGroup = async (more: Json = {}) => (await there.aGroup({ ...owners, ...more })).id;
  const holding = async (role: RoleName, catalogId: string | null = catalog.id) => {
    const id = await aGroup();
    await giveRole(role, { groupId: id }, catalogId);
    return id;
  };
  const deciding = async (stage: Stage, id?: string) => {
    const groupId = id ?? (await aGroup());
    const requestApprovalSettings = approvalBy(asking(user(ada.id)), stage(groupId, user(ada.id)));
    const policy = await there.aPolicy({ accessPackage: { id: accessPackage.id }, requestApprovalSettings });
    return { groupId, policyId: policy.id };
  };
  /** A group in a group, and so on: the last of so many is the one given. */
  const under = async (last: string, many: number) => {
    let inner = last;
    for (let n = 1; n < many; n += 1) {
      const outer = inner;
      inner = await aGroup();
      await server.as(anApplication).post(`/v1.0/groups/${outer}/members/$ref`, { '@odata.id': `groups/${inner}` });
    }
    return inner;
  };
  for (const [name, role] of Object.entries(held)) {
    await giveRole(role, { userId: ids[name] ?? '' }, name === 'ownerElsewhere' ? elsewhere.id : catalog.id);
  }
  return { there, catalogId: catalog.id, ids: ids as Named, aGroup, giveRole, holding, deciding, under };
}

export type GroupsWithRights = Awaited<ReturnType<typeof groupsWithRights>>;
