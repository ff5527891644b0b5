import { StoredAs } from './stored-as.js';

/** An event was tried as often as allowed; it waits in the dead letters. */
@StoredAs('eventing.deliveryDied', { aggregate: 'eventId' })
export class DeliveryDied {
  constructor(
    readonly eventId: string,
    readonly eventName: string,
    readonly payload: Readonly<Record<string, unknown>>,
    readonly reason: string,
  ) {}
}
