import { AssignmentsRepository } from '../../src/entitlement-management/assignments/assignments.repository.js';
import { DeliveryFactsReader } from '../../src/entitlement-management/assignments/delivery-facts.reader.js';
import { ExpireAssignments } from '../../src/entitlement-management/assignments/expire-assignments.due.js';
import { AssignmentRequestsRepository } from '../../src/entitlement-management/assignment-requests/assignment-requests.repository.js';
import { StartScheduledRequests } from '../../src/entitlement-management/assignment-requests/start-scheduled-requests.due.js';
import { Clock } from '../../src/platform/time/clock.js';
import { faultsIn, invariantsOf } from '../experiments/harness/checker.js';
import { given } from '../support/given.js';
import { extend, holder, post, remove } from '../support/holders.js';
import { withoutRowLocks } from '../support/row-locks.js';
import { anAdministrator } from '../support/server.js';
import { type Pair, replace, startPair } from '../support/two-servers.js';

const pauseMillis = 150;
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pauseMillis));
/** Whoever has looked at the facts of a delivery takes their time before they write, an extension most of all. */
function takeTime({ both }: Pair): void {
  for (const server of both) {
    replace(server, DeliveryFactsReader, 'gather', (gather) => async (requestId) => {
      const gathered = await gather(requestId);
      await pause();
      return gathered;
    });
    replace(server, AssignmentsRepository, 'getForUpdate', (getForUpdate) => async (id) => {
      const row = await getForUpdate(id);
      await pause();
      return row;
    });
    replace(server, AssignmentsRepository, 'update', (update) => async (decision) => {
      if (decision.row.state !== 'expired') await pause();
      return update(decision);
    });
  }
}

describe.each([
  ['with their locks', false],
  ['without their locks and versions (counter-run)', true],
])('races on Postgres, %s', (_, isCounterRun) => {
  let pair: Pair;
  let takeBack: (() => void) | undefined;
  const start = async (): Promise<void> => {
    pair = await startPair();
    if (!isCounterRun) return;
    // The log takes any version, too: what row locks and keys forbid can happen.
    await pair.query('DROP INDEX domain_event_tenant_id_aggregate_id_aggregate_version_key');
    takeBack = withoutRowLocks();
  };
  // Each harm is looked for where no other has been done.
  (isCounterRun ? beforeEach : beforeAll)(start);
  (isCounterRun ? afterEach : afterAll)(() => {
    takeBack?.();
    return pair.close();
  });

  const expectHarm = async (harm: string[]): Promise<void> => {
    const invariants = invariantsOf(await faultsIn(pair.query));
    if (isCounterRun) expect(invariants).toEqual(expect.arrayContaining(harm));
    else expect(invariants).toEqual([]);
  };

  // More than row locks holds a removal up until an extension is delivered; the next race shows what they forbid.
  if (!isCounterRun) {
    it('an extension is delivered while a removal is', async () => {
      const held = await holder(pair);
      await remove(pair.one, held);
      await extend(pair.other, held);
      takeTime(pair);
      pair.claimTogether(1);
      await pair.drain();
      await expectHarm([]);
    });
  }

  it('an extension is delivered while the assignment expires', async () => {
    const held = await holder(pair);
    await extend(pair.one, held);
    await pair.query(`UPDATE assignment SET end_at = now() + interval '1 minute' WHERE id = $1`, [held.assignmentId]);
    // For one server it has not ended yet, for the other it has.
    replace(pair.other, Clock, 'now', (now) => () => new Date(now().getTime() + 120_000));
    takeTime(pair);
    await Promise.all([pair.one.drain(), pair.other.app.get(ExpireAssignments).doDue()]);
    await pair.drain();
    await expectHarm(['I7']);
  });

  it.each([['known'], ['not known yet']])('two incompatible packages go to one target (%s)', async (subject) => {
    const there = given(pair.one);
    const { id: targetId } = await there.aPerson();
    const policies = [await there.aPolicy(), await there.aPolicy()];
    if (subject === 'known') {
      await post(pair.one, { requestType: 'adminAdd', assignment: { targetId, ...(await there.aPolicy()).names } });
      await pair.drain();
    }
    const [a, b] = policies.map(({ names }) => names.accessPackageId);
    const sql = `INSERT INTO incompatible_access_package (tenant_id, access_package_id, incompatible_with_id)
      SELECT tenant_id, id, $2 FROM access_package WHERE id = $1 UNION ALL SELECT tenant_id, id, $1 FROM access_package WHERE id = $2`;
    await pair.query(sql, [a, b]);
    for (const { names } of policies)
      await post(pair.one, { requestType: 'adminAdd', assignment: { targetId, ...names } });
    takeTime(pair);
    pair.claimTogether(1);
    await pair.drain();
    const states = await pair.query(
      'SELECT state FROM assignment_request WHERE access_package_id IN ($1, $2) ORDER BY 1',
      [a, b],
    );
    // Without a subject to lock, the row that both want to make holds one of them up.
    const goesWrong = isCounterRun && subject === 'known';
    expect(states.map(({ state }) => state)).toEqual(['delivered', goesWrong ? 'delivered' : 'deliveryFailed']);
  });

  it('a scheduled request is started by two workers', async () => {
    const there = given(pair.one);
    const [{ id: targetId }, { names }] = [await there.aPerson(), await there.aPolicy()];
    const startDateTime = new Date(Date.now() + 3_600_000).toISOString();
    await post(pair.one, { requestType: 'adminAdd', assignment: { targetId, ...names }, schedule: { startDateTime } });
    await pair.drain();
    await pair.query(`UPDATE assignment_request SET start_at = now() - interval '1 minute' WHERE state = 'scheduled'`);
    for (const server of pair.both) {
      replace(server, AssignmentRequestsRepository, 'getForUpdate', (getForUpdate) => async (id) => {
        const row = await getForUpdate(id);
        await pause();
        return row;
      });
    }
    await Promise.all(pair.both.map((server) => server.app.get(StartScheduledRequests).doDue()));
    const sql = `SELECT FROM domain_event WHERE name = 'assignmentRequest.deliveryStarted' AND payload->>'targetId' = $1`;
    const started = await pair.query(sql, [targetId]);
    expect(started).toHaveLength(isCounterRun ? 2 : 1);
  });
});

