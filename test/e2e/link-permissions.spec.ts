import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { QueryBus } from '@nestjs/cqrs';
import type { Caller } from '../../src/platform/auth/caller.js';
import { directoryRoles, permissions } from '../../src/graph/index.js';
import { isPermitted, type Operation, operationOf, type Permission } from '../../src/platform/auth/permissions.js';
import { GetQuery } from '../../src/platform/odata/get.query.js';
import { ListQuery } from '../../src/platform/odata/list.query.js';
import { ResourceRegistry } from '../../src/platform/odata/resource-registry.js';
import { type Link, type Resource, waysOf } from '../../src/platform/odata/resource.js';
import { type Answering, answering } from '../../src/platform/odata/answering.js';
import { allResources } from '../../src/all-resources.js';
import { entitlements, given } from '../support/given.js';
import { aPerson, developmentTenantId, startServer, type TestServer } from '../support/server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const resources = allResources;
const named = (name: string): Resource => {
  const found = resources.find((resource) => resource.name === name);
  if (!found) throw new Error(`No resource is named '${name}'.`);
  return found;
};
const operationBehind = (link: Link): Operation => link.readBy ?? named(link.to).readBy;
const needed = (operation: Operation): Permission => permissions[operation];

/** A reader of everything that the permissions name. */
const reader = (held: readonly string[]): Caller => ({
  kind: 'user',
  tenantId: developmentTenantId,
  objectId: '0b000000-0000-4000-8000-000000000007',
  applicationId: '0b000000-0000-4000-8000-000000000008',
  permissions: held,
  directoryRoles: [directoryRoles.GlobalReader],
});
const everyPermission = [...new Set(Object.values<Permission>(permissions).flatMap(({ delegated }) => delegated))];
const allBut = (operation: Operation) =>
  reader(everyPermission.filter((permission) => !needed(operation).delegated.includes(permission)));
const only = (operation: Operation) => reader(needed(operation).delegated.slice(0, 1));

const asked = (caller: Caller, { path }: Resource, query: string, counts = false) => ({
  ...{ caller, path: `/${path}`, counts, base: `${server.url}/v1.0`, dialect: 'v1.0' as const },
  query: query.replaceAll(' ', '%20'),
});
const listed = (caller: Caller, resource: Resource, query: string, counts?: boolean): Promise<unknown> =>
  server.app.get(QueryBus, { strict: false }).execute(new ListQuery(resource, asked(caller, resource, query, counts)));

type Way = (link: string) => string;

const toOne: Readonly<Record<string, Way>> = {
  'an $expand': (link) => `$expand=${link}`,
  'a $filter': (link) => `$filter=${link}/id ne null`,
  'an $orderby': (link) => `$orderby=${link}/id desc`,
  'a negation': (link) => `$filter=not (${link}/id eq null)`,
};
/** Of entities of several kinds nothing can be asked but an expansion. */
const toOneOf: Readonly<Record<string, Way>> = {
  'an $expand': (link) => `$expand=${link}`,
  'a selecting $expand': (link) => `$expand=${link}($select=id)`,
};
const toMany: Readonly<Record<string, Way>> = {
  'an $expand': (link) => `$expand=${link}($select=id)`,
  'a searching $expand': (link) => `$expand=${link}($filter=id ne null;$count=true)`,
  'any()': (link) => `$filter=${link}/any()`,
  'any(...)': (link) => `$filter=${link}/any(x:x/id ne null)`,
  'all(...)': (link) => `$filter=${link}/all(x:x/id ne null)`,
  'a counting $filter': (link) => `$filter=${link}/$count ge 0`,
  'a counting $orderby': (link) => `$orderby=${link}/$count`,
};

/** Each link, once for each kind that it leads to: every one of them needs its own permission. */
const links = resources.flatMap((resource) =>
  Object.entries(resource.links).flatMap(([name, link]) =>
    waysOf(link).map((way) => ({ resource, name, link: { ...way, others: link.others } })),
  ),
);
const waysThrough = (link: Link): Readonly<Record<string, Way>> => {
  if (link.many) return toMany;
  return link.others ? toOneOf : toOne;
};
const cells = links.flatMap(({ resource, name, link }) =>
  Object.entries(waysThrough(link)).map(([way, of]) => ({
    ...{ way, resource, link, query: of(name), at: `${resource.name}/${name}` },
    name,
  })),
);

