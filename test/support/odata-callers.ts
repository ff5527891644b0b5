import type { Caller } from '../../src/platform/auth/caller.js';

/** A GUID that ends with a number. */
export const idOf = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

export const tenant = idOf(1);
export const otherTenant = idOf(2);

/** An application sees everything of its tenant, a user the requests for themselves and packages that are not hidden. */
export const anApplication = (tenantId = tenant): Caller => ({
  kind: 'application',
  tenantId,
  objectId: idOf(10),
  applicationId: idOf(11),
  permissions: ['EntitlementManagement.Read.All'],
  directoryRoles: [],
});
export const aUser = (objectId: string): Caller => ({ ...anApplication(), kind: 'user', objectId });
