import { em, name, type Prepares, type World } from './accepted-calls.js';
import { membershipOf, resourcesOf } from './resources.js';
import { Database } from '../../src/platform/database/database.js';

const groups = '0e000000-0000-4000-8000-000000000001';

/** Calls that write what catalogs hold, and what packages give of it. */
export function acceptedOfResources({ server, there }: World): Prepares {
  const { pool: db } = server.app.get(Database);
  return {
    'POST resourceRequests': async () => {
      const [{ id: catalogId }, { id: originId }] = [
        await there.aCatalog(),
        await there.aGroup({ displayName: name() }),
      ];
      const names = { displayName: 'One', description: 'Two', environment: { id: groups } };
      return {
        path: `${em}/resourceRequests`,
        body: {
          requestType: 'adminAdd',
          catalog: { id: catalogId },
          resource: { originId, originSystem: 'AadGroup', ...names },
        },
        stored: () =>
          db.catalogResource.findMany({ where: { catalogId }, select: { displayName: true, description: true } }),
      };
    },
    'POST accessPackages/{id}/resourceRoleScopes': async () => {
      const { catalogId, groupId, id, memberId, scopeId } = await resourcesOf(server).aGroup();
      const { id: packageId } = await there.aPackage({ catalog: { id: catalogId } });
      const { role, scope } = membershipOf(groupId) as { role: { resource: object }; scope: object };
      return {
        path: `${em}/accessPackages/${packageId}/resourceRoleScopes`,
        body: {
          role: { ...role, id: memberId, resource: { ...role.resource, id } },
          scope: { ...scope, id: scopeId, isRootScope: true, resource: { id } },
        },
        stored: () => db.resourceRoleScope.count({ where: { accessPackageId: packageId } }),
      };
    },
  };
}
