import type { Operation } from '../../../src/platform/auth/permissions.js';
import { selfService } from '../given.js';
import { roles } from '../../../src/graph/index.js';
import { area, roleArea } from './reads.js';
import { absent, type Cell, forbidden, ok, type Outcome, refused, type Row, unseen } from './rows.js';
import { changeOf } from './changes.js';
import { isDelegate } from './delegates.js';
import type { Thing, World } from './world.js';

const nowhere = '0f000000-0000-4000-8000-00000000000f';

/** Who writes, by the place: a second time beside the routes. */
function operationAt(path: string): Operation {
  if (path.startsWith('/users')) return 'users.write';
  if (path.startsWith('/groups')) return 'groups.write';
  if (path.startsWith(`/${roleArea}`)) return 'roleAssignments.write';
  if (path.startsWith('/servicePrincipals')) return 'servicePrincipals.write';
  const [, kind] = /\/(catalogs|accessPackages|assignmentPolicies)\b/.exec(path) ?? [];
  return kind === undefined ? 'entitlements.write' : `${kind as 'catalogs'}.write`;
}

type Body = (world: World, thing: Thing) => object;

/** What is sent to one thing after another, and what it comes to for those who may write and in whose tenant the thing is. */
interface Sent {
  readonly kind: string;
  readonly keys: readonly string[];
  readonly comesTo: Outcome;
  /** The same for some of them. */
  readonly outcomes?: Readonly<Record<string, Outcome>> | undefined;
  readonly body?: Body | undefined;
  /** What follows the id in the address. */
  readonly more?: ((world: World, thing: Thing) => string) | undefined;
}

const done = ok(204);

function toThings(path: string, { kind, keys, comesTo, outcomes, body, more }: Sent): Row {
  const base = path.slice(0, path.indexOf('/:'));
  return {
    operation: operationAt(path),
    cells: (world) =>
      keys.map((key): Cell => {
        const thing = world.get(kind, key);
        const rest = more?.(world, thing) ?? '';
        return {
          about: key,
          path: `${base}/${thing.id}${rest}`,
          nowhere: { path: `${base}/${nowhere}${rest}` },
          ...(body ? { body: body(world, thing) } : {}),
          comesTo: (caller) => changeOf(world, caller, thing, outcomes?.[key] ?? comesTo),
        };
      }),
  };
}

/** What is sent to groups: to all of them by who writes groups, to those that they own by owners, who are told of no others. */
const toGroups = ({ keys = ['club', 'spare'], body, more }: Partial<Sent>): Row => {
  const row = toThings('/groups/:id', { kind: 'groups', keys, comesTo: done, body, more });
  return {
    operation: 'groups.change',
    cells: (world) =>
      row.cells(world).map((cell) => ({
        ...cell,
        comesTo: (caller) =>
          caller.name === 'groupOwner' && cell.about !== 'spare' ? forbidden : cell.comesTo(caller),
      })),
  };
};

/** Something new, for which nothing has to be there. */
const made = (path: string, body: () => object, operation = operationAt(path)): Row => ({
  operation,
  cells: () => [{ about: 'new', path, body: body(), comesTo: () => ok(201) }],
});

/** Something new of a kind, in one thing after another. */
const madeIn = (
  path: string,
  { kind, within, keys, body }: { kind: string; within: string; keys: readonly string[]; body: (id: string) => object },
): Row => ({
  operation: operationAt(path),
  cells: (world) =>
    keys.map((key) => {
      const there = world.get(within, key);
      return {
        about: `new in ${key}`,
        path,
        body: body(there.id),
        nowhere: { path, body: body(nowhere) },
        comesTo: (caller) => changeOf(world, caller, there, ok(201), kind),
      };
    }),
});

