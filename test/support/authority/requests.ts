import { area, nowhere } from './reads.js';
import type { CallerName, Speaking } from './callers.js';
import { absent, type Cell, forbidden, ok, type Outcome, refused, type Row, unseen } from './rows.js';
import { changesByRole, delegateNames, delegates, isDelegate } from './delegates.js';
import { seenBy } from './seen.js';
import type { Thing, World } from './world.js';

const path = `/${area}assignmentRequests`;

/** A request: who made it, whether it can still be ended, and whether its access lives, which keeps it on record. */
interface Known {
  readonly maker: string;
  readonly isOpen: boolean;
  readonly isLive?: boolean;
}

const requests: Readonly<Record<string, Known>> = {
  onBehalfPending: { maker: 'onBehalf', isOpen: true },
  ownPending: { maker: 'requestor', isOpen: true },
  scheduled: { maker: 'target', isOpen: true },
  removal: { maker: 'administrator', isOpen: true },
  denied: { maker: 'requestor', isOpen: false },
  approved: { maker: 'target', isOpen: false, isLive: true },
  direct: { maker: 'administrator', isOpen: false, isLive: true },
  leaving: { maker: 'administrator', isOpen: false, isLive: true },
  beside: { maker: 'administrator', isOpen: false, isLive: true },
  awaited: { maker: 'neighbour', isOpen: true },
};
const tooLate = refused(409, 'InvalidState');

/** A request is ended by who made it, by an administrator, or by who manages the assignments of its catalog; whom it concerns is told that, and nobody else that it is there. */
function canceled(world: World, caller: Speaking, one: Thing): Outcome {
  const { maker, isOpen } = requests[one.key] ?? { maker: 'nobody', isOpen: false };
  const isManaged = changesByRole(world, caller.name, one);
  if (caller.name === maker || caller.name === 'administrator' || isManaged) return isOpen ? ok(204) : tooLate;
  return seenBy(world, caller, 'assignmentRequests').includes(one) ? forbidden : unseen;
}

const each = (
  world: World,
  verb: string,
  comesTo: (caller: Speaking, one: Thing) => Outcome,
  kind = 'assignmentRequests',
): Cell[] =>
  world.of(kind).map((one) => ({
    about: one.key,
    path: `/${area}${kind}/${one.id}${verb}`,
    nowhere: { path: `/${area}${kind}/${nowhere}${verb}` },
    comesTo: (caller) => comesTo(caller, one),
  }));

/** Who reads everything knows of every stage; who is asked decides those that are open. */
function decided(world: World, caller: Speaking, stage: Thing): Outcome {
  if (!seenBy(world, caller, 'approvalStages').includes(stage)) return unseen;
  if (caller.name !== 'approver') return forbidden;
  return requests[stage.key]?.isOpen ? ok(204) : tooLate;
}

/** What administrators do everywhere, and who manages assignments in their catalog; both kinds are seen by those alone. */
const managed = (world: World, caller: Speaking, one: Thing, done: Outcome): Outcome => {
  if (caller.name === 'otherTenant') return unseen;
  return !isDelegate(caller.name) || changesByRole(world, caller.name, one) ? done : unseen;
};

/** One body of a request, and what it comes to: for those who are named, else for all whom the permission lets through. */
interface Asked {
  readonly requestType: string;
  readonly assignment: (world: World) => object;
  readonly more?: object;
  readonly comesTo: Readonly<Partial<Record<CallerName, Outcome>>>;
  readonly others: Outcome;
}

const under = (accessPackage: string, policy: string, target?: string) => (world: World) => ({
  accessPackageId: world.id('accessPackages', accessPackage),
  assignmentPolicyId: world.id('assignmentPolicies', policy),
  ...(target === undefined ? {} : { targetId: world.id('users', target) }),
});
const held = (key: string) => (world: World) => ({ id: world.id('assignments', key) });

const made = ok(201);
const byApplications = { application: forbidden, delegate: forbidden } as const;
/** What administrators may, and who manages assignments in the catalog in which that is; where it is another one, they are told of nothing. */
const byManagers = (inTheirs: Outcome) => ({
  ...{ administrator: made, application: made, otherTenant: absent },
  ...Object.fromEntries(managers.map((name) => [name, inTheirs])),
});
const managers = delegateNames.filter(
  (name) => delegates[name] !== 'Catalog reader' && delegates[name] !== 'Catalog creator',
);
/** The policy is of another package. */
const mixed = refused(400, 'InvalidModel');
const taken = refused(400, 'ExistingOpenRequest');

