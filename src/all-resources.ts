import { collections, directory } from './collections.js';
import type { Caller } from './platform/auth/caller.js';
import { directoryRoles, roles } from './graph/index.js';
import type { Resource } from './platform/odata/resource.js';

/** Every resource of entitlement management. */
export const entitlementResources: readonly Resource[] = collections.flatMap(({ resources }) => resources);

/** Everything that can be read. */
export const allResources: readonly Resource[] = [...entitlementResources, ...directory.resources];

const nobody = '00000000-0000-4000-8000-000000000000';
const everything = [
  'EntitlementManagement.ReadWrite.All',
  'User.ReadWrite.All',
  'Group.ReadWrite.All',
  'Application.ReadWrite.All',
];
const caller = (given: Partial<Caller>): Caller => ({
  ...{ kind: 'user', tenantId: nobody, objectId: nobody, applicationId: nobody },
  ...{ permissions: everything, directoryRoles: [] },
  ...given,
});

/** Whom every resource has to be readable for: an administrator, a person without any role, an owner of a catalog, and an application that may do everything. */
export const readers: readonly Caller[] = [
  caller({ directoryRoles: [directoryRoles.GlobalAdministrator] }),
  caller({}),
  caller({ heldRoles: [{ roleId: roles['Catalog owner'].id, scopeId: nobody }] }),
  caller({ kind: 'application' }),
];
