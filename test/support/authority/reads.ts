import type { Operation } from '../../../src/platform/auth/permissions.js';
import type { ResourceRegistry } from '../../../src/platform/odata/resource-registry.js';
import type { CallerName, Speaking } from './callers.js';
import { absent, type Cell, ok, type Row, unseen } from './rows.js';
import { isDelegate } from './delegates.js';
import { isDirectory, seenBy } from './seen.js';
import type { Thing, World } from './world.js';

export const area = 'identityGovernance/entitlementManagement/';
/** Where roles of entitlement management stand. */
export const roleArea = 'roleManagement/entitlementManagement/';
export const nowhere = '0f000000-0000-4000-8000-00000000000f';

/** The kinds that have an address, by the last word of it. */
const kindAt = (collection: string): string =>
  collection === 'accessPackageAssignmentApprovals' ? 'approvals' : collection;

/** The operation of a read, by its place: a second time beside the routes, which declare it one by one. */
function operationAt(path: string): Operation {
  if (path.startsWith('/users')) return 'users.read';
  if (path.startsWith('/groups')) return 'groups.read';
  if (path.startsWith('/servicePrincipals')) return 'servicePrincipals.read';
  if (path.includes('/roleAssignments')) return 'roleAssignments.read';
  if (path.includes('/roleDefinitions')) return 'roleDefinitions.read';
  if (path.includes('/offeredRoleScopes')) return 'ownAccess.read';
  return path.includes('/accessPackageAssignmentApprovals') ? 'approvals.read' : 'entitlements.read';
}

/** Links behind which everything is shown to whoever sees what they start from; behind the others, what they see by its own address. */
const whole: readonly string[] = [
  ...['users/manager', 'users/directReports', 'users/sponsors', 'groups/members', 'groups/owners', 'approvals/stages'],
  ...['accessPackages/incompatibleGroups'],
  ...['connectedOrganizations/internalSponsors', 'connectedOrganizations/externalSponsors'],
];

const address = /^\/(.*?)(\w+)(?:\/(:\w+)(?:\/(\w+))?)?$/;

/** The row of a read that has the usual form: a collection, one of its entities, or what a link of an entity leads to. */
export function usualRead(route: string, registry: ResourceRegistry): Row | undefined {
  const [method, path = ''] = route.split(' ');
  const [, before = '', collection = '', key, link] = address.exec(path) ?? [];
  if (method !== 'GET' || !['', area, roleArea].includes(before)) return undefined;
  const kind = kindAt(collection);
  if (!registry.all.some(({ name }) => name === kind)) return undefined;
  const operation = operationAt(path);
  const found = { kind, base: `/${before}${collection}` };
  if (key === undefined) return { operation, kind, cells: (world) => [listOf(world, found)] };
  if (link === undefined) return { operation, kind, cells: (world) => everyOneOf(world, found) };
  const target = linkOf(registry, kind, link);
  return target && { operation, kind: target.to, cells: (world) => everyLinkOf(world, { ...found, link, ...target }) };
}

interface Target {
  readonly to: string;
  readonly many: boolean;
}

function linkOf(registry: ResourceRegistry, kind: string, link: string): Target | undefined {
  return kind === 'groups' && link === 'members'
    ? { to: 'directoryObjects', many: true }
    : registry.named(kind).links[link];
}

/** The operation of what a link leads to: its own, but where it is shown whole by what it starts from. */
export function operationBehind(kind: string, link: string, to: string): Operation {
  const at = whole.includes(`${kind}/${link}`) ? kind : to;
  return operationAt(isDirectory(at) ? `/${at}` : `/${placeOf(at)}`);
}

/** What is asked for one by one: as people, those who hold roles are like the others, and of their roles some are like others. */
const addressed = (world: World, kind: string): Thing[] => world.of(kind).filter(({ key }) => !isLikeOthers(kind, key));