const asked: Readonly<Record<string, Asked>> = {
  'access for oneself': {
    ...{ requestType: 'userAdd', assignment: under('later', 'later'), others: made },
    comesTo: { target: taken, ...byApplications, otherTenant: absent },
  },
  'access for the target, of whom a request is open': {
    ...{ requestType: 'userAdd', assignment: under('quiet', 'quiet', 'target'), others: forbidden },
    comesTo: { onBehalf: taken, target: taken },
  },
  'access for somebody else': {
    ...{ requestType: 'userAdd', assignment: under('quiet', 'quiet', 'other'), others: forbidden },
    comesTo: { onBehalf: made, other: made },
  },
  'access for somebody else under a policy that names nobody': {
    ...{ requestType: 'userAdd', assignment: under('later', 'later', 'other'), others: forbidden },
    comesTo: { other: made },
  },
  'access to a draft': {
    ...{
      requestType: 'userAdd',
      assignment: under('draft', 'draft'),
      others: refused(403, 'PolicyRequirementsNotMet'),
    },
    comesTo: { ...byApplications, otherTenant: absent },
  },
  'a change of what one holds': {
    ...{ requestType: 'userUpdate', assignment: held('direct'), others: unseen },
    comesTo: { target: made, ...byApplications },
  },
  'an end of what one holds': {
    ...{ requestType: 'userRemove', assignment: held('direct'), others: unseen },
    comesTo: { target: made, ...byApplications },
  },
  'an end of what one agreed to': {
    ...{ requestType: 'approverRemove', assignment: held('approved'), others: unseen },
    comesTo: { approver: made, ...byApplications },
  },
  'an assignment': {
    ...{ requestType: 'adminAdd', assignment: under('hidden', 'hidden', 'other'), others: forbidden },
    comesTo: byManagers(made),
  },
  'a change of an assignment': {
    ...{ requestType: 'adminUpdate', assignment: held('direct'), others: forbidden },
    more: { schedule: { expiration: { type: 'noExpiration' } } },
    comesTo: byManagers(made),
  },
  'an end of an assignment': {
    ...{ requestType: 'adminRemove', assignment: held('direct'), others: forbidden },
    comesTo: byManagers(made),
  },
  'an assignment of what is in another catalog': {
    ...{ requestType: 'adminAdd', assignment: under('beside', 'beside', 'other'), others: forbidden },
    comesTo: byManagers(unseen),
  },
  'an assignment under a policy of another catalog': {
    ...{ requestType: 'adminAdd', assignment: under('hidden', 'beside', 'other'), others: forbidden },
    comesTo: { ...byManagers(unseen), administrator: mixed, application: mixed },
  },
  'an end of an assignment in another catalog': {
    ...{ requestType: 'adminRemove', assignment: held('beside'), others: forbidden },
    comesTo: byManagers(unseen),
  },
};

const created: Row = {
  operation: 'assignmentRequests.create',
  kind: 'assignmentRequests',
  cells: (world) =>
    Object.entries(asked).flatMap(([about, { requestType, assignment, more, comesTo, others }]): Cell[] => {
      const body = { requestType, assignment: assignment(world), ...more };
      const outcome = ({ name }: Speaking) => comesTo[name] ?? others;
      const dry = { headers: { prefer: 'validate-only' }, isDry: true } as const;
      return [
        { about, path, body, comesTo: outcome },
        { about: `${about}, if it were sent`, path, body, ...dry, comesTo: (caller) => rehearsed(outcome(caller)) },
      ];
    }),
};

/** Who may not act gets the refusal of the real thing; everybody else is told what would become of it. */
const rehearsed = (outcome: Outcome): Outcome => (outcome === forbidden || outcome === unseen ? outcome : ok(200));

export const requestWrites: Readonly<Record<string, Row>> = {
  [`POST ${path}`]: created,
  [`POST ${path}/:id/cancel`]: {
    operation: 'assignmentRequests.cancel',
    cells: (world) => each(world, '/cancel', (caller, one) => canceled(world, caller, one)),
  },
  // None of them has failed.
  [`POST ${path}/:id/reprocess`]: {
    operation: 'assignments.write',
    cells: (world) => each(world, '/reprocess', (caller, one) => managed(world, caller, one, tooLate)),
  },
  // All of them are in place.
  [`POST /${area}assignments/:id/reprocess`]: {
    operation: 'assignments.write',
    cells: (world) => each(world, '/reprocess', (caller, one) => managed(world, caller, one, ok(202)), 'assignments'),
  },
  [`DELETE ${path}/:id`]: {
    operation: 'assignments.write',
    cells: (world) =>
      each(world, '', (caller, one) => {
        const { isOpen, isLive } = requests[one.key] ?? {};
        return managed(world, caller, one, isOpen || isLive ? tooLate : ok(204));
      }),
  },
  [`PATCH /${area}accessPackageAssignmentApprovals/:id/stages/:stageId`]: {
    operation: 'approvals.decide',
    cells: (world) =>
      world.of('approvalStages').map((stage) => ({
        about: stage.key,
        path: `/${area}${String(stage.within)}/${stage.id}`,
        nowhere: { path: `/${area}${String(stage.within)}/${nowhere}` },
        body: { reviewResult: 'Approve' },
        comesTo: (caller) => decided(world, caller, stage),
      })),
  },
};
