import { approvedBy, manager, members, questions, selfService, stage, user } from './policies.mjs';
import { beta, person, v1 } from './speaker.mjs';

export const requests = `${v1}/assignmentRequests`;
export const betaRequests = `${beta}/accessPackageAssignmentRequests`;

/** How the people of this world ask, and what administrators send, in both dialects. */
export function askingOn({ post, send, worker }) {
  const settled = async (answer) => (await worker.drain(), answer);
  return {
    asks: async (who, { names }, more = {}) =>
      settled(await post(requests, { requestType: 'userAdd', assignment: names, ...more }, person(who.id))),
    asksInBeta: async (who, { names }, more = {}) =>
      settled(
        await post(betaRequests, { requestType: 'UserAdd', accessPackageAssignment: names, ...more }, person(who.id)),
      ),
    gives: async (who, { names }, more = {}) =>
      settled(await post(requests, { requestType: 'adminAdd', assignment: { targetId: who.id, ...names }, ...more })),
    /** Given where this build gives it. */
    givesIfItCan: async (who, { names }) =>
      settled(
        await send({ path: requests, body: { requestType: 'adminAdd', assignment: { targetId: who.id, ...names } } }),
      ),
    sends: async (body, who) => settled(await post(requests, body, who && person(who.id))),
  };
}

/** Requests of every type, brought to every state that they stay in. */
export async function requestsOn(world, half) {
  const { people } = world;
  const asking = askingOn(world);
  await ended(world, asking);
  const free = await world.aPolicy(selfService, world);
  const [held, changed] = [await asking.gives(people.bob, free), await asking.asks(people.cleo, free)];
  await asking.asksInBeta(people.dan, free);
  for (const [number, policy] of half.slice(0, 5).entries()) {
    if (number !== 4) await asking.givesIfItCan(people.ada, policy);
  }
  await removedAndChanged(world, asking, { held, changed });
  await answered(world, asking);
  await failed(world, asking);
  await leavers(world, asking, free);
  await onBehalf(world, asking);
  return { pending: await pending(world, asking), scheduled: await scheduled(world, asking, free) };
}

async function assignmentOf({ done }, { id }) {
  return (await done({ method: 'GET', path: `${requests}/${id}?$expand=assignment` })).assignment.id;
}

/** Access that has ended: the clock is turned, for this database. */
async function ended(world, { gives }) {
  const brief = await world.aPolicy({ ...selfService, expiration: { type: 'afterDuration', duration: 'PT2H' } }, world);
  await gives(world.people.finn, brief);
  await world.turn('PT3H');
  await world.worker.drain();
}

async function removedAndChanged(world, { sends, gives, asks }, { held, changed }) {
  const { people } = world;
  const [first, second] = [await assignmentOf(world, held), await assignmentOf(world, changed)];
  const schedule = { expiration: { type: 'afterDuration', duration: 'P90D' } };
  await sends({ requestType: 'userUpdate', assignment: { id: second }, schedule }, people.cleo);
  await sends({ requestType: 'adminUpdate', assignment: { id: second }, schedule });
  await sends({ requestType: 'userRemove', assignment: { id: second } }, people.cleo);
  await sends({ requestType: 'adminRemove', assignment: { id: first } });
  const approved = await world.aPolicy(approvedBy(stage(user(people.eve))), world);
  const asked = await asks(people.bob, approved);
  await decide(world, asked, people.eve, 'Approve');
  await sends({ requestType: 'approverRemove', assignment: { id: await assignmentOf(world, asked) } }, people.eve);
  await decide(world, await asks(people.cleo, approved), people.eve, 'Deny');
  const { id } = await asks(people.dan, approved);
  await world.post(`${requests}/${id}/cancel`, undefined, person(people.dan.id));
  await gives(people.jon, approved);
}

async function decide(world, { id }, { id: approver }, reviewResult, number = 0) {
  const path = `${v1}/accessPackageAssignmentApprovals/${id}/stages`;
  const { value } = await world.done({ method: 'GET', path }, person(approver));
  const body = { reviewResult, justification: `${reviewResult} it is` };
  await world.done({ method: 'PATCH', path: `${path}/${value[number].id}`, body }, person(approver));
  await world.worker.drain();
}

