import type { CallerName, Speaking } from './callers.js';
import { answersByRole, isDelegate, seesByRole } from './delegates.js';
import { directory, type Thing, type World } from './world.js';

type Seen = Readonly<Partial<Record<string, readonly string[]>>>;

/** What the package `quiet` gives, which lets those whom it concerns see it. */
const givenByQuiet: Seen = {
  resourceRoleScopes: ['quiet'],
  resourceRoles: ['clubMember'],
  resourceScopes: ['club'],
  resources: ['club'],
};

/**
 * What people without a role see of each kind, by what ties them to it: requests by or for them, access that they have, the packages,
 * policies and catalogs of these, approvals about which they are asked, organizations that they sponsor, roles that are given to them. Who holds
 * a role sees what it shows beside: see `delegates.ts`. Nobody else sees anything.
 */
const seen: Readonly<Partial<Record<CallerName, Seen>>> = {
  target: {
    assignmentRequests: ['onBehalfPending', 'approved', 'direct', 'leaving', 'scheduled', 'removal'],
    approvals: ['onBehalfPending', 'approved'],
    approvalStages: ['onBehalfPending', 'approved'],
    assignments: ['approved', 'direct', 'leaving'],
    accessPackages: ['quiet', 'open', 'hidden', 'later', 'several'],
    assignmentPolicies: ['quiet', 'open', 'hidden', 'later', 'everyone'],
    catalogs: ['main'],
    subjects: ['target'],
    requestors: ['target', 'onBehalf'],
    ...givenByQuiet,
  },
  requestor: {
    assignmentRequests: ['denied', 'ownPending'],
    approvals: ['denied', 'ownPending'],
    approvalStages: ['denied', 'ownPending'],
    accessPackages: ['quiet', 'open'],
    assignmentPolicies: ['quiet', 'open'],
    catalogs: ['main'],
    subjects: ['requestor'],
    requestors: ['requestor'],
    ...givenByQuiet,
  },
  onBehalf: {
    assignmentRequests: ['onBehalfPending'],
    approvals: ['onBehalfPending'],
    approvalStages: ['onBehalfPending'],
    accessPackages: ['quiet'],
    assignmentPolicies: ['quiet'],
    catalogs: ['main'],
    requestors: ['onBehalf'],
    ...givenByQuiet,
  },
  approver: {
    approvals: ['onBehalfPending', 'denied', 'ownPending', 'approved'],
    approvalStages: ['onBehalfPending', 'denied', 'ownPending', 'approved'],
  },
  manager: { connectedOrganizations: ['partner'] },
};

/** Whom the permission is enough for: the directory is open to all of them. */
export const isDirectory = (kind: string): boolean => directory.includes(kind);

/** The roles that are built in, and where resources may be, are every tenant's; what is offered is shown by what offers it. */
export const isEverybodys = (kind: string): boolean =>
  ['roleDefinitions', 'resourceEnvironments', 'offeredRoleScopes'].includes(kind);

export const isElsewhere = ({ key }: Thing): boolean => key === 'elsewhere';

/** What of a kind somebody sees where they may read it at all; each sees their own tenant only. */
export function seenBy(world: World, caller: Speaking, kind: string): Thing[] {
  if (isEverybodys(kind)) return world.of(kind);
  const there = world.of(kind).filter((thing) => isElsewhere(thing) === (caller.name === 'otherTenant'));
  if (caller.readsAll || isDirectory(kind)) return there;
  const keys = seen[caller.name]?.[kind] ?? [];
  return there.filter(
    (thing) => keys.includes(thing.key) || isTheirOwnRole(caller, thing) || seesByRole(world, caller.name, thing),
  );
}

const isTheirOwnRole = ({ name }: Speaking, { kind, key, links }: Thing): boolean =>
  kind === 'roleAssignments' && isDelegate(name) && key === name && links['principal']?.includes(name) === true;

/** Who is concerned by an approval, as its target or its requestor. */
const concerned: Readonly<Record<string, readonly string[]>> = {
  onBehalfPending: ['onBehalf', 'target'],
  denied: ['requestor'],
  ownPending: ['requestor'],
  approved: ['target'],
};

type Json = Record<string, unknown>;

/** How somebody is shown something that they see, given what a reader of everything is shown. */
export const shownTo = (world: World, caller: Speaking, thing: Thing, entity: Json): Json =>
  concerning(world, caller, thing, caller.readsAll ? entity : withoutAuthors(entity));

/** Who made and changed an entity is told to who reads everything. */
const withoutAuthors = (entity: Json): Json =>
  Object.fromEntries(
    Object.entries(entity).map(([name, value]) => [name, ['createdBy', 'modifiedBy'].includes(name) ? null : value]),
  );

function concerning(world: World, caller: Speaking, thing: Thing, entity: Json): Json {
  const { kind, key } = thing;
  const isConcerned = concerned[key]?.includes(caller.name) === true;
  switch (kind) {
    case 'approvals':
      return {
        ...entity,
        ...mapped(entity, ['stages', 'steps'], (stage) => stageFor(caller, key, isConcerned, stage)),
      };
    case 'approvalStages':
      return stageFor(caller, key, isConcerned, entity);
    case 'assignmentRequests':
      return isConcerned && key === 'denied' ? { ...entity, ...mapped(entity, ['history'], withoutDecider) } : entity;
    case 'assignmentPolicies':
      return key === 'quiet' && !answersFor(world, caller, thing) ? withoutApprovers(entity) : entity;
    default:
      return entity;
  }
}

const answersFor = (world: World, caller: Speaking, thing: Thing): boolean =>
  caller.readsAll || answersByRole(world, caller.name, thing);

const mapped = (entity: Json, names: readonly string[], change: (one: Json) => Json): Json =>
  Object.fromEntries(
    names.filter((name) => name in entity).map((name) => [name, (entity[name] as Json[]).map(change)]),
  );

/** Who decides is told it of each stage; who decided is kept from those concerned where the policy says so. */
function stageFor(caller: Speaking, key: string, isConcerned: boolean, stage: Json): Json {
  const isHidden = isConcerned && key === 'denied';
  return { ...stage, assignedToMe: caller.name === 'approver', ...(isHidden ? { reviewedBy: null } : {}) };
}

const withoutDecider = (activity: Json): Json =>
  activity['action'] === 'Denied' ? { ...activity, userDisplayName: null, userPrincipalName: null } : activity;

const lists = ['primaryApprovers', 'fallbackPrimaryApprovers', 'escalationApprovers', 'fallbackEscalationApprovers'];

function withoutApprovers(policy: Json): Json {
  const settings = policy['requestApprovalSettings'] as Json;
  const nobody = (stage: Json): Json =>
    Object.fromEntries(Object.entries(stage).map(([name, value]) => [name, lists.includes(name) ? [] : value]));
  return {
    ...policy,
    requestApprovalSettings: { ...settings, ...mapped(settings, ['stages', 'approvalStages'], nobody) },
  };
}
