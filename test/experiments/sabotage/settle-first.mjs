// Calls that are on record as done before they are made, and not at once.
import { setTimeout as sleep } from 'node:timers/promises';

const { Calls } = await import(`${process.env.SERVER_DIST}/platform/eventing/consumers/calls.js`);
const { call } = Calls.prototype;

Calls.prototype.call = async function settleFirst(consumer, lease, signal) {
  await this.leases.settle(lease);
  await sleep(400);
  return call.call(this, consumer, lease, signal);
};