describe.each([
  ['with their keys', false],
  ['without their keys (counter-run)', true],
])('races on Postgres, %s', (_, isCounterRun) => {
  let pair: Pair;
  const start = async (): Promise<void> => {
    pair = await startPair();
    await pair.query(
      `CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.15); RETURN NEW; END $$`,
    );
    await pair.query(
      'CREATE TRIGGER take_time BEFORE INSERT ON assignment_request FOR EACH ROW EXECUTE FUNCTION take_time()',
    );
  };
  (isCounterRun ? beforeEach : beforeAll)(start);
  (isCounterRun ? afterEach : afterAll)(() => pair.close());

  const dropKey = async (table: string): Promise<void> => {
    if (isCounterRun) await pair.query(`ALTER TABLE ${table} DROP CONSTRAINT ${table}_pkey`);
  };
  const outcomes = (answers: readonly { status: number; body: { error?: { code: string } } }[]): unknown[] =>
    answers.map(({ status, body }) => body.error?.code ?? status).sort();

  it('two requests ask for the same package', async () => {
    await dropKey('open_request');
    const there = given(pair.one);
    const [{ id: targetId }, { names }] = [await there.aPerson(), await there.aPolicy()];
    const body = { requestType: 'adminAdd', assignment: { targetId, ...names } };
    const answers = await Promise.all(pair.both.map((server) => post(server, body, anAdministrator)));
    expect(outcomes(answers)).toEqual(isCounterRun ? [201, 201] : [201, 'ExistingOpenRequest']);
  });

  it('two requests take the same assignment away', async () => {
    await dropKey('open_removal');
    const held = await holder(pair);
    const answers = await Promise.all(pair.both.map((server) => remove(server, held)));
    expect(outcomes(answers)).toEqual(isCounterRun ? [201, 201] : [201, 'ExistingOpenRequest']);
  });

  it('two requests for the same package, both accepted, are delivered', async () => {
    await pair.query('ALTER TABLE open_request DROP CONSTRAINT open_request_pkey');
    await dropKey('live_assignment');
    const there = given(pair.one);
    const [{ id: targetId }, { names }] = [await there.aPerson(), await there.aPolicy()];
    const body = { requestType: 'adminAdd', assignment: { targetId, ...names } };
    await Promise.all(pair.both.map((server) => post(server, body)));
    // What delivery looks at does not show it: the key alone is left.
    for (const server of pair.both) {
      replace(server, DeliveryFactsReader, 'gather', (gather) => async (requestId) => {
        const { cause, facts } = await gather(requestId);
        return { cause, facts: { ...facts, held: [] } };
      });
    }
    pair.claimTogether(1);
    await pair.drain();
    const live = await pair.query(`SELECT FROM assignment WHERE state <> 'expired' AND target_id = $1`, [targetId]);
    expect(live).toHaveLength(isCounterRun ? 2 : 1);
  });
});