const isLikeOthers = (kind: string, key: string): boolean =>
  kind === 'users'
    ? isDelegate(key)
    : kind === 'roleAssignments' && /^(packageManager|assignmentManager|delegate)$/.test(key);

interface Collection {
  readonly kind: string;
  readonly base: string;
}

const listOf = (world: World, { kind, base }: Collection): Cell => ({
  about: 'all',
  path: base,
  comesTo: (caller) => ok(200, ...seenBy(world, caller, kind)),
});

const everyOneOf = (world: World, { kind, base }: Collection): Cell[] =>
  addressed(world, kind).map((thing) => ({
    about: thing.key,
    path: `${base}/${thing.id}`,
    nowhere: { path: `${base}/${nowhere}` },
    comesTo: (caller) => (seenBy(world, caller, kind).includes(thing) ? ok(200, thing) : unseen),
  }));

const everyLinkOf = (world: World, { kind, base, link, to, many }: Collection & Target & { link: string }): Cell[] =>
  addressed(world, kind).map((thing) => ({
    about: thing.key,
    path: `${base}/${thing.id}/${link}`,
    nowhere: { path: `${base}/${nowhere}/${link}` },
    comesTo: (caller) => {
      if (!seenBy(world, caller, kind).includes(thing)) return unseen;
      const shown = shownBehind(world, caller, thing, { link, to });
      return many || shown.length > 0 ? ok(200, ...shown) : absent;
    },
  }));

/** What somebody who sees a thing is shown behind one of its links. */
export function shownBehind(
  world: World,
  caller: Speaking,
  thing: Thing,
  { link, to }: { readonly link: string; readonly to: string },
): Thing[] {
  // A role is given to people, groups and applications.
  const there = world.behind(thing, link, link === 'principal' ? 'directoryObjects' : to);
  if (whole.includes(`${thing.kind}/${link}`)) return there;
  return there.filter((one) => seenBy(world, caller, one.kind).includes(one));
}

/** The approvals' stages stand behind them, and have addresses of their own there. */
export const oneStage: Row = {
  operation: 'approvals.read',
  kind: 'approvalStages',
  cells: (world) =>
    world.of('approvalStages').map((stage) => ({
      about: stage.key,
      path: `/${area}${String(stage.within)}/${stage.id}`,
      nowhere: { path: `/${area}${String(stage.within)}/${nowhere}` },
      comesTo: (caller) => (seenBy(world, caller, stage.kind).includes(stage) ? ok(200, stage) : unseen),
    })),
};

/** An alternate key of something. */
export const subjectByObjectId: Row = {
  operation: 'entitlements.read',
  kind: 'subjects',
  cells: (world) =>
    world.of('subjects').map((subject) => ({
      about: subject.key,
      path: `/${area}subjects(objectId='${world.id('users', subject.key)}')`,
      nowhere: { path: `/${area}subjects(objectId='${nowhere}')` },
      comesTo: (caller) => (seenBy(world, caller, 'subjects').includes(subject) ? ok(200, subject) : unseen),
    })),
};

type ByWord = Readonly<Record<string, Readonly<Partial<Record<CallerName, readonly string[]>>>>>;

/** A function of the caller: which of a kind it answers, by its word and by who calls; nothing to everybody else. */
export const ofCaller = (operation: Operation, kind: string, byWord: ByWord): Row => ({
  operation,
  kind,
  cells: (world) =>
    Object.entries(byWord).map(([word, answers]) => ({
      about: word,
      path: `/${areaOf(kind)}${placeOf(kind)}/filterByCurrentUser(on='${word}')`,
      comesTo: ({ name }) => ok(200, ...(answers[name] ?? []).map((key) => world.get(kind, key))),
    })),
});

export const areaOf = (kind: string): string => (kind.startsWith('role') ? roleArea : area);

const placeOf = (kind: string): string => (kind.startsWith('approval') ? 'accessPackageAssignmentApprovals' : kind);
