import { Injectable } from '@nestjs/common';
import { CommandBus, EventBus } from '@nestjs/cqrs';
import { Database } from '../database/database.js';
import { Transactions } from '../database/transactions.js';
import { type Delivery, Deliveries, mostAttempts } from './deliveries.js';
import { DeliveryMetrics } from './delivery.metrics.js';
import { DeliveryDied } from './delivery-died.event.js';
import { EventLog, everySaga, type StoredEvent } from './event-log.js';
import { failureReason } from './failure-reason.js';
import { Sagas } from './sagas.js';
import { membersOf, revive } from './stored-as.js';

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
    private readonly metrics: DeliveryMetrics,
  ) {}

  /** Reacts to the event and to what that raises, wave by wave; beyond the depth the rest waits as deliveries. */
  async cascade(first: StoredEvent): Promise<void> {
    await this.bring(first);
    for (let depth = 2; depth <= cascadeDepth; depth += 1) {
      for (const event of this.log.takeUp()) await this.react(event);
    }
  }

  /** Reacts to one event that was delivered; what it raises is delivered later. */
  async bring(delivered: StoredEvent, consumer = everySaga): Promise<void> {
    const unit = this.database.requireUnitOfWork();
    const before = unit.announced.length;
    const commands = await this.react(delivered, consumer);
    // Every effect is announced: these commands have found all that they are for done already.
    const isNew = unit.announced.length > before;
    if (commands > 0 && !isNew) unit.afterCommit(() => this.metrics.deduplicated(delivered.name));
  }

  /** Answers how many commands were carried out. */
  private async react(stored: StoredEvent, consumer = everySaga): Promise<number> {
    const event = revive(stored.name, stored.payload);
    if (!event) throw new UnknownEvent(stored.name);
    if (!membersOf(stored.payload)) throw new UnreadableEvent(stored.name);
    const names = consumer === everySaga ? this.sagas.hearing(event) : [consumer];
    const scope = { tenantId: stored.tenantId, actor: stored.actor, causationId: stored.id };
    return this.transactions.as(scope, async () => {
      let carriedOut = 0;
      for (const name of names) {
        for (const command of await this.sagas.commandsOf(name, event)) {
          await this.commandBus.execute(command);
          carriedOut += 1;
        }
      }
      return carriedOut;
    });
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
    const reason = failureReason(error);
    await this.deliveries.bury(delivery, reason);
    const payload = membersOf(delivery.payload) ?? {};
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

/** The log holds an event of a known kind whose members are none. */
class UnreadableEvent extends Error {
  constructor(name: string) {
    super(`The payload of '${name}' is no JSON object.`);
  }
}
