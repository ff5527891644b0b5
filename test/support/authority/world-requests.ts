import { Worker } from '../../../src/platform/eventing/worker.js';
import { approvalsOf } from '../approvals.js';
import { entitlements } from '../given.js';
import { anAdministrator, aPerson, type TestServer } from '../server.js';
import { done, type World } from './world.js';

type Json = Record<string, unknown>;

/** What is asked for, by whom (the administrator where nobody is named), for whom, of which package, and under which of its policies. */
interface Asked {
  readonly by?: string;
  readonly target: string;
  readonly requestor: string;
  readonly of: string;
  readonly under?: string;
  readonly approvers?: true;
  readonly assignment?: true;
  readonly verdict?: 'Approve' | 'Deny';
  readonly more?: Json;
}

const tomorrow = (): string => new Date(Date.now() + 86_400_000).toISOString();

const requests: Readonly<Record<string, Asked>> = {
  onBehalfPending: { by: 'onBehalf', requestor: 'onBehalf', target: 'target', of: 'quiet', approvers: true },
  denied: {
    by: 'requestor',
    requestor: 'requestor',
    target: 'requestor',
    of: 'quiet',
    approvers: true,
    verdict: 'Deny',
  },
  ownPending: { by: 'requestor', requestor: 'requestor', target: 'requestor', of: 'open', approvers: true },
  approved: {
    ...{ by: 'target', requestor: 'target', target: 'target', of: 'open' },
    ...{ approvers: true, verdict: 'Approve', assignment: true },
  },
  direct: { requestor: 'target', target: 'target', of: 'hidden', assignment: true },
  leaving: { requestor: 'target', target: 'target', of: 'several', under: 'everyone', assignment: true },
  scheduled: {
    ...{ by: 'target', requestor: 'target', target: 'target', of: 'later' },
    more: { schedule: { startDateTime: tomorrow() } },
  },
  beside: { requestor: 'neighbour', target: 'neighbour', of: 'beside', assignment: true },
  awaited: { by: 'neighbour', requestor: 'neighbour', target: 'neighbour', of: 'awaited', approvers: true },
};

/** Requests, and the approvals and assignments that come of them. */
export async function addRequests(server: TestServer, world: World): Promise<void> {
  const approvals = approvalsOf(server);
  const send = async (by: string | undefined, body: Json): Promise<string> => {
    const who = by === undefined ? anAdministrator : aPerson(world.id('users', by));
    return String((await done(server.as(who).post(`${entitlements}/assignmentRequests`, body)))['id']);
  };
  for (const [key, asked] of Object.entries(requests)) {
    const { by, of, under = of, target, requestor, more } = asked;
    const assignment = {
      targetId: world.id('users', target),
      accessPackageId: world.id('accessPackages', of),
      assignmentPolicyId: world.id('assignmentPolicies', under),
    };
    const id = await send(by, { requestType: by === undefined ? 'adminAdd' : 'userAdd', assignment, ...more });
    await server.drain();
    if (asked.verdict) await done(approvals.decide(world.id('users', 'approver'), id, asked.verdict));
    await server.drain();
    const held = asked.assignment ? [key] : [];
    const links = { accessPackage: [of], requestor: [requestor], assignment: held };
    world.put('assignmentRequests', key, { id }, { links });
    if (asked.approvers) await addApproval(approvals, world, key);
    if (asked.assignment) await addAssignment(approvals, world, { key, ...asked, under });
  }
  const path = `${entitlements}/accessPackages/${world.id('accessPackages', 'hidden')}/incompatibleAccessPackages/$ref`;
  const open = `https://any.example/v1.0/accessPackages/${world.id('accessPackages', 'open')}`;
  await done(server.as(anAdministrator).post(path, { '@odata.id': open }));
  // What follows is not worked off: the removal stays open.
  await server.app.get(Worker).onModuleDestroy();
  const removed = { id: world.id('assignments', 'leaving') };
  const id = await send(undefined, { requestType: 'adminRemove', assignment: removed });
  const links = { accessPackage: ['several'], requestor: ['target'], assignment: ['leaving'] };
  world.put('assignmentRequests', 'removal', { id }, { links });
}

type Approvals = ReturnType<typeof approvalsOf>;

async function addApproval(approvals: Approvals, world: World, key: string): Promise<void> {
  const id = world.put('approvals', key, { id: world.id('assignmentRequests', key) }, { links: { stages: [key] } });
  const [stage] = await approvals.stagesOf(id);
  world.put('approvalStages', key, { ...stage }, { within: `accessPackageAssignmentApprovals/${id}/stages` });
}

async function addAssignment(
  approvals: Approvals,
  world: World,
  { key, target, of, under }: Asked & { readonly key: string; readonly under: string },
): Promise<void> {
  const held = await approvals.read(
    `assignments?$filter=accessPackage/id%20eq%20'${world.id('accessPackages', of)}'%20and%20target/objectId%20eq%20'${world.id('users', target)}'`,
  );
  const links = { accessPackage: [of], assignmentPolicy: [under], target: [target] };
  world.put('assignments', key, held.value[0], { links });
}