const renamed: Body = () => ({ description: 'Changed.' });
const reference = (collection: string, key: string) => (world: World) => ({
  '@odata.id': `https://any.example/v1.0/${collection}/${world.id(collection, key)}`,
});
const inPackage = (id: string) => ({ ...{ displayName: 'Whole', ...selfService }, accessPackage: { id } });
const organization = (link: string): Readonly<Record<string, Row>> => {
  const path = `/${area}connectedOrganizations/:id/${link}`;
  const [kind, sponsor] = ['connectedOrganizations', link === 'internalSponsors' ? 'manager' : 'outsider'];
  return {
    [`POST ${path}/$ref`]: toThings(path, {
      ...{ kind, keys: ['spare'], comesTo: done, more: () => `/${link}/$ref` },
      body: reference('users', 'sponsor'),
    }),
    [`DELETE ${path}/:userId/$ref`]: toThings(path, {
      ...{ kind, keys: ['partner'], comesTo: done },
      more: (world) => `/${link}/${world.id('users', sponsor)}/$ref`,
    }),
  };
};
const deleted = (path: string, kind: string, ...keys: string[]): Readonly<Record<string, Row>> => ({
  [`DELETE ${path}`]: toThings(path, { kind, keys, comesTo: done }),
});
const changed = (path: string, kind: string, status: number, ...keys: string[]): Readonly<Record<string, Row>> => ({
  [`PATCH ${path}`]: toThings(path, { kind, keys, comesTo: ok(status), body: renamed }),
});

const packages = `/${area}accessPackages`;
const roleAssignments = `/${roleArea}roleAssignments`;
const namedRoles: Row = {
  operation: 'roleAssignments.write',
  cells: (world) => {
    const asReader = (id: string) => ({
      principalId: world.id('users', 'other'),
      roleDefinitionId: roles['Catalog reader'].id,
      appScopeId: `/AccessPackageCatalog/${id}`,
    });
    const catalogs = { kind: 'roleAssignments', within: 'catalogs', keys: ['main', 'beside'], body: asReader };
    const everywhere = {
      ...{ principalId: world.id('users', 'other'), roleDefinitionId: roles['Catalog creator'].id, appScopeId: '/' },
    };
    return [
      ...madeIn(roleAssignments, catalogs).cells(world),
      {
        about: 'a role everywhere',
        path: roleAssignments,
        body: everywhere,
        comesTo: ({ name }) => (isDelegate(name) ? forbidden : name === 'otherTenant' ? unseen : ok(201)),
      },
    ];
  },
};
const noRequest = (name: string): Row => ({
  operation: 'assignmentRequests.cancel',
  cells: () => [{ about: 'nothing', path: `/${roleArea}${name}/${nowhere}/cancel`, comesTo: () => absent }],
});
const policies = `/${area}assignmentPolicies`;

