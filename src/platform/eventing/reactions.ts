import { Injectable } from '@nestjs/common';
import { CommandBus, EventBus } from '@nestjs/cqrs';
import { Database } from '../database/database.js';
import { Transactions } from '../database/transactions.js';
import { type Delivery, Deliveries, mostAttempts } from './deliveries.js';
import { DeliveryDied } from './delivery-died.event.js';
import { EventLog, everySaga, type StoredEvent } from './event-log.js';
import { Sagas } from './sagas.js';
import { revive } from './stored-as.js';

const cascadeDepth = 5;

/** Carries out what the sagas answer to an event, inside the open unit of work. */
@Injectable()
export class Reactions {
  constructor(
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly commandBus: CommandBus,
    private readonly eventBus: EventBus,
    private readonly sagas: Sagas,
    private readonly log: EventLog,
    private readonly deliveries: Deliveries,
  ) {}

  /** Reacts to the event and to what that raises, wave by wave; beyond the depth the rest waits as deliveries. */
  async cascade(first: StoredEvent): Promise<void> {
    const { announced } = this.database.requireUnitOfWork();
    let wave: readonly StoredEvent[] = [first];
    for (let depth = 1; wave.length > 0; depth += 1) {
      for (const event of wave) await this.react(event);
      if (depth === cascadeDepth || announced.length === 0) return;
      wave = await this.log.append(announced.splice(0));
    }
  }

  /** Reacts to one event only; what it raises is delivered later. */
  react(stored: StoredEvent, consumer = everySaga): Promise<void> {
    const event = revive(stored.name, stored.payload);
    if (!event) throw new UnknownEvent(stored.name);
    const names = consumer === everySaga ? this.sagas.hearing(event) : [consumer];
    return this.transactions.as(
      { tenantId: stored.tenantId, actor: stored.actor, causationId: stored.id },
      async () => {
        for (const name of names) {
          for (const command of await this.sagas.commandsOf(name, event)) await this.commandBus.execute(command);
        }
      },
    );
  }

  /** Whether this version of the server knows the event and whom it goes to. */
  knows({ name, payload, consumer }: Delivery): boolean {
    return revive(name, payload) !== undefined && (consumer === everySaga || this.sagas.knows(consumer));
  }

  /** Makes one delivery for each saga out of one for all of them; false when there is nothing to split. */
  async split(delivery: Delivery): Promise<boolean> {
    const event = revive(delivery.name, delivery.payload);
    const sagas = event && delivery.consumer === everySaga ? this.sagas.hearing(event) : [];
    if (sagas.length < 2) return false;
    await this.deliveries.split(delivery, sagas);
    return true;
  }

  /** What becomes of a delivery whose last try failed: split among its sagas, buried, or left for its next time. */
  async afterFailure(delivery: Delivery, error: unknown): Promise<void> {
    if (await this.split(delivery)) return;
    if (delivery.attempts < mostAttempts) return;
    const reason = error instanceof Error ? error.message : String(error);
    await this.deliveries.bury(delivery, reason);
    const payload = delivery.payload as Record<string, unknown>;
    await this.transactions.as({ tenantId: delivery.tenantId, actor: 'eventing', causationId: delivery.id }, () =>
      Promise.resolve(this.eventBus.publish(new DeliveryDied(delivery.id, delivery.name, payload, reason)) as unknown),
    );
  }
}

/** The log holds an event of a kind that this version of the server does not know. */
class UnknownEvent extends Error {
  constructor(name: string) {
    super(`No class of events is stored as '${name}'.`);
  }
}