async function answered(world, { asks }) {
  const policy = await world.aPolicy({ ...selfService, questions }, world);
  const path = `${v1}/assignmentPolicies/${policy.names.assignmentPolicyId}`;
  const asked = (await world.done({ method: 'GET', path })).questions;
  const values = ['Kyiv, Lima', 'AB1234', 'Because it’s "so"; said\nin two lines'];
  const answers = asked.map(({ '@odata.type': type, id }, index) => ({
    ...{ '@odata.type': '#microsoft.graph.accessPackageAnswerString', value: values[index] },
    answeredQuestion: { '@odata.type': type, id },
  }));
  await asks(world.people.ada, policy, { answers, justification: 'Kyjiv, Київ' });
}

/** Something incompatible came between the request and its delivery. */
async function failed(world, { asks, gives }) {
  const { people } = world;
  const asked = await world.aPolicy(approvedBy(stage(user(people.eve))), world);
  const other = await world.aPolicy(selfService, world);
  const request = await asks(people.finn, asked);
  await gives(people.finn, other);
  const path = `${v1}/accessPackages/${asked.names.accessPackageId}`;
  const reference = (set, id) => ({ '@odata.id': `${world.server}${set}/${id}` });
  await world.post(
    `${path}/incompatibleAccessPackages/$ref`,
    reference(`${v1}/accessPackages`, other.names.accessPackageId),
  );
  await world.post(`${path}/incompatibleGroups/$ref`, reference('/v1.0/groups', people.rivals.id));
  await decide(world, request, people.eve, 'Approve');
}

/** One is disabled, one is deleted; both had access. */
async function leavers(world, { gives }, policy) {
  const { hal, ivy } = world.people;
  await gives(hal, policy);
  await gives(ivy, policy);
  await world.done({ method: 'PATCH', path: `/v1.0/users/${hal.id}`, body: { accountEnabled: false } });
  await world.done({ method: 'DELETE', path: `/v1.0/users/${ivy.id}` });
  await world.worker.drain();
}

async function onBehalf(world, { sends }) {
  const onBehalfRequestors = [{ '@odata.type': '#microsoft.graph.targetManager', managerLevel: 1 }];
  const requestorSettings = {
    ...selfService.requestorSettings,
    enableOnBehalfRequestorsToAddAccess: true,
    onBehalfRequestors,
  };
  const { names } = await world.aPolicy({ ...selfService, requestorSettings }, world);
  const { gil, lead } = world.people;
  await sends({ requestType: 'userAdd', assignment: { targetId: gil.id, ...names } }, lead);
}

/** One that waits for the second of three stages, and others that wait for a manager, for a group, for nobody, or for sponsors. */
async function pending(world, { asks, asksInBeta }) {
  const { people } = world;
  const three = await world.aPolicy(
    approvedBy(stage(user(people.eve)), stage(user(people.boss)), stage(user(people.mo))),
    world,
  );
  const asked = await asks(people.ada, three);
  await decide(world, asked, people.eve, 'Approve');
  const escalating = { ...stage(manager), isEscalationEnabled: true, durationBeforeEscalation: 'P2D' };
  const escalationApprovers = [user(people.boss)];
  await asksInBeta(people.bob, await world.aPolicy(approvedBy({ ...escalating, escalationApprovers }), world));
  await asks(
    people.cleo,
    await world.aPolicy(
      approvedBy({ ...stage(members(people.team)), approverInformationVisibility: 'notVisible' }),
      world,
    ),
  );
  await asks(people.nia, await world.aPolicy(approvedBy(stage(manager)), world));
  const sponsors = { '@odata.type': '#microsoft.graph.internalSponsors' };
  await asks(people.lou, await world.aPolicy(approvedBy(stage(sponsors)), world));
  const left = [people.boss, people.mo].map(({ id }) => id);
  return { requestId: asked.id, approvers: left, personId: people.ada.id };
}

async function scheduled(world, { asks, gives }, policy) {
  const [{ now }] = await world.query(
    `SELECT clock_timestamp() + make_interval(secs => (SELECT offset_millis FROM virtual_clock) / 1000.0) AS now`,
  );
  const startDateTime = new Date(new Date(now).getTime() + 20 * 86_400_000).toISOString();
  const schedule = { startDateTime, expiration: { type: 'afterDuration', duration: 'P30D' } };
  const mine = await asks(world.people.nia, policy, { schedule });
  const given = await gives(world.people.jona, policy, { schedule });
  return { requestIds: [mine.id, given.id], startDateTime };
}
