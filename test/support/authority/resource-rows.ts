import { isDelegate } from './delegates.js';
import { area, nowhere } from './reads.js';
import { type Cell, ok, refused, type Row, unseen } from './rows.js';
import { seenBy } from './seen.js';
import { changeOf } from './changes.js';
import { inTheDirectory } from './in-the-directory.js';
import { gifts, shownGifts } from './world-resources.js';
import type { Thing, World } from './world.js';

const requests = `/${area}resourceRequests`;
const packages = `/${area}accessPackages`;

/** Something at an address behind what holds it, for whoever sees it. */
const behind = (kind: string, pathOf: (world: World, thing: Thing, id: string) => string): Row => ({
  operation: 'entitlements.read',
  kind,
  cells: (world) =>
    world.of(kind).map((thing) => ({
      about: thing.key,
      path: pathOf(world, thing, thing.id),
      nowhere: { path: pathOf(world, thing, kind === 'resourceRoleScopes' ? `${nowhere}_${nowhere}` : nowhere) },
      comesTo: (caller) => (seenBy(world, caller, kind).includes(thing) ? ok(200, thing) : unseen),
    })),
});

const catalogOf = (world: World, { links }: Thing): string => world.id('catalogs', String(links['catalog']?.[0]));

/** Packages that somebody may ask for, whom nothing else shows them. */
const available = (pathOf: (id: string) => string, shows: 'availableAccessPackages' | 'offeredRoleScopes'): Row => ({
  operation: 'ownAccess.read',
  kind: shows,
  cells: (world) =>
    world.of('availableAccessPackages').map((one) => ({
      about: one.key,
      path: pathOf(one.id),
      nowhere: { path: pathOf(nowhere) },
      comesTo: ({ name }) => {
        if (!inTheDirectory.includes(name)) return unseen;
        if (shows === 'availableAccessPackages') return ok(200, one);
        return ok(200, ...(shownGifts.includes(one.key) ? [world.get(shows, one.key)] : []));
      },
    })),
});

/** Whoever manages a catalog and does not own the group adds none of it. */
const added = (world: World): Cell[] =>
  [
    ['spare', 'main'],
    ['club', 'beside'],
  ].map(([group = '', catalog = '']) => {
    const body = (id: string) => ({
      ...{ requestType: 'adminAdd', catalog: { id } },
      resource: { originId: world.id('groups', group), originSystem: 'AadGroup' },
    });
    const there = world.get('catalogs', catalog);
    return {
      about: `${group} in ${catalog}`,
      path: requests,
      body: body(there.id),
      nowhere: { path: requests, body: body(nowhere) },
      comesTo: (caller) => {
        const outcome = changeOf(world, caller, there, ok(201), 'resources');
        return outcome.status === 201 && isDelegate(caller.name) ? refused(400, 'CallerNotResourceOwner') : outcome;
      },
    };
  });

const changed = (requestType: string, outcome: Cell['comesTo'] extends (caller: never) => infer O ? O : never) => {
  const body = (id: string) => ({ requestType, resource: { id, displayName: 'Other' } });
  return (world: World): Cell[] =>
    ['club', 'spare'].map((key) => {
      const thing = world.get('resources', key);
      return {
        about: `${requestType} of ${key}`,
        path: requests,
        body: body(thing.id),
        nowhere: { path: requests, body: body(nowhere) },
        comesTo: (caller) => changeOf(world, caller, thing, outcome),
      };
    });
};

const refreshed = (pathOf: (world: World, thing: Thing, id: string) => string): Row => ({
  operation: 'resources.write',
  cells: (world) =>
    ['club', 'spare', 'elsewhere'].map((key) => {
      const thing = world.get('resources', key);
      return {
        about: key,
        path: pathOf(world, thing, thing.id),
        nowhere: { path: pathOf(world, thing, nowhere) },
        comesTo: (caller) => changeOf(world, caller, thing, ok(200)),
      };
    }),
});

