import { type RoleName, roles } from '../../../src/graph/index.js';
import type { HeldRole } from '../../../src/platform/auth/caller.js';
import type { Thing, World } from './world.js';

/** Callers to whom a role is given: in the catalog `main`, but for the role that is held everywhere. */
export const delegates = {
  catalogOwner: 'Catalog owner',
  ownerByGroup: 'Catalog owner',
  delegate: 'Catalog owner',
  packageManager: 'Access package manager',
  assignmentManager: 'Access package assignment manager',
  catalogReader: 'Catalog reader',
  catalogCreator: 'Catalog creator',
} as const satisfies Record<string, RoleName>;
export type DelegateName = keyof typeof delegates;
export const delegateNames = Object.keys(delegates) as DelegateName[];

export const isDelegate = (name: string): name is DelegateName => Object.hasOwn(delegates, name);

/** Where their roles are held. */
export const theirs = 'main';

/** What a role is for: the kinds that it shows, and those that it lets somebody change. */
interface Rights {
  readonly sees: readonly string[];
  readonly changes: readonly string[];
}

const offered = [
  ...['catalogs', 'accessPackages', 'assignmentPolicies'],
  ...['resources', 'resourceRoles', 'resourceScopes', 'resourceRoleScopes', 'resourceRequests'],
];
const called = 'customWorkflowExtensions';
const given = ['assignmentRequests', 'approvals', 'approvalStages', 'assignments', 'subjects', 'requestors'];
const handled = ['assignments', 'assignmentRequests'];

/** What who holds a role sees and changes of what lies in its catalog. */
const rights: Readonly<Record<RoleName, Rights>> = {
  'Catalog owner': {
    sees: [...offered, called, ...given, 'roleAssignments'],
    changes: [...offered, called, ...handled, 'roleAssignments'],
  },
  'Access package manager': {
    sees: [...offered, called, ...given],
    changes: ['accessPackages', 'assignmentPolicies', ...handled],
  },
  'Access package assignment manager': { sees: [...offered, called, ...given], changes: handled },
  'Catalog reader': { sees: [...offered, called], changes: [] },
  'Catalog creator': { sees: [], changes: [] },
};

const rightsOf = (name: string): Rights | undefined => (isDelegate(name) ? rights[delegates[name]] : undefined);

/** The catalogs in which a thing lies: its own, its package's, and those of all that makes somebody a subject or a requestor. */
function catalogsOf(world: World, thing: Thing): readonly string[] {
  const behind = (kind: string, link: string): string[] =>
    world
      .of(kind)
      .filter(({ links }) => links[link]?.includes(thing.key))
      .flatMap((one) => catalogsOf(world, one));
  switch (thing.kind) {
    case 'catalogs':
      return [thing.key];
    case 'approvals':
    case 'approvalStages':
      return catalogsOf(world, world.get('assignmentRequests', thing.key));
    case 'subjects':
      return behind('assignments', 'target');
    case 'requestors':
      return behind('assignmentRequests', 'requestor');
    default:
      return [
        ...(thing.links['catalog'] ?? []),
        ...world.behind(thing, 'accessPackage', 'accessPackages').flatMap((one) => catalogsOf(world, one)),
      ];
  }
}

const liesInTheirs = (world: World, thing: Thing): boolean => catalogsOf(world, thing).includes(theirs);

/** Whether somebody sees a thing by a role. */
export const seesByRole = (world: World, name: string, thing: Thing): boolean =>
  rightsOf(name)?.sees.includes(thing.kind) === true && liesInTheirs(world, thing);

/** Whether a role lets somebody change things of a kind where this one lies. */
export const changesByRole = (world: World, name: string, thing: Thing, kind = thing.kind): boolean =>
  rightsOf(name)?.changes.includes(kind) === true && liesInTheirs(world, thing);

/** Whether somebody answers for what lies in their catalog: what policies hide is not hidden from them. */
export const answersByRole = (world: World, name: string, thing: Thing): boolean =>
  rightsOf(name)?.sees.includes('assignments') === true && liesInTheirs(world, thing);

/** What the server knows of somebody's roles. */
export const heldBy = (name: string, catalogId: string): readonly HeldRole[] => {
  if (!isDelegate(name)) return [];
  const { id, heldIn } = roles[delegates[name]];
  return [{ roleId: id, scopeId: heldIn === 'everything' ? null : catalogId }];
};
