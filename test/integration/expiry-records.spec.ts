import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AssignmentRequestsRepository } from '../../src/entitlement-management/assignment-requests/assignment-requests.repository.js';
import { ExpireAssignments } from '../../src/entitlement-management/assignments/expire-assignments.due.js';
import { Deliveries, mostAttempts } from '../../src/platform/eventing/deliveries.js';
import { faultsIn, invariantsOf } from '../experiments/harness/checker.js';
import { given } from '../support/given.js';
import { post } from '../support/holders.js';
import { type Pair, replace, startPair } from '../support/two-servers.js';

const holders = 6;

/** Every end that is told gets two more deliveries. */
const tellThrice = `
  CREATE FUNCTION tell_again() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO event_delivery (event_id, consumer, position) SELECT NEW.id, 'time ' || time, NEW.position FROM generate_series(2, 3) AS time;
    RETURN NULL;
  END $$;
  CREATE TRIGGER tell_again AFTER INSERT ON domain_event FOR EACH ROW WHEN (NEW.name = 'assignment.ended') EXECUTE FUNCTION tell_again()`;

describe('the requests for ends that have come, on two servers', () => {
  let pair: Pair;
  beforeEach(async () => {
    pair = await startPair();
    const there = given(pair.one);
    const { names } = await there.aPolicy({ expiration: { type: 'afterDuration', duration: 'P30D' } });
    for (let made = 0; made < holders; made += 1) {
      const { id: targetId } = await there.aPerson();
      await post(pair.one, { requestType: 'adminAdd', assignment: { targetId, ...names } });
    }
    await pair.drain();
    await pair.query(`UPDATE assignment SET end_at = now() - make_interval(mins => (random() * 9)::int)`);
  });
  afterEach(() => pair.close());

  const expireOnBoth = (): Promise<unknown> =>
    Promise.all(pair.both.map((server) => server.app.get(ExpireAssignments).doDue()));

  /** Works until nothing waits; what failed is tried again at once. */
  async function workOff(): Promise<void> {
    for (let round = 0; round < 20; round += 1) {
      await pair.drain();
      await pair.query('UPDATE event_delivery SET due_at = clock_timestamp()');
      if ((await pair.query('SELECT FROM event_delivery LIMIT 1')).length === 0) return;
    }
  }

  async function expectOneEach(): Promise<void> {
    expect(await faultsIn(pair.query)).toEqual([]);
    const records = await pair.query(`
      SELECT count(*)::int AS count, count(DISTINCT assignment_id)::int AS assignments FROM assignment_request
      WHERE request_type = 'systemRemove' AND state = 'delivered'`);
    expect(records).toEqual([{ count: holders, assignments: holders }]);
  }

  it('are one for each, when both servers end access at once', async () => {
    await expireOnBoth();
    await workOff();
    await expectOneEach();
  });

  it('are one for each, when every end is told three times', async () => {
    await pair.query(tellThrice);
    await expireOnBoth();
    pair.claimTogether(3);
    await workOff();
    await expectOneEach();
  });

  it('are one for each, when the first server breaks off when it has written one, again and again', async () => {
    // Once less than it takes to put a delivery aside, whichever server takes it.
    let breaks = mostAttempts - 1;
    replace(pair.one, Deliveries, 'acknowledge', (acknowledge) => (deliveries) => {
      breaks -= 1;
      return breaks < 0 ? acknowledge(deliveries) : Promise.reject(new Error('the connection is gone'));
    });
    await expireOnBoth();
    await workOff();
    await expectOneEach();
  });

  it('are missed where none is written (counter-run)', async () => {
    for (const server of pair.both) {
      replace(server, AssignmentRequestsRepository, 'exists', () => () => Promise.resolve(true));
    }
    await expireOnBoth();
    await workOff();
    expect(invariantsOf(await faultsIn(pair.query))).toEqual(['I2']);
  });
});