describe('What a link leads to', () => {
  // Requestors are asked about by no member but those that the directory keeps.
  const answerable = ({ link, way }: (typeof cells)[number]) => link.to !== 'requestors' || way === 'an $expand';

  it.each(cells.filter(answerable))('is answered to who may read it: $at by $way', async (cell) => {
    const caller = reader(
      waysOf(cell.resource.links[cell.name] ?? cell.link).flatMap((way) => only(operationBehind(way)).permissions),
    );
    const answer = await listed(caller, cell.resource, cell.query);
    expect(answer).toHaveProperty('value');
  });

  // Who is shown what is open is shown what it names.
  const closed = cells.filter(({ resource }) => resource.isOpen !== true);
  it.each(closed)('is refused to who may not: $at by $way', async ({ resource, link, name, query }) => {
    const operation = operationBehind(link);
    const refusal = {
      code: 'UnAuthorized',
      message: expect.stringMatching(
        new RegExp(`^Following '${name}' needs the delegated permission ${needed(operation).delegated[0] ?? ''}`),
      ),
    };
    await expect(listed(allBut(operation), resource, query)).rejects.toMatchObject(refusal);
    await expect(listed(allBut(operation), resource, query, true)).rejects.toMatchObject(refusal);
  });

  it.each(links.filter(({ resource }) => resource.isOpen !== true))(
    'is refused with one entity, too: $resource.name/$name',
    async ({ resource, name, link }) => {
      const caller = allBut(operationBehind(link));
      const one = new GetQuery(resource, asked(caller, resource, `$expand=${name}`), { id: developmentTenantId });
      await expect(server.app.get(QueryBus, { strict: false }).execute(one)).rejects.toMatchObject({
        code: 'UnAuthorized',
      });
    },
  );
});

describe('The directory', () => {
  const organizations = `${entitlements}/connectedOrganizations`;
  const beyond = [
    '$expand=internalSponsors($expand=manager($expand=directReports))',
    '$expand=externalSponsors($expand=directReports)',
    "$filter=internalSponsors/any(s:s/manager/mail eq 'a@b.c')",
    '$filter=internalSponsors/any(s:s/directReports/any())',
    '$filter=internalSponsors/any(s:s/directReports/$count gt 1)',
    '$expand=internalSponsors($orderby=manager/displayName)',
    '$expand=internalSponsors($filter=sponsors/any(s:s/id ne null))',
  ].map((query) => query.replaceAll(' ', '%20'));

  it('stays closed behind what the organization shows, without a permission to read people', async () => {
    await given(server).aConnectedOrganization();
    const entitled = { ...aPerson(developmentTenantId, 'EntitlementManagement.Read.All'), roles: ['GlobalReader'] };
    const both = { ...entitled, scp: 'EntitlementManagement.Read.All User.Read.All' };
    for (const query of beyond) {
      const refused = await server.as(entitled).get(`${organizations}?${query}`);
      expect([query, refused.status, refused.body.error?.code]).toEqual([query, 403, 'UnAuthorized']);
      expect([query, (await server.as(both).get(`${organizations}?${query}`)).status]).toEqual([query, 200]);
      expect((await server.as(entitled).get(`${organizations.replace('/v1.0', '/beta')}?${query}`)).status).toBe(403);
    }
    expect((await server.as(entitled).get(`${organizations}?$expand=internalSponsors`)).status).toBe(200);
  });
});

interface Route {
  readonly path: string;
  readonly operation: Operation | undefined;
  readonly answers: Answering;
}

const textOf = (key: string, target: object): string => {
  const path: unknown = Reflect.getMetadata(key, target);
  return typeof path === 'string' ? path : '';
};