/** What is given is one role more, or one less. */
const given = (world: World): Cell[] =>
  (
    [
      ['later', 'club'],
      ['beside', 'spare'],
    ] as const
  ).map(([key, group]) => {
    const there = world.get('accessPackages', key);
    const role = { id: world.id('resourceRoles', `${group}Owner`) };
    return {
      about: `${group} by ${key}`,
      path: `${packages}/${there.id}/resourceRoleScopes`,
      body: { role, scope: { id: world.id('resourceScopes', group) } },
      nowhere: { path: `${packages}/${nowhere}/resourceRoleScopes` },
      comesTo: (caller) => changeOf(world, caller, there, ok(201)),
    };
  });

const taken = (world: World): Cell[] =>
  Object.keys(gifts).map((key) => {
    const [there, { id }] = [world.get('accessPackages', key), world.get('resourceRoleScopes', key)];
    return {
      about: key,
      path: `${packages}/${there.id}/resourceRoleScopes/${id}`,
      nowhere: { path: `${packages}/${nowhere}/resourceRoleScopes/${id}` },
      comesTo: (caller) => changeOf(world, caller, there, ok(204)),
    };
  });

const inUse = refused(400, 'InvalidDeleteResourceHasEntitlements');

/** What catalogs hold and packages give, where that has no usual form. */
export const resourceRows: Readonly<Record<string, Row>> = {
  [`GET /${area}catalogs/:id/resources/:resourceId`]: behind(
    'resources',
    (world, thing, id) => `/${area}catalogs/${catalogOf(world, thing)}/resources/${id}`,
  ),
  [`GET ${packages}/:id/resourceRoleScopes/:roleScopeId`]: behind(
    'resourceRoleScopes',
    (_, { within }, id) => `/${area}${String(within)}/${id}`,
  ),
  [`GET /${area}resourceEnvironments/:id/resources`]: {
    operation: 'entitlements.read',
    kind: 'resources',
    cells: (world) =>
      world.of('resourceEnvironments').map(({ key, id }) => ({
        about: key,
        path: `/${area}resourceEnvironments/${id}/resources`,
        comesTo: (caller) => {
          const isThere = ({ links }: Thing) => links['environment']?.includes(key) === true;
          return ok(200, ...seenBy(world, caller, 'resources').filter(isThere));
        },
      })),
  },
  [`GET /${area}availableAccessPackages`]: {
    operation: 'ownAccess.read',
    kind: 'availableAccessPackages',
    cells: (world) => [
      {
        about: 'all',
        path: `/${area}availableAccessPackages`,
        comesTo: ({ name }) => {
          const shown = world.of('availableAccessPackages').filter(({ key }) => key !== 'hidden');
          return ok(200, ...(inTheDirectory.includes(name) ? shown : []));
        },
      },
    ],
  },
  [`GET /${area}availableAccessPackages/:id`]: available(
    (id) => `/${area}availableAccessPackages/${id}`,
    'availableAccessPackages',
  ),
  [`GET /${area}availableAccessPackages/:id/resourceRoleScopes`]: available(
    (id) => `/${area}availableAccessPackages/${id}/resourceRoleScopes`,
    'offeredRoleScopes',
  ),
  [`POST ${requests}`]: {
    operation: 'resources.write',
    cells: (world) => [
      ...added(world),
      ...changed('adminUpdate', ok(201))(world),
      ...changed('adminRemove', inUse)(world),
    ],
  },
  [`POST /${area}resources/:id/refresh`]: refreshed((_, __, id) => `/${area}resources/${id}/refresh`),
  [`POST /${area}catalogs/:id/resources/:resourceId/refresh`]: refreshed(
    (world, thing, id) => `/${area}catalogs/${catalogOf(world, thing)}/resources/${id}/refresh`,
  ),
  [`POST ${packages}/:id/resourceRoleScopes`]: { operation: 'accessPackages.write', cells: given },
  [`DELETE ${packages}/:id/resourceRoleScopes/:roleScopeId`]: { operation: 'accessPackages.write', cells: taken },
};
