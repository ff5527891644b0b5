import type { Caller } from '../../src/platform/auth/caller.js';
import { Flag, Guid, Moment, Part, Parts, Period, Text, Whole } from '../../src/platform/edm/members.js';
import type { Asked } from '../../src/platform/http/asked.js';
import { Config } from '../../src/platform/config/config.js';
import { Database } from '../../src/platform/database/database.js';
import type {
  AccessPackage,
  AssignmentRequest,
  Catalog,
  DirectoryGroup,
  DirectoryUser,
} from '../../src/platform/database/generated/client.js';
import { Secrets } from '../../src/platform/database/secrets.js';
import { Routes } from '../../src/platform/http/routes.js';
import { Expansions } from '../../src/platform/odata/expansions.js';
import { GetQueryHandler } from '../../src/platform/odata/get-query.handler.js';
import { GetQuery } from '../../src/platform/odata/get.query.js';
import { ListQueryHandler } from '../../src/platform/odata/list-query.handler.js';
import { type Answer, ListQuery } from '../../src/platform/odata/list.query.js';
import { NextLinks } from '../../src/platform/odata/next-links.js';
import { SkipTokens } from '../../src/platform/odata/plan/skip-tokens.js';
import { ResourceRegistry } from '../../src/platform/odata/resource-registry.js';
import {
  caseless,
  computed,
  duration,
  enumeration,
  flag,
  guid,
  toMany,
  toManyThrough,
  moment,
  nullable,
  toOne,
  part,
  parts,
  resource,
  type Resource,
  text,
  whole,
} from '../../src/platform/odata/resource.js';
import { Rows } from '../../src/platform/odata/rows.js';
import { type Sql, sql } from '../../src/platform/odata/sql/sql.js';
import { anApplication, idOf, tenant } from './odata-callers.js';
import { createMigratedDatabase } from './postgres.js';

export const states = ['submitted', 'delivered', 'canceled'] as const;

/** A part that rows keep in a collection. */
export class Remark {
  @Text(100) text: string | null;
  @Whole(-1_000, 2_147_483_647) size: number | null;
  @Flag() isRight: boolean | null;
  @Moment() at: string | null;
  @Guid() by: string | null;
  @Period() lasts: string | null;
  @Part(() => Remark) before: Remark | null;
  @Parts(() => Remark, 9) notes: Remark[] | null;
}

export const requests = resource<'assignmentRequest', AssignmentRequest>({
  name: 'requests',
  path: 'requests',
  entityType: 'request',
  readBy: 'entitlements.read',
  model: 'assignmentRequest',
  fields: {
    id: guid('id'),
    kind: text('requestType'),
    state: enumeration('requestState', states)('state'),
    note: nullable(text('justification')),
    targetId: guid('targetId'),
    version: whole('policyVersion'),
    isChecked: flag('needsApproval'),
    startDateTime: nullable(moment('startAt')),
    createdDateTime: moment('createdAt'),
    lasts: nullable(duration('failure')),
    answers: parts(() => Remark, 'answers'),
    window: part(() => Remark, 'schedule'),
  },
  links: { pack: toOne('packages', 'accessPackage') },
  visibleTo: ({ kind, objectId }) => (kind === 'application' ? {} : { targetId: objectId }),
});

export const packages = resource<'accessPackage', AccessPackage>({
  name: 'packages',
  path: 'packages',
  entityType: 'package',
  readBy: 'entitlements.read',
  model: 'accessPackage',
  fields: {
    id: guid('id'),
    displayName: text('displayName'),
    description: nullable(text('description')),
    isHidden: flag('isHidden'),
    createdDateTime: moment('createdAt'),
  },
  links: { catalog: toOne('shelves', 'catalog'), requests: toMany('requests') },
  visibleTo: ({ kind }) => (kind === 'application' ? {} : { isHidden: false }),
});

export const shelves = resource<'catalog', Catalog>({
  name: 'shelves',
  path: 'shelves',
  entityType: 'shelf',
  readBy: 'entitlements.read',
  model: 'catalog',
  fields: { id: guid('id'), displayName: text('displayName') },
  links: { packages: toMany('packages', 'accessPackages') },
  visibleTo: () => ({}),
});

export const people = resource<'directoryUser', DirectoryUser>({
  name: 'people',
  path: 'people',
  entityType: 'person',
  readBy: 'entitlements.read',
  model: 'directoryUser',
  fields: {
    id: guid('id'),
    displayName: caseless(text('displayName')),
    mail: nullable(caseless(text('mail'))),
    isActive: flag('accountEnabled'),
  },
  links: {
    manager: toOne('people', 'manager'),
    reports: toMany('people', 'reports'),
    groups: toManyThrough('groups', 'memberships', 'group'),
  },
  searched: ['displayName', 'mail'],
  visibleTo: () => ({}),
});

export const groups = resource<'directoryGroup', DirectoryGroup & { members?: readonly object[] }>({
  name: 'groups',
  path: 'groups',
  entityType: 'group',
  readBy: 'entitlements.read',
  model: 'directoryGroup',
  fields: {
    id: guid('id'),
    displayName: caseless(text('displayName')),
    description: nullable(text('description')),
    size: computed({ edm: 'Edm.Int32' }, ({ members = [] }) => members.length),
  },
  include: { members: true },
  links: { members: toManyThrough('people', 'members', 'user') },
  visibleTo: () => ({}),
});

