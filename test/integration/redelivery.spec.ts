import { faultsIn } from '../experiments/harness/checker.js';
import { extend, type Held, holder, remove } from '../support/holders.js';
import { type Pair, startPair } from '../support/two-servers.js';

describe('events that are delivered three times, to two workers at once', () => {
  let pair: Pair;
  beforeEach(async () => {
    pair = await startPair();
  });
  afterEach(() => pair.close());

  it('have their effect once, and none of them fails', async () => {
    const held: Held[] = [];
    for (let person = 0; person < 4; person += 1) held.push(await holder(pair));
    for (const one of held.slice(0, 2)) await extend(pair.one, one);
    await pair.drain();
    for (const one of held.slice(1)) await remove(pair.other, one);
    await pair.drain();
    for (let time = 0; time < 2; time += 1) {
      await pair.query(`
        INSERT INTO event_delivery (event_id, consumer, position)
        SELECT id, 'sagas', position FROM domain_event WHERE name ~ '^(assignmentRequest|assignment)\\.' ORDER BY random()`);
      await pair.drain();
    }
    expect(await faultsIn(pair.query)).toEqual([]);
    const live = await pair.query('SELECT assignment_id AS id FROM live_assignment');
    expect(live).toEqual([{ id: held[0]?.assignmentId }]);
  });
});
