import { type RoleName, roles } from '../../../src/graph/index.js';
import { anAdministrator, type Client, type TestServer } from '../server.js';
import { delegateNames, delegates, theirs } from './delegates.js';
import { roleArea } from './reads.js';
import { done, type World } from './world.js';

/** Who is told of a role that they hold themselves. */
export const inPerson = [
  'administrator',
  ...delegateNames.filter((name) => name !== 'delegate' && name !== 'ownerByGroup'),
] as const;

/** The roles that are built in, and who holds one: the administrator, somebody who asks for nothing, the delegates, and somebody in another catalog. */
export async function addRoles(server: TestServer, world: World): Promise<void> {
  for (const [name, { id }] of Object.entries(roles)) world.put('roleDefinitions', name, { id });
  const as = server.as(anAdministrator);
  for (const key of ['administrator', 'quiet']) await addRole(as, world, { key, catalog: 'main' });
  for (const [key, role] of Object.entries(delegates)) {
    const principal = key === 'ownerByGroup' ? 'team' : key;
    const catalog = roles[role].heldIn === 'everything' ? undefined : theirs;
    await addRole(as, world, { key, principal, role, catalog });
  }
  await addRole(as, world, { key: 'neighbour', catalog: 'beside' });
  for (const key of inPerson) {
    const { id } = world.get('roleAssignments', key);
    for (const kind of ['roleAssignmentSchedules', 'roleAssignmentScheduleInstances']) world.put(kind, key, { id });
  }
}

/** A role that somebody is given: as a reader unless it is said, in a catalog or everywhere. */
interface Given {
  readonly key: string;
  readonly principal?: string;
  readonly role?: RoleName;
  readonly catalog: string | undefined;
}

/** Somebody is given a role. */
export async function addRole(
  as: Client,
  world: World,
  { key, principal = key, role = 'Catalog reader', catalog }: Given,
): Promise<void> {
  const body = {
    principalId: world.id('directoryObjects', principal),
    roleDefinitionId: roles[role].id,
    appScopeId: catalog === undefined ? '/' : `/AccessPackageCatalog/${world.id('catalogs', catalog)}`,
  };
  const entity = await done(as.post(`/v1.0/${roleArea}roleAssignments`, body));
  const links = { principal: [principal], roleDefinition: [role], catalog: catalog === undefined ? [] : [catalog] };
  world.put('roleAssignments', key, entity, { links });
}
