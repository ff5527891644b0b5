import type { Operation } from '../../../src/platform/auth/permissions.js';
import { selfService } from '../given.js';
import { roles } from '../../../src/graph/index.js';
import { area, roleArea } from './reads.js';
import { absent, type Cell, forbidden, ok, type Outcome, type Row, unseen } from './rows.js';
import { isElsewhere } from './seen.js';
import type { Thing, World } from './world.js';

const nowhere = '0f000000-0000-4000-8000-00000000000f';

/** Who writes, by the place: a second time beside the routes. */
function operationAt(path: string): Operation {
  if (path.startsWith('/users')) return 'users.write';
  if (path.startsWith('/groups')) return 'groups.write';
  if (path.startsWith(`/${roleArea}`)) return 'roleAssignments.write';
  return path.startsWith('/servicePrincipals') ? 'servicePrincipals.write' : 'entitlements.write';
}

type Body = (world: World, thing: Thing) => object;

/** What is sent to one thing after another, and what it comes to for those who may write and in whose tenant the thing is. */
interface Sent {
  readonly kind: string;
  readonly keys: readonly string[];
  readonly comesTo: Outcome;
  readonly body?: Body | undefined;
  /** What follows the id in the address. */
  readonly more?: ((world: World, thing: Thing) => string) | undefined;
}

const done = ok(204);

function toThings(path: string, { kind, keys, comesTo, body, more }: Sent): Row {
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
          comesTo: ({ name }) => (isElsewhere(thing) === (name === 'otherTenant') ? comesTo : unseen),
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

/** Something new, of which nothing but where it belongs has to be there. */
const made = (path: string, body: (world: World) => object, needs: 'nothing' | 'something of this tenant'): Row => ({
  operation: operationAt(path),
  cells: (world) => [
    {
      about: 'new',
      path,
      body: body(world),
      comesTo: ({ name }) => (name === 'otherTenant' && needs !== 'nothing' ? unseen : ok(201)),
    },
  ],
});

const renamed: Body = () => ({ description: 'Changed.' });
const reference = (collection: string, key: string) => (world: World) => ({
  '@odata.id': `https://any.example/v1.0/${collection}/${world.id(collection, key)}`,
});
const inPackage = (world: World, key: string) => ({
  ...{ displayName: 'Whole', ...selfService },
  accessPackage: { id: world.id('accessPackages', key) },
});
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
const noRequest = (name: string): Row => ({
  operation: 'assignmentRequests.cancel',
  cells: () => [{ about: 'nothing', path: `/${roleArea}${name}/${nowhere}/cancel`, comesTo: () => absent }],
});
const policies = `/${area}assignmentPolicies`;

/** The writes of administrators, at each place one that is done. */
export const writes: Readonly<Record<string, Row>> = {
  [`POST /${area}catalogs`]: made(`/${area}catalogs`, () => ({ displayName: 'New' }), 'nothing'),
  ...changed(`/${area}catalogs/:id`, 'catalogs', 204, 'main', 'elsewhere'),
  ...deleted(`/${area}catalogs/:id`, 'catalogs', 'empty'),

  [`POST ${packages}`]: made(
    packages,
    (world) => ({ displayName: 'New', catalog: { id: world.id('catalogs', 'main') } }),
    'something of this tenant',
  ),
  ...changed(`${packages}/:id`, 'accessPackages', 204, 'hidden', 'elsewhere'),
  ...deleted(`${packages}/:id`, 'accessPackages', 'bare'),
  [`POST ${packages}/:id/incompatibleAccessPackages/$ref`]: toThings(`${packages}/:id`, {
    ...{ kind: 'accessPackages', keys: ['quiet'], comesTo: done, more: () => '/incompatibleAccessPackages/$ref' },
    body: reference('accessPackages', 'later'),
  }),
  [`DELETE ${packages}/:id/incompatibleAccessPackages/:otherId/$ref`]: toThings(`${packages}/:id`, {
    ...{ kind: 'accessPackages', keys: ['several'], comesTo: done },
    more: (world) => `/incompatibleAccessPackages/${world.id('accessPackages', 'bare')}/$ref`,
  }),
  [`POST ${packages}/:id/incompatibleGroups/$ref`]: toThings(`${packages}/:id`, {
    ...{ kind: 'accessPackages', keys: ['quiet'], comesTo: done, more: () => '/incompatibleGroups/$ref' },
    body: reference('groups', 'spare'),
  }),
  [`DELETE ${packages}/:id/incompatibleGroups/:groupId/$ref`]: toThings(`${packages}/:id`, {
    ...{ kind: 'accessPackages', keys: ['several'], comesTo: done },
    more: (world) => `/incompatibleGroups/${world.id('groups', 'club')}/$ref`,
  }),

  [`POST ${policies}`]: made(policies, (world) => inPackage(world, 'bare'), 'something of this tenant'),
  [`PUT ${policies}/:id`]: toThings(`${policies}/:id`, {
    ...{ kind: 'assignmentPolicies', keys: ['later', 'elsewhere'], comesTo: ok(200) },
    body: (world, { key }) => inPackage(world, key),
  }),
  ...changed(`${policies}/:id`, 'assignmentPolicies', 200, 'later', 'elsewhere'),
  ...deleted(`${policies}/:id`, 'assignmentPolicies', 'club', 'elsewhere'),

  [`POST /${area}connectedOrganizations`]: made(
    `/${area}connectedOrganizations`,
    () => ({ displayName: 'New' }),
    'nothing',
  ),
  ...changed(`/${area}connectedOrganizations/:id`, 'connectedOrganizations', 202, 'partner', 'elsewhere'),
  ...deleted(`/${area}connectedOrganizations/:id`, 'connectedOrganizations', 'spare', 'elsewhere'),
  ...organization('internalSponsors'),
  ...organization('externalSponsors'),

  [`POST ${roleAssignments}`]: made(
    roleAssignments,
    (world) => ({
      principalId: world.id('users', 'other'),
      roleDefinitionId: roles['Catalog reader'].id,
      appScopeId: `/AccessPackageCatalog/${world.id('catalogs', 'main')}`,
    }),
    'something of this tenant',
  ),
  ...deleted(`${roleAssignments}/:id`, 'roleAssignments', 'administrator', 'elsewhere'),
  [`POST /${roleArea}roleAssignmentScheduleRequests/:id/cancel`]: noRequest('roleAssignmentScheduleRequests'),
  [`POST /${roleArea}roleEligibilityScheduleRequests/:id/cancel`]: noRequest('roleEligibilityScheduleRequests'),

  'POST /users': made('/users', () => ({ displayName: 'New', userPrincipalName: 'new@contoso.example' }), 'nothing'),
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

  'POST /groups': made('/groups', () => ({ displayName: 'New' }), 'nothing'),
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

  'POST /servicePrincipals': made('/servicePrincipals', () => ({ displayName: 'New', appId: nowhere }), 'nothing'),
  ...deleted('/servicePrincipals/:id', 'servicePrincipals', 'payroll', 'elsewhere'),
};
