import { isGuid } from '../../../src/platform/edm/members.js';
import { area, nowhere, ofCaller, oneStage, roleArea, subjectByObjectId } from './reads.js';
import { absent, type Cell, forbidden, ok, type Row, unseen } from './rows.js';
import { isElsewhere, seenBy } from './seen.js';
import type { Speaking } from './callers.js';
import { inTheDirectory } from './in-the-directory.js';
import { inPerson } from './world-roles.js';
import { directory, type Thing, type World } from './world.js';

const requestable = ['quiet', 'open', 'hidden', 'later', 'several'];
const ofTarget = ['onBehalfPending', 'approved', 'direct', 'leaving', 'scheduled', 'removal'];
const heldByTarget = ['approved', 'direct', 'leaving'];
const ofRequestor = ['denied', 'ownPending'];
const pending = ['onBehalfPending', 'ownPending'];

/** Who is told by a function of the caller about what. */
const functions: Readonly<Record<string, Row>> = {
  accessPackages: ofCaller('ownAccess.read', 'accessPackages', {
    allowedRequestor: Object.fromEntries(inTheDirectory.map((name) => [name, requestable])),
  }),
  assignmentRequests: ofCaller('ownAccess.read', 'assignmentRequests', {
    target: { target: ofTarget, requestor: ofRequestor },
    createdBy: {
      ...{ target: ['approved', 'scheduled'], requestor: ofRequestor, onBehalf: ['onBehalfPending'] },
      administrator: ['direct', 'leaving', 'removal', 'beside'],
    },
    targetOrRequestor: { target: ofTarget, requestor: ofRequestor, onBehalf: ['onBehalfPending'] },
    targetManager: { manager: ofTarget },
    approver: { approver: pending },
  }),
  assignments: ofCaller('ownAccess.read', 'assignments', {
    target: { target: heldByTarget },
    createdBy: { target: ['approved'], administrator: ['direct', 'leaving', 'beside'] },
    targetManager: { manager: heldByTarget },
  }),
  accessPackageAssignmentApprovals: ofCaller('approvals.decide', 'approvals', { approver: { approver: pending } }),
};

/** Which policies bind each of those who may ask, by the package. */
const binding: Readonly<Record<string, readonly string[]>> = {
  ...{ quiet: ['quiet'], open: ['open'], hidden: ['hidden'], later: ['later'], several: ['everyone'] },
};

/** What somebody is told of who may ask for it: packages, and the policies that bind. */
export const requestableBy = (world: World, { name }: Speaking): string[] =>
  inTheDirectory.includes(name)
    ? [
        ...requestable.map((key) => world.get('accessPackages', key)),
        ...Object.values(binding).flatMap((keys) => keys.map((key) => world.get('assignmentPolicies', key))),
      ].flatMap(({ id, mark }) => [id, mark])
    : [];

/** What it takes to ask for a package; that a package is there is told to whoever has its id, as to ask for it would. */
const requirements: Row = {
  operation: 'ownAccess.read',
  kind: 'policyRequirements',
  isRead: true,
  cells: (world) =>
    world.of('accessPackages').map((one) => ({
      about: one.key,
      path: `/${area}accessPackages/${one.id}/getApplicablePolicyRequirements`,
      comesTo: (caller) => {
        if (isElsewhere(one) !== (caller.name === 'otherTenant')) return unseen;
        const mayAsk = inTheDirectory.includes(caller.name);
        return ok(200, ...(mayAsk ? (binding[one.key] ?? []) : []).map((key) => world.get('assignmentPolicies', key)));
      },
    })),
};

const decision: Row = {
  operation: 'entitlements.read',
  kind: 'decisions',
  cells: (world) =>
    world.of('assignmentRequests').map((one) => ({
      about: one.key,
      path: `/${area}assignmentRequests/${one.id}/decision`,
      nowhere: { path: `/${area}assignmentRequests/${nowhere}/decision` },
      comesTo: (caller) => (seenBy(world, caller, 'assignmentRequests').includes(one) ? ok(200) : unseen),
    })),
};

/** Of two packages whose holders are asked about; whoever does not see both of them is told of none. */
const doubles: Row = {
  operation: 'additionalAccess.read',
  kind: 'assignments',
  cells: (world) => [
    doublesOf(world, 'hidden', 'open', 'direct'),
    doublesOf(world, 'bare', 'several'),
    doublesOf(world, 'bare', 'beside'),
  ],
};

function doublesOf(world: World, one: string, other: string, held?: string): Cell {
  const pair = [world.get('accessPackages', one), world.get('accessPackages', other)];
  const [first, second] = pair as [Thing, Thing];
  const sees = (caller: Speaking) => pair.every((it) => seenBy(world, caller, 'accessPackages').includes(it));
  const shown = (caller: Speaking) => seenBy(world, caller, 'assignments').filter(({ key }) => key === held);
  return {
    about: `${one} beside ${other}`,
    path: `/${area}assignments/additionalAccess(accessPackageId='${first.id}',incompatibleAccessPackageId='${second.id}')`,
    comesTo: (caller) => (sees(caller) ? ok(200, ...shown(caller)) : unseen),
  };
}

/** The target holds two packages that were declared incompatible later: what they have of the one that names the other is shown to whoever sees it. */
const allDoubles: Row = {
  operation: 'additionalAccess.read',
  kind: 'assignments',
  cells: (world) => [
    {
      about: 'all',
      path: `/${area}assignments/additionalAccess()`,
      comesTo: (caller) => ok(200, ...seenBy(world, caller, 'assignments').filter(({ key }) => key === 'direct')),
    },
  ],
};