export { anApplication, aUser, idOf, otherTenant, tenant } from './odata-callers.js';

const base = 'http://host/v1.0';
const someTime = new Date('2026-01-01T00:00:00Z');

class CountedRows extends Rows {
  statements = 0;
  last: Sql | undefined;

  protected override read<T>(statement: Sql): Promise<T[]> {
    this.statements += 1;
    this.last = statement;
    return super.read(statement);
  }
}

/** A database of its own with the handlers over it. */
export async function openODataWorld(kind: 'embedded' | 'postgres') {
  const postgres = kind === 'postgres' ? await createMigratedDatabase() : undefined;
  const database = new Database(new Config(postgres ? { DATABASE_URL: postgres.url } : { DATA_DIR: 'memory://odata' }));
  await database.onModuleInit();
  const registry = new ResourceRegistry([requests, packages, shelves, people, groups]);
  const routes = new Routes();
  routes.add('/packages/:id/requests', ['GET']);
  const rows = new CountedRows(database);
  const tokens = new SkipTokens(new Secrets(database));
  const links = new NextLinks(tokens, routes);
  const expansions = new Expansions(rows, links);
  const lists = new ListQueryHandler(registry, tokens, rows, expansions, links);
  const gets = new GetQueryHandler(registry, rows, expansions);
  const asked = (caller: Caller, path: string, query: string): Asked => ({
    ...{ caller, base, path, query },
    dialect: 'v1.0',
  });

  return {
    database,
    routes,
    /** How many statements the reads have cost. */
    statements: () => rows.statements,
    /** The last of them. */
    lastStatement: () => rows.last ?? sql`SELECT 1`,
    list: (of: Resource, query: string, caller = anApplication(), path = `/${of.path}`, within = {}) =>
      lists.execute(new ListQuery(of, asked(caller, path, query), within)),
    /** What the collection answers when it is asked in another way than by its options alone. */
    listAs: (of: Resource, query: string, more: Partial<Asked>) =>
      lists.execute(new ListQuery(of, { ...asked(anApplication(), `/${of.path}`, query), ...more })),
    get: async (of: Resource, id: string, query = '', caller = anApplication()) =>
      (await gets.execute(new GetQuery(of, asked(caller, `/${of.path}/${id}`, query), { id }))).body,
    addShelf: (id: string, tenantId = tenant, displayName = id) =>
      database.client.catalog.create({
        data: { tenantId, id, displayName, createdAt: someTime, modifiedAt: someTime },
      }),
    addPerson: (row: Partial<DirectoryUser> & Pick<DirectoryUser, 'id'>) =>
      database.client.directoryUser.create({
        data: {
          tenantId: tenant,
          displayName: row.id,
          userPrincipalName: `${row.id}@host`,
          createdAt: someTime,
          ...row,
        },
      }),
    addGroup: (row: Partial<DirectoryGroup> & Pick<DirectoryGroup, 'id'>, members: readonly string[]) =>
      database.client.directoryGroup.create({
        data: {
          tenantId: tenant,
          displayName: row.id,
          createdAt: someTime,
          ...row,
          members: { create: members.map((userId) => ({ userId })) },
        },
      }),
    addPackage: (row: Partial<AccessPackage> & Pick<AccessPackage, 'id' | 'catalogId'>) =>
      database.client.accessPackage.create({
        data: { tenantId: tenant, displayName: row.id, createdAt: someTime, modifiedAt: someTime, ...row },
      }),
    addRequests: (given: readonly (Partial<AssignmentRequest> & Pick<AssignmentRequest, 'id'>)[]) =>
      database.client.assignmentRequest.createMany({ data: given.map((row) => ({ ...aRequest, ...row })) as never }),
    close: async () => {
      await database.onApplicationShutdown();
      await postgres?.drop();
    },
  };
}

export type ODataWorld = Awaited<ReturnType<typeof openODataWorld>>;

const aRequest = {
  tenantId: tenant,
  requestType: 'adminAdd',
  effect: 'add',
  state: 'submitted',
  targetId: idOf(20),
  requestorId: idOf(20),
  accessPackageId: idOf(30),
  assignmentPolicyId: idOf(40),
  policyVersion: 1,
  createdAt: someTime,
};

/** A request whose members repeat every few numbers, so that orders have many ties; every third names no package. */
export const numbered = (number: number) => ({
  id: idOf(number),
  state: states[number % 3] ?? '',
  justification: number % 4 === 0 ? null : `note ${number % 5}`,
  needsApproval: number % 2 === 0,
  failure: number % 3 === 0 ? null : `PT${number % 4}H`,
  startAt: number % 7 === 0 ? null : new Date(1_700_000_000_000 + (number % 6)),
  accessPackageId: idOf(30 + (number % 3)),
  schedule: number % 5 === 0 ? {} : { size: number % 4, at: number % 2 === 0 ? null : '2026-01-01T00:00:00.000Z' },
  answers: Array.from({ length: number % 3 }, () => ({})),
});

export const valuesOf = (answer: Answer): Record<string, unknown>[] => answer['value'] as Record<string, unknown>[];
export const idsOf = (answer: Answer): unknown[] => valuesOf(answer).map(({ id }) => id);

/** The query string of the next page; undefined on the last. */
export function nextOf(answer: Answer): string | undefined {
  const link = answer['@odata.nextLink'];
  return typeof link === 'string' ? link.slice(link.indexOf('?') + 1) : undefined;
}
