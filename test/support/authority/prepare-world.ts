import { entitlements, selfService } from '../given.js';
import { anAdministrator, type TestServer } from '../server.js';
import { otherTenantId } from './callers.js';
import { addDirectory } from './world-directory.js';
import { addExtensions, anExtension } from './extensions.js';
import { addPackages } from './world-packages.js';
import { addRequests } from './world-requests.js';
import { addResources, addResourcesElsewhere } from './world-resources.js';
import { addRole, addRoles } from './world-roles.js';
import { done, named, type Thing, World } from './world.js';

type Json = Record<string, unknown>;

/**
 * One world for every question of authority.
 *
 * It has: requests that are pending (on behalf, and one's own), delivered, scheduled, denied, and a removal that is open; a hidden package, a draft,
 * one with several policies, approvers that are kept secret, groups, a connected organization, a catalog of somebody else's, and another tenant.
 */
export async function prepareWorld(server: TestServer): Promise<World> {
  const world = new World();
  await addDirectory(server, world);
  await addPackages(server, world);
  await addExtensions(server, world);
  await addResources(server, world);
  await addRequests(server, world);
  await addSubjects(server, world);
  await addRoles(server, world);
  await addOtherTenant(server, world);
  return world;
}

async function addSubjects(server: TestServer, world: World): Promise<void> {
  const { value } = (await done(server.as(anAdministrator).get(`${entitlements}/subjects`))) as { value: Json[] };
  for (const entity of value) {
    const { key } = world.of('users').find(({ id }) => id === entity['objectId']) ?? { key: 'nobody' };
    world.put('subjects', key, entity);
  }
  // Whoever asks is shown as the subject that they are, or as the directory knows them.
  for (const { key, id, mark } of world.of('users')) {
    const subject = world.of('subjects').find((one) => one.key === key);
    world.put('requestors', key, { id: subject?.id ?? id }, { mark });
  }
}

async function addOtherTenant(server: TestServer, world: World): Promise<void> {
  const there = server.as({ as: 'user', tid: otherTenantId });
  const post = async (kind: string, path: string, body: Json, more: Partial<Thing> = {}) =>
    world.put(kind, 'elsewhere', await done(there.post(path, body)), more);
  const displayName = () => named('elsewhere');
  await post('users', '/v1.0/users', { displayName: displayName(), userPrincipalName: 'else@where.example' });
  await post('groups', '/v1.0/groups', { displayName: displayName() });
  await post('servicePrincipals', '/v1.0/servicePrincipals', { displayName: displayName(), appId: otherTenantId });
  await post('connectedOrganizations', `${entitlements}/connectedOrganizations`, { displayName: displayName() });
  const id = await post(
    'catalogs',
    `${entitlements}/catalogs`,
    { displayName: displayName() },
    {
      links: {
        accessPackages: ['elsewhere'],
        customWorkflowExtensions: ['elsewhere'],
        ...elsewhere('resources', 'resourceRoles', 'resourceScopes'),
      },
    },
  );
  const accessPackage = { displayName: displayName(), catalog: { id } };
  const links = { catalog: ['elsewhere'], assignmentPolicies: ['elsewhere'] };
  const packageId = await post('accessPackages', `${entitlements}/accessPackages`, accessPackage, { links });
  const policy = { displayName: displayName(), ...selfService, accessPackage: { id: packageId } };
  await post('assignmentPolicies', `${entitlements}/assignmentPolicies`, policy, {
    links: { accessPackage: ['elsewhere'] },
  });
  await post(
    'customWorkflowExtensions',
    `${entitlements}/catalogs/${id}/customWorkflowExtensions`,
    anExtension(displayName()),
    { links: { catalog: ['elsewhere'] } },
  );
  await addRole(there, world, { key: 'elsewhere', catalog: 'elsewhere' });
  await addResourcesElsewhere(there, world);
}

const elsewhere = (...links: string[]) => Object.fromEntries(links.map((link) => [link, ['elsewhere']]));
