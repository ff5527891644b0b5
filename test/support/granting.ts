import { randomUUID } from 'node:crypto';
import { Database } from '../../src/platform/database/database.js';
import { developmentTenantId as tenantId, type TestServer } from './server.js';

/** What a package gives, as it stands in the database. */
export interface GivenRole {
  readonly accessPackageId: string;
  readonly roleScopeId: string;
}

/** Writes resources and what packages give, without the rules of those who may. */
export function granting(server: TestServer) {
  const { pool } = server.app.get(Database);
  return {
    /** A role of a group, or of something in an outside system, as a resource of the package's catalog. */
    async aRole(accessPackageId: string, { groupId, role = 'Member', environment = '' }: RoleOf) {
      const { catalogId } = await pool.accessPackage.findFirstOrThrow({ where: { tenantId, id: accessPackageId } });
      const originSystem = environment === '' ? 'AadGroup' : 'scim';
      const key = { tenantId, catalogId, originSystem, environment, originId: groupId };
      const known = await pool.catalogResource.findFirst({ where: key });
      const resource = known ?? (await pool.catalogResource.create({ data: { ...key, ...atOnce() } }));
      const originId = environment === '' ? `${role}_${groupId}` : role.toLowerCase();
      const displayName = role;
      const at = { tenantId, resourceId: resource.id };
      const made =
        (await pool.resourceRole.findFirst({ where: { ...at, originId } })) ??
        (await pool.resourceRole.create({ data: { ...at, id: randomUUID(), originId, displayName } }));
      const scope =
        (await pool.resourceScope.findFirst({ where: at })) ??
        (await pool.resourceScope.create({
          data: { ...at, id: randomUUID(), originId: groupId, displayName: 'Root' },
        }));
      return { roleId: made.id, scopeId: scope.id };
    },
    /** The package gives it from now on; who has the package already is reached by the command for that. */
    async gives(accessPackageId: string, { roleId, scopeId }: { roleId: string; scopeId: string }): Promise<GivenRole> {
      const roleScopeId = `${roleId}_${scopeId}`;
      const row = { tenantId, id: roleScopeId, accessPackageId, roleId, scopeId, createdAt: new Date() };
      await pool.resourceRoleScope.create({ data: row });
      return { accessPackageId, roleScopeId };
    },
    async givesNoMore({ accessPackageId, roleScopeId: id }: GivenRole): Promise<void> {
      await pool.resourceRoleScope.deleteMany({ where: { tenantId, accessPackageId, id } });
    },
    /** Who is in a group, and why. */
    members: (groupId: string) =>
      pool.groupMember.findMany({
        where: { tenantId, groupId },
        select: { userId: true, isDirect: true, isGranted: true },
        orderBy: { userId: 'asc' },
      }),
  };
}

interface RoleOf {
  /** The group, or the id in the outside system. */
  readonly groupId: string;
  readonly role?: 'Member' | 'Owner';
  readonly environment?: string;
}

const atOnce = () => ({ id: randomUUID(), displayName: 'Resource', createdAt: new Date() });
