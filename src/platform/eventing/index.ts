export { failureReason } from './failure-reason.js';
export {
  type Consumer,
  type ConsumerContext,
  type ConsumerOptions,
  Consumes,
  Undeliverable,
} from './consumers/consumes.js';
export { DeliveryDied } from './delivery-died.event.js';
