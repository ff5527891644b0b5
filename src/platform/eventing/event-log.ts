import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { Database } from '../database/database.js';
import { Prisma } from '../database/generated/client.js';
import { Transactions } from '../database/transactions.js';
import type { Announced, UnitOfWork } from '../database/unit-of-work.js';
import { takeOver } from '../private-parts.js';
import { Clock } from '../time/clock.js';
import { Consumers } from './consumers/consumers.js';
import { Sagas } from './sagas.js';
import { payloadOf, storedFormOf } from './stored-as.js';

/** An event as the log keeps it. */
export interface StoredEvent {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly actor: string;
  readonly payload: unknown;
}

/**
 * The append-only log behind Nest's EventBus.
 *
 * Publishing inside a unit of work is kept with it, row and event in one commit; publishing outside one throws.
 */
@Injectable()
export class EventLog implements OnModuleInit {
  private wake: () => void = () => undefined;
  private wakeConsumers: () => void = () => undefined;

  constructor(
    private readonly eventBus: EventBus,
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly sagas: Sagas,
    private readonly consumers: Consumers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const announce = (event: object): void => {
      storedFormOf(event);
      this.database.requireUnitOfWork().announce(event, this.database.scope);
    };
    takeOver(this.eventBus, announce);
    this.transactions.beforeEveryCommit((unit) => this.flush(unit));
  }

  /** Who is told, after a commit, that deliveries wait. */
  onDelivery(wake: () => void): void {
    this.wake = wake;
  }

  /** Who is told, after a commit, that consumers of this process hear of something; a trigger on the log has written whom. */
  onConsumption(wake: () => void): void {
    this.wakeConsumers = wake;
  }

  /** What was announced and nobody has reacted to yet; it counts as reacted to from here on, and gets no delivery. */
  takeUp(): StoredEvent[] {
    const { announced } = this.database.requireUnitOfWork();
    const waiting = announced.filter(({ reactedTo }) => !reactedTo);
    return waiting.map((each) => {
      const row = this.rowOf(each);
      each.reactedTo = row;
      return row;
    });
  }

  private async flush(unit: UnitOfWork): Promise<void> {
    const announced = unit.allAnnounced();
    if (announced.length === 0) return;
    const rows = announced.map((each, order) => {
      const heard = !each.reactedTo && this.sagas.hearing(each.event).length > 0;
      return { ...(each.reactedTo ?? this.rowOf(each)), order, heard };
    });
    await this.write(rows);
    if (rows.some(({ heard }) => heard)) unit.afterCommit(() => this.wake());
    const isConsumed = announced.some(({ event }) => this.consumers.hear(storedFormOf(event).name));
    if (isConsumed) unit.afterCommit(() => this.wakeConsumers());
  }

  private async write(rows: readonly object[]): Promise<void> {
    await this.database.execute`
      WITH announced AS (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row (
          "id" uuid, "tenantId" uuid, "aggregateId" uuid, "name" text, "schemaVersion" int, "payload" jsonb, "actor" text,
          "causationId" uuid, "occurredAt" timestamptz, "order" int, "heard" boolean)
      ), logged AS (
        INSERT INTO domain_event (id, tenant_id, aggregate_id, aggregate_version, name, schema_version, payload, actor, causation_id, occurred_at)
        SELECT "id", "tenantId", "aggregateId",
          COALESCE((SELECT max(aggregate_version) FROM domain_event known WHERE known.tenant_id = "tenantId" AND known.aggregate_id = "aggregateId"), 0)
            + row_number() OVER (PARTITION BY "tenantId", "aggregateId" ORDER BY "order"),
          "name", "schemaVersion", "payload", "actor", "causationId", "occurredAt"
        FROM announced ORDER BY "order"
        RETURNING id, position
      )
      INSERT INTO event_delivery (event_id, consumer, position)
      SELECT logged.id, ${everySaga}, logged.position FROM logged JOIN announced ON announced."id" = logged.id WHERE announced."heard"`;
  }

  private rowOf({ event, scope }: Announced) {
    const { name, aggregate, schemaVersion } = storedFormOf(event);
    return {
      id: uuid(),
      tenantId: scope.tenantId,
      aggregateId: String((event as Record<string, unknown>)[aggregate]),
      name,
      schemaVersion,
      payload: payloadOf(event) as Prisma.JsonObject,
      actor: scope.actor,
      causationId: scope.causationId ?? null,
      occurredAt: this.clock.now(),
    };
  }
}

/** The consumer of a delivery that no failure has split yet. */
export const everySaga = 'sagas';
