// A worker that removes deliveries in a transaction of their own and only then, and not at once, does what they ask for.
import { setTimeout as sleep } from 'node:timers/promises';

const { Courier } = await import(`${process.env.SERVER_DIST}/platform/eventing/courier.js`);
const ourselves = { tenantId: '00000000-0000-0000-0000-000000000000', actor: 'eventing' };

Courier.prototype.fresh = async function acknowledgeFirst(since) {
  const claimed = await this.transactions.run(ourselves, async () => {
    const due = await this.deliveries.claim('fresh', since, 10);
    if (due.length > 0) await this.deliveries.acknowledge(due);
    return due;
  });
  for (const delivery of claimed) {
    await sleep(100);
    await this.transactions.run(ourselves, () => this.reactions.cascade(delivery));
  }
  return claimed.length;
};