/** The writes of administrators, at each place one that is done. */
export const writes: Readonly<Record<string, Row>> = {
  [`POST /${area}catalogs`]: made(`/${area}catalogs`, () => ({ displayName: 'New' }), 'catalogs.create'),
  ...changed(`/${area}catalogs/:id`, 'catalogs', 204, 'main', 'beside', 'elsewhere'),
  [`DELETE /${area}catalogs/:id`]: toThings(`/${area}catalogs/:id`, {
    ...{ kind: 'catalogs', keys: ['empty', 'main'], comesTo: done },
    outcomes: { main: refused(409, 'ResourceInUse') },
  }),

  [`POST ${packages}`]: madeIn(packages, {
    ...{ kind: 'accessPackages', within: 'catalogs', keys: ['main', 'beside'] },
    body: (id) => ({ displayName: 'New', catalog: { id } }),
  }),
  ...changed(`${packages}/:id`, 'accessPackages', 204, 'hidden', 'beside', 'elsewhere'),
  ...deleted(`${packages}/:id`, 'accessPackages', 'bare', 'draft'),
  [`POST ${packages}/:id/incompatibleAccessPackages/$ref`]: toThings(`${packages}/:id`, {
    ...{ kind: 'accessPackages', keys: ['quiet', 'beside'], comesTo: done },
    ...{ more: () => '/incompatibleAccessPackages/$ref', body: reference('accessPackages', 'later') },
  }),
  [`DELETE ${packages}/:id/incompatibleAccessPackages/:otherId/$ref`]: toThings(`${packages}/:id`, {
    ...{ kind: 'accessPackages', keys: ['several'], comesTo: done },
    more: (world) => `/incompatibleAccessPackages/${world.id('accessPackages', 'bare')}/$ref`,
  }),
  [`POST ${packages}/:id/incompatibleGroups/$ref`]: toThings(`${packages}/:id`, {
    ...{ kind: 'accessPackages', keys: ['quiet', 'beside'], comesTo: done, more: () => '/incompatibleGroups/$ref' },
    body: reference('groups', 'spare'),
  }),
  [`DELETE ${packages}/:id/incompatibleGroups/:groupId/$ref`]: toThings(`${packages}/:id`, {
    ...{ kind: 'accessPackages', keys: ['several'], comesTo: done },
    more: (world) => `/incompatibleGroups/${world.id('groups', 'club')}/$ref`,
  }),

  [`POST ${policies}`]: madeIn(policies, {
    ...{ kind: 'assignmentPolicies', within: 'accessPackages', keys: ['bare', 'beside'], body: inPackage },
  }),
  [`PUT ${policies}/:id`]: toThings(`${policies}/:id`, {
    ...{ kind: 'assignmentPolicies', keys: ['later', 'beside', 'elsewhere'], comesTo: ok(200) },
    body: (world, { key }) => inPackage(world.id('accessPackages', key)),
  }),
  ...changed(`${policies}/:id`, 'assignmentPolicies', 200, 'later', 'beside', 'elsewhere'),
  ...deleted(`${policies}/:id`, 'assignmentPolicies', 'club', 'draft', 'elsewhere'),

  [`POST /${area}connectedOrganizations`]: made(`/${area}connectedOrganizations`, () => ({ displayName: 'New' })),
  ...changed(`/${area}connectedOrganizations/:id`, 'connectedOrganizations', 202, 'partner', 'elsewhere'),
  ...deleted(`/${area}connectedOrganizations/:id`, 'connectedOrganizations', 'spare', 'elsewhere'),
  ...organization('internalSponsors'),
  ...organization('externalSponsors'),

  [`POST ${roleAssignments}`]: namedRoles,
  ...deleted(`${roleAssignments}/:id`, 'roleAssignments', 'administrator', 'neighbour', 'catalogCreator', 'elsewhere'),
  [`POST /${roleArea}roleAssignmentScheduleRequests/:id/cancel`]: noRequest('roleAssignmentScheduleRequests'),
  [`POST /${roleArea}roleEligibilityScheduleRequests/:id/cancel`]: noRequest('roleEligibilityScheduleRequests'),

  'POST /users': made('/users', () => ({ displayName: 'New', userPrincipalName: 'new@contoso.example' })),
  'PATCH /users/:key': toThings('/users/:key', {
    ...{ kind: 'users', keys: ['target', 'elsewhere'], comesTo: done, body: () => ({ displayName: 'Changed' }) },
  }),
  ...deleted('/users/:key', 'users', 'member', 'elsewhere'),
  'PUT /users/:key/manager/$ref': toThings('/users/:key', {
    ...{ kind: 'users', keys: ['other'], comesTo: done, more: () => '/manager/$ref' },
    body: reference('users', 'manager'),
  }),
  'DELETE /users/:key/manager/$ref': toThings('/users/:key', {
    ...{ kind: 'users', keys: ['target', 'elsewhere'], comesTo: done, more: () => '/manager/$ref' },
  }),
  'POST /users/:key/sponsors/$ref': toThings('/users/:key', {
    ...{ kind: 'users', keys: ['outsider'], comesTo: done, more: () => '/sponsors/$ref' },
    body: reference('users', 'quiet'),
  }),
  'DELETE /users/:key/sponsors/:userId/$ref': toThings('/users/:key', {
    ...{ kind: 'users', keys: ['outsider'], comesTo: done },
    more: (world) => `/sponsors/${world.id('users', 'sponsor')}/$ref`,
  }),

  'POST /groups': made('/groups', () => ({ displayName: 'New' })),
  ...deleted('/groups/:id', 'groups', 'spare', 'elsewhere'),
  'PATCH /groups/:id': toGroups({ body: renamed }),
  'POST /groups/:id/members/$ref': toGroups({ more: () => '/members/$ref', body: reference('users', 'other') }),
  'DELETE /groups/:id/members/:memberId/$ref': toGroups({
    more: (world, { links }) => `/members/${world.id('users', links['members']?.[0] ?? 'member')}/$ref`,
  }),
  'POST /groups/:id/owners/$ref': toGroups({ more: () => '/owners/$ref', body: reference('users', 'other') }),
  'DELETE /groups/:id/owners/:userId/$ref': toGroups({
    keys: ['spare'],
    more: (world) => `/owners/${world.id('users', 'groupOwner')}/$ref`,
  }),

  'POST /servicePrincipals': made('/servicePrincipals', () => ({ displayName: 'New', appId: nowhere })),
  ...deleted('/servicePrincipals/:id', 'servicePrincipals', 'payroll', 'elsewhere'),
};
