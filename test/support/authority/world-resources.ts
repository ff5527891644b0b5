import { betaEntitlements, entitlements } from '../given.js';
import { resourcesOf } from '../resources.js';
import { anAdministrator, type Client, type TestServer } from '../server.js';
import { done, type World } from './world.js';

type Json = Record<string, unknown>;

/** The groups that are resources, with the catalogs that hold them. */
export const groupsHeld = { club: 'main', spare: 'beside' } as const;
/** What packages give, one role each; `quiet` lets those whom it concerns see it. */
export const gifts = { quiet: ['club', 'Member'], open: ['club', 'Owner'], beside: ['spare', 'Member'] } as const;
/** Packages that show what they give to whoever may ask. */
export const shownGifts: readonly string[] = ['quiet'];

/** The links of a catalog or a package into what it holds or gives. */
export const heldBy = (catalog: string): Record<string, readonly string[]> => {
  const keys = Object.entries(groupsHeld).flatMap(([group, within]) => (within === catalog ? [group] : []));
  const roles = keys.flatMap((key) => [`${key}Member`, `${key}Owner`]);
  return { resources: keys, resourceRoles: roles, resourceScopes: keys };
};
export const givenBy = (key: string): Record<string, readonly string[]> =>
  Object.hasOwn(gifts, key) ? { resourceRoleScopes: [key] } : {};

/** Groups that catalogs hold, and what packages give of them. */
export async function addResources(server: TestServer, world: World): Promise<void> {
  const as = server.as(anAdministrator);
  world.put('resourceEnvironments', 'AadGroup', { id: '0e000000-0000-4000-8000-000000000001' });
  world.put('resourceEnvironments', 'AadApplication', { id: '0e000000-0000-4000-8000-000000000002' });
  for (const [key, catalog] of Object.entries(groupsHeld)) {
    const found = await resourcesOf(server).aGroup(world.id('catalogs', catalog), world.id('groups', key));
    const inCatalog = { catalog: [catalog] };
    const roles = [`${key}Member`, `${key}Owner`];
    const links = { ...inCatalog, environment: ['AadGroup'], roles, scopes: [key] };
    world.put('resources', key, { id: found.id }, { links });
    const part = { links: { ...inCatalog, resource: [key] } };
    world.put('resourceRoles', `${key}Member`, { id: found.memberId }, part);
    world.put('resourceRoles', `${key}Owner`, { id: found.ownerId }, part);
    world.put('resourceScopes', key, { id: found.scopeId }, part);
    await addRequest(as, world, key, catalog);
  }
  for (const [key, [group, role]] of Object.entries(gifts)) await addGift(as, world, { key, group, role });
  for (const key of shownGifts) {
    const path = `${betaEntitlements}/accessPackages/${world.id('accessPackages', key)}`;
    await done(as.patch(path, { isRoleScopesVisible: true }));
    world.put('offeredRoleScopes', key, { id: world.id('resourceRoleScopes', key) });
  }
  for (const key of ['quiet', 'open', 'hidden', 'later', 'several']) {
    const links = { resourceRoleScopes: shownGifts.includes(key) ? [key] : [] };
    world.put('availableAccessPackages', key, { id: world.id('accessPackages', key) }, { links });
  }
}

/** The request by which a catalog came to hold something. */
export async function addRequest(as: Client, world: World, key: string, catalog: string): Promise<void> {
  const filter = `$filter=catalog/id eq '${world.id('catalogs', catalog)}'`;
  const { value } = (await done(as.get(`${entitlements}/resourceRequests?${filter}`))) as { value: Json[] };
  world.put('resourceRequests', key, value[0] ?? {}, { links: { catalog: [catalog] } });
}

interface Gift {
  readonly key: string;
  readonly group: string;
  readonly role: string;
}

/** A package gives a role. */
async function addGift(as: Client, world: World, { key, group, role }: Gift): Promise<void> {
  const within = `accessPackages/${world.id('accessPackages', key)}/resourceRoleScopes`;
  const [roleKey, scope] = [`${group}${role}`, group];
  const body = { role: { id: world.id('resourceRoles', roleKey) }, scope: { id: world.id('resourceScopes', scope) } };
  const entity = await done(as.post(`${entitlements}/${within}`, body));
  const links = { accessPackage: [key], role: [roleKey], scope: [scope] };
  world.put('resourceRoleScopes', key, entity, { links, within });
}

/** The same in the other tenant: an application, which has one role. */
export async function addResourcesElsewhere(there: Client, world: World): Promise<void> {
  const key = 'elsewhere';
  const resource = { originId: world.id('servicePrincipals', key), originSystem: 'AadApplication' };
  const catalogId = world.id('catalogs', key);
  await done(
    there.post(`${entitlements}/resourceRequests`, { requestType: 'adminAdd', catalog: { id: catalogId }, resource }),
  );
  const list = `${entitlements}/catalogs/${catalogId}/resources?$expand=roles,scopes`;
  const { value } = (await done(there.get(list))) as { value: (Json & { roles: Json[]; scopes: Json[] })[] };
  const [found] = value;
  const inCatalog = { catalog: [key] };
  const links = { ...inCatalog, environment: ['AadApplication'], roles: [key], scopes: [key] };
  world.put('resources', key, { id: found?.['id'] }, { links });
  const part = { links: { ...inCatalog, resource: [key] } };
  world.put('resourceRoles', key, { id: found?.roles[0]?.['id'] }, part);
  world.put('resourceScopes', key, { id: found?.scopes[0]?.['id'] }, part);
  await addRequest(there, world, key, key);
}
