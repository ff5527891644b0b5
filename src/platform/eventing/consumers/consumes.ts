import { Injectable, SetMetadata } from '@nestjs/common';
import type { Scope } from '../../database/unit-of-work.js';

type EventClass = abstract new (...args: never[]) => object;

/** What a consumer is told beside the event. */
export interface ConsumerContext {
  /** The same at every try of this event by this consumer, and of nothing else: an idempotency key for what is called. */
  readonly id: string;
  /** Counts from 1; from 2 on an earlier try may have had its effect. */
  readonly attempt: number;
  /** For whom the event was published, with the event as cause: what a unit of work that follows from it runs as. */
  readonly scope: Scope;
  /** Aborts once the time limit is over or the server stops: hand it on to what is called. */
  readonly signal: AbortSignal;
}

/** Is told of events after their commit, outside any transaction, at least once each and in no promised order. */
export interface Consumer<Event extends object = object> {
  handle(event: Event, context: ConsumerContext): Promise<void>;
}

export interface ConsumerOptions {
  /** What its rows are kept under, for ever; default: the name of the class. */
  readonly name?: string;
  /** The outside system that it calls: consumers of one system share a lane; default: its name. */
  readonly system?: string;
  /** How many calls of the system this process has in hand at most, 1 to 16; of a shared lane the smallest counts; default: 4. */
  readonly atOnce?: number;
  /** How long a try may take, up to 10 minutes; default: 30 seconds. */
  readonly timeLimitMillis?: number;
  /** How many tries there are before it is put aside, `Infinity` for always; default: 84, which is about three days. */
  readonly tries?: number;
  /** Whether a new consumer is told what was published before it was there; default: `now`. */
  readonly from?: 'now' | 'beginning';
}

/** A failure that no further try would mend: the event is put aside at once. */
export class Undeliverable extends Error {}

/** What the decorator keeps. */
export interface ConsumerDeclaration {
  readonly events: readonly EventClass[];
  readonly options: ConsumerOptions;
}

export const consumption = Symbol('consumption');

type ConsumerDecorator<Event extends object> = (target: abstract new (...args: never[]) => Consumer<Event>) => void;

/** Tells a class of these events after their commit (transactional outbox, competing consumers); last come its options. */
export function Consumes<Events extends [EventClass, ...EventClass[]]>(
  ...events: Events
): ConsumerDecorator<InstanceType<Events[number]>>;
export function Consumes<Events extends [EventClass, ...EventClass[]]>(
  ...given: [...Events, ConsumerOptions]
): ConsumerDecorator<InstanceType<Events[number]>>;
export function Consumes(...given: (EventClass | ConsumerOptions)[]): ClassDecorator {
  const events = given.filter((one) => typeof one === 'function');
  const options = given.find((one) => typeof one !== 'function') ?? {};
  return (target) => {
    Injectable()(target);
    SetMetadata(consumption, { events, options } satisfies ConsumerDeclaration)(target);
  };
}