/** The caller, for people who are in the directory of their own tenant. */
const me: Row = {
  operation: 'me.read',
  kind: 'users',
  cells: (world) => [
    {
      about: 'the caller',
      path: '/me',
      comesTo: ({ name }) => (name === 'otherTenant' ? absent : ok(200, world.get('users', name))),
    },
  ],
};

/** What a token lets its holder do is told to them, whoever they are. */
const mine: Row = {
  operation: 'anyCaller',
  cells: () => [{ about: 'the caller', path: '/me/permissions', comesTo: () => ok(200) }],
};

const groupsOfMine: Row = {
  operation: 'me.read',
  kind: 'groups',
  cells: (world) => [
    {
      about: 'the caller',
      path: '/me/memberOf',
      comesTo: ({ name }) =>
        name === 'otherTenant' ? absent : ok(200, ...(name === 'colleague' ? [world.get('groups', 'spare')] : [])),
    },
  ],
};

/** The groups in a group, for whoever sees it. */
const groupsInGroups: Row = {
  operation: 'groups.read',
  kind: 'groups',
  cells: (world) =>
    world.of('groups').map((group) => ({
      about: group.key,
      path: `/groups/${group.id}/members/microsoft.graph.group`,
      nowhere: { path: `/groups/${nowhere}/members/microsoft.graph.group` },
      comesTo: (caller) =>
        seenBy(world, caller, 'groups').includes(group) ? ok(200, ...world.behind(group, 'groups', 'groups')) : unseen,
    })),
};

const seenThere = (world: World, caller: Speaking): Thing[] =>
  directory.filter((kind) => caller.mayDo(`${kind as 'users'}.read`)).flatMap((kind) => seenBy(world, caller, kind));

/** People, groups and applications by their ids: who may read one of the kinds is shown those of it. */
const directoryObject: Row = {
  operation: 'directoryObjects.read',
  kind: 'directoryObjects',
  cells: (world) =>
    world.of('directoryObjects').map((one) => ({
      about: one.key,
      path: `/directoryObjects/${one.id}`,
      nowhere: { path: `/directoryObjects/${nowhere}` },
      comesTo: (caller) => (seenThere(world, caller).includes(one) ? ok(200, one) : unseen),
    })),
};

const directoryObjectsByIds: Row = {
  operation: 'directoryObjects.read',
  kind: 'directoryObjects',
  isRead: true,
  cells: (world) => [
    {
      about: 'all',
      path: '/directoryObjects/getByIds',
      body: { ids: world.things.flatMap(({ id }) => (isGuid(id) ? [id] : [])) },
      comesTo: (caller) => ok(200, ...seenThere(world, caller)),
    },
  ],
};

const everyKind = ['users.read', 'groups.read', 'servicePrincipals.read'] as const;

/** To whom a role is given may be of any kind: who reads it reads every kind by its own address. */
const principals: Row = {
  operation: 'roleAssignments.read',
  kind: 'directoryObjects',
  cells: (world) =>
    world.of('roleAssignments').map((one) => ({
      about: one.key,
      path: `/${roleArea}roleAssignments/${one.id}/principal`,
      nowhere: { path: `/${roleArea}roleAssignments/${nowhere}/principal` },
      comesTo: (caller) => {
        if (!everyKind.every((operation) => caller.mayDo(operation))) return forbidden;
        const isSeen = seenBy(world, caller, 'roleAssignments').includes(one);
        return isSeen ? ok(200, ...world.behind(one, 'principal', 'directoryObjects')) : unseen;
      },
    })),
};

/** Who holds a role themselves is told so; nothing makes anything of the others. */
const roleFunctions: Readonly<Record<string, Row>> = Object.fromEntries([
  ...['roleAssignmentSchedules', 'roleAssignmentScheduleInstances'].map((kind) => [
    kind,
    ofCaller('ownAccess.read', kind, {
      principal: Object.fromEntries(inPerson.map((name) => [name, [name]])),
    }),
  ]),
  ...['roleEligibilitySchedules', 'roleEligibilityScheduleInstances'].map((kind) => [
    kind,
    ofCaller('ownAccess.read', kind, { principal: {} }),
  ]),
  ...['roleAssignmentScheduleRequests', 'roleEligibilityScheduleRequests'].map((kind) => [
    kind,
    ofCaller('ownAccess.read', kind, { principal: {}, createdBy: {}, approver: {} }),
  ]),
]) as Readonly<Record<string, Row>>;

/** The reads that have no usual form. */
export const specialReads: Readonly<Record<string, Row>> = {
  ...Object.fromEntries(
    Object.entries(functions).map(([name, row]) => [`GET /${area}${name}/filterByCurrentUser/on=:on`, row]),
  ),
  ...Object.fromEntries(
    Object.entries(roleFunctions).map(([name, row]) => [`GET /${roleArea}${name}/filterByCurrentUser/on=:on`, row]),
  ),
  [`GET /${roleArea}roleAssignments/:id/principal`]: principals,
  [`POST /${area}accessPackages/:id/getApplicablePolicyRequirements`]: requirements,
  [`GET /${area}assignmentRequests/:id/decision`]: decision,
  [`GET /${area}assignments/additionalAccess`]: allDoubles,
  [`GET /${area}assignments/additionalAccess/accessPackageId=:accessPackageId/incompatibleAccessPackageId=:incompatibleAccessPackageId`]:
    doubles,
  [`GET /${area}accessPackageAssignmentApprovals/:id/stages/:stageId`]: oneStage,
  'GET /groups/:id/members/group': groupsInGroups,
  'GET /me': me,
  'GET /me/permissions': mine,
  'GET /me/memberOf': groupsOfMine,
  'GET /directoryObjects/:id': directoryObject,
  'POST /directoryObjects/getByIds': directoryObjectsByIds,
  [`GET /${area}subjects/objectId=:objectId`]: subjectByObjectId,
};
