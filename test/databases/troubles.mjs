import { selfService } from './policies.mjs';
import { askingOn, betaRequests, requests } from './requests.mjs';

/** A dead letter, an answer that was kept for its key, and events that nobody has delivered; the worker is stopped afterwards. */
export async function troublesOn(world) {
  const policy = await world.aPolicy(selfService, world);
  const deadLetters = await dead(world, policy);
  const kept = await keyed(world, policy);
  await world.worker.onModuleDestroy();
  return { deadLetters, kept, undelivered: await undelivered(world, policy) };
}

async function dead(world, policy) {
  const { query, worker, people } = world;
  await query(`DO $$ BEGIN
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''the disk is red''; END';
    CREATE TRIGGER refuse BEFORE INSERT ON assignment FOR EACH ROW EXECUTE FUNCTION refuse(); END $$`);
  await askingOn(world).gives(people.gil, policy);
  const letters = () => query('SELECT event_id::text AS id, consumer, reason FROM event_dead_letter');
  while ((await letters()).length === 0) {
    await query("UPDATE event_delivery SET due_at = clock_timestamp() - interval '1 second' RETURNING 1 AS one");
    await worker.drain();
  }
  await query('DO $$ BEGIN DROP TRIGGER refuse ON assignment; DROP FUNCTION refuse; END $$');
  return letters();
}

/** Two posts with keys, one in each dialect. */
async function keyed({ send, worker, people }, { names }) {
  const kept = [];
  for (const [path, requestType, member, who] of [
    [requests, 'adminAdd', 'assignment', people.bob],
    [betaRequests, 'AdminAdd', 'accessPackageAssignment', people.cleo],
  ]) {
    const call = {
      path,
      body: { requestType, [member]: { targetId: who.id, ...names } },
      headers: { 'idempotency-key': `key-of-${who.displayName}` },
    };
    const { status, text, location } = await send(call);
    if (status !== 201) throw new Error(text);
    kept.push({ ...call, answer: { status, text, location } });
    await worker.drain();
  }
  return kept;
}

async function undelivered({ post, people }, { names }) {
  const v1 = await post(requests, { requestType: 'adminAdd', assignment: { targetId: people.eve.id, ...names } });
  const inBeta = await post(betaRequests, {
    requestType: 'AdminAdd',
    accessPackageAssignment: { targetId: people.mo.id, ...names },
  });
  const mail = await post(requests, {
    requestType: 'adminAdd',
    assignment: { target: { email: 'guest@fabrikam.example' }, ...names },
  });
  return [v1.id, inBeta.id, mail.id];
}
