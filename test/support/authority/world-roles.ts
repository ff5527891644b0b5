import { roles } from '../../../src/graph/index.js';
import { anAdministrator, type Client, type TestServer } from '../server.js';
import { roleArea } from './reads.js';
import { done, type World } from './world.js';

const reader = 'Catalog reader';

/** The roles that are built in, and who holds one: the administrator, and somebody who asks for nothing. */
export async function addRoles(server: TestServer, world: World): Promise<void> {
  for (const [name, { id }] of Object.entries(roles)) world.put('roleDefinitions', name, { id });
  for (const key of ['administrator', 'quiet']) await addRole(server.as(anAdministrator), world, key, 'main');
  const { id } = world.get('roleAssignments', 'administrator');
  for (const kind of ['roleAssignmentSchedules', 'roleAssignmentScheduleInstances'])
    world.put(kind, 'administrator', { id });
}

/** Somebody is given the role of a reader in a catalog. */
export async function addRole(as: Client, world: World, key: string, catalog: string): Promise<void> {
  const body = {
    principalId: world.id('users', key),
    roleDefinitionId: roles[reader].id,
    appScopeId: `/AccessPackageCatalog/${world.id('catalogs', catalog)}`,
  };
  const entity = await done(as.post(`/v1.0/${roleArea}roleAssignments`, body));
  world.put('roleAssignments', key, entity, { links: { principal: [key], roleDefinition: [reader] } });
}
