import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { AssignmentDelivered } from '../../src/entitlement-management/assignments/index.js';
import {
  type Consumer,
  type ConsumerContext,
  type ConsumerOptions,
  Consumes,
} from '../../src/platform/eventing/index.js';
import { StoredAs } from '../../src/platform/eventing/stored-as.js';

@StoredAs('test.told', { aggregate: 'id' })
export class Told {
  constructor(
    readonly id: string,
    readonly word: string,
  ) {}
}

@StoredAs('test.toldToo', { aggregate: 'id' })
export class ToldToo {
  constructor(readonly id: string) {}
}

/** A call that a consumer got. */
export interface Heard extends ConsumerContext {
  readonly event: Told | ToldToo;
}

const atOnce = (): Promise<void> => Promise.resolve();

/** What a consumer of a test does, and what it got. */
export class Listener {
  readonly heard: Heard[] = [];
  handle: (heard: Heard) => Promise<void> = atOnce;

  /** A consumer that does what is said here at the time. */
  as(options: ConsumerOptions, isOfBoth = false): Type<Consumer<Told | ToldToo>> {
    const got = (heard: Heard): Promise<void> => {
      this.heard.push(heard);
      return this.handle(heard);
    };
    @(isOfBoth ? Consumes(Told, ToldToo, options) : Consumes(Told, options))
    class AConsumer implements Consumer<Told | ToldToo> {
      handle(event: Told | ToldToo, context: ConsumerContext): Promise<void> {
        return got({ event, ...context });
      }
    }
    return AConsumer;
  }

  get words(): string[] {
    return this.heard.map(({ event }) => (event instanceof Told ? event.word : 'too')).sort();
  }

  reset(): void {
    this.heard.splice(0);
    this.handle = atOnce;
  }
}

/** Hears of access that was given. */
export class DeliveriesHeard {
  readonly targets: string[] = [];

  get consumer(): Type<Consumer<AssignmentDelivered>> {
    const hear = (target: string): unknown => this.targets.push(target);
    @Consumes(AssignmentDelivered, { name: 'delivered' })
    class HearsOfDeliveries implements Consumer<AssignmentDelivered> {
      async handle({ targetId }: AssignmentDelivered): Promise<void> {
        hear(targetId);
      }
    }
    return HearsOfDeliveries;
  }
}

export function moduleOf(...consumers: Type[]): DynamicModule {
  @Module({})
  class ConsumersOfATest {}
  return { module: ConsumersOfATest, providers: consumers };
}

export const told = (word: string): Told => new Told(randomUUID(), word);

/** Asks until it is so; what never is ends the test by its time limit. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(10);
}