/** The GETs that answer a resource, with the operation that each names. */
function readingRoutes(): Route[] {
  const scanner = new MetadataScanner();
  return server.app
    .get(DiscoveryService, { strict: false })
    .getControllers()
    .flatMap(({ metatype }) => {
      if (!metatype) return [];
      const prototype = metatype.prototype as Record<string, object>;
      return scanner.getAllMethodNames(prototype).flatMap((method): Route[] => {
        const handler = prototype[method] ?? {};
        const answers = Reflect.getMetadata(answering, handler) as Answering | undefined;
        if (Reflect.getMetadata(METHOD_METADATA, handler) !== RequestMethod.GET || !answers) return [];
        const parts = [textOf(PATH_METADATA, metatype), textOf(PATH_METADATA, handler)].join('/').split('/');
        const path = parts.filter(Boolean).map((part) => (part.startsWith(':') ? ':id' : part));
        const operation = Reflect.getMetadata(operationOf, handler) as Operation | undefined;
        return [{ path: path.join('/'), operation, answers }];
      });
    });
}

const linkAt = (path: string) => links.find(({ resource, name }) => path === `${resource.path}/:id/${name}`);
const isOwnAddress = (path: string) => resources.some((one) => path === one.path || path === `${one.path}/:id`);
const isFunction = (path: string) => /\/\w+(\/\w+=:?\w*)+$|=:?\w+$|additionalAccess/.test(path);

describe('The operation that a resource declares', () => {
  it('is that of its own addresses', () => {
    const own = readingRoutes().filter(({ path }) => isOwnAddress(path) && !linkAt(path));
    expect(own.length).toBeGreaterThan(16);
    for (const { path, operation, answers } of own) {
      expect([path, operation]).toEqual([path, named(answers.resource.name).readBy]);
    }
  });

  it('is, for a link, that of the address that the link has', () => {
    const followed = readingRoutes().flatMap(({ path, operation }) => {
      const found = linkAt(path);
      return found ? [{ path, operation, declared: operationBehind(found.link) }] : [];
    });
    expect(followed.length).toBeGreaterThan(9);
    for (const { path, operation, declared } of followed) expect([path, operation]).toEqual([path, declared]);
  });

  it('is that of the resource at the other end, for a link that has no address', () => {
    const paths = readingRoutes().map(({ path }) => path);
    const without = links.filter(({ resource, name }) => !paths.includes(`${resource.path}/:id/${name}`));
    expect(without.map(({ resource, name, link }) => [resource.name, name, link.readBy])).toEqual(
      without.map(({ resource, name }) => [resource.name, name, undefined]),
    );
  });

  it('leaves no address unasked but functions, members of groups, and what a caller is', () => {
    const others = readingRoutes().filter(({ path }) => !isOwnAddress(path) && !linkAt(path) && !isFunction(path));
    expect(others.map(({ path, operation }) => `${path} ${operation ?? 'nobody'}`).sort()).toEqual([
      'groups/:id/members groups.read',
      'groups/:id/members/group groups.read',
      `${named('approvals').path}/:id/stages/:id approvals.read`,
      `${named('accessPackages').path}/:id/resourceRoleScopes/:id entitlements.read`,
      `${named('catalogs').path}/:id/customWorkflowExtensions/:id entitlements.read`,
      `${named('catalogs').path}/:id/resources/:id entitlements.read`,
      `${named('resourceEnvironments').path}/:id/resources entitlements.read`,
      'me me.read',
      'me/memberOf me.read',
    ]);
  });

  it('opens to whoever may call an address what that address shows unasked', () => {
    const unasked = readingRoutes().flatMap(({ answers, operation }) =>
      Object.values(named(answers.resource.name).links)
        .filter(({ isShown }) => isShown)
        .map((link) => ({ operation, link })),
    );
    expect(unasked.length).toBeGreaterThan(0);
    for (const { operation, link } of unasked) {
      for (const permission of operation ? needed(operation).delegated : []) {
        expect(isPermitted(reader([permission]), operationBehind(link))).toBe(true);
      }
    }
  });

  it('is the same in both dialects', () => {
    const registry = server.app.get(ResourceRegistry);
    const declared = (seen: ResourceRegistry) => seen.all.map(({ name, readBy }) => [name, readBy]);
    expect(declared(registry.in('beta'))).toEqual(declared(registry));
  });
});
