import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { storedNameOf } from '../stored-as.js';
import { type Consumer, type ConsumerDeclaration, type ConsumerOptions, consumption } from './consumes.js';

/** A consumer of this process, with everything that its declaration left open. */
export interface KnownConsumer {
  readonly name: string;
  readonly lane: string;
  readonly atOnce: number;
  readonly timeLimitMillis: number;
  readonly tries: number;
  readonly from: 'now' | 'beginning';
  /** Under which names the events that it hears are stored. */
  readonly eventNames: readonly string[];
  readonly instance: Consumer;
}

/** Every `@Consumes` class of the application by its name; a declaration that is wrong, or a name taken twice, stops the start. */
@Injectable()
export class Consumers implements OnModuleInit {
  private readonly known = new Map<string, KnownConsumer>();
  private readonly heard = new Set<string>();

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    for (const { metatype, instance } of this.discovery.getProviders()) {
      const declared = typeof metatype === 'function' ? declarationOf(metatype) : undefined;
      if (declared && typeof metatype === 'function')
        this.add(consumerOf(metatype.name, declared, instance as Consumer));
    }
  }

  get all(): readonly KnownConsumer[] {
    return [...this.known.values()];
  }

  named(name: string): KnownConsumer {
    const consumer = this.known.get(name);
    if (!consumer) throw new Error(`No consumer is named '${name}'.`);
    return consumer;
  }

  /** Whether a consumer of this process hears events of that stored name. */
  hear(eventName: string): boolean {
    return this.heard.has(eventName);
  }

  private add(consumer: KnownConsumer): void {
    if (this.known.has(consumer.name)) {
      throw new Error(
        `Two consumers are named '${consumer.name}': give one of them another 'name', or provide it once.`,
      );
    }
    this.known.set(consumer.name, consumer);
    consumer.eventNames.forEach((name) => this.heard.add(name));
  }
}

const declarationOf = (metatype: object): ConsumerDeclaration | undefined =>
  Reflect.getMetadata(consumption, metatype) as ConsumerDeclaration | undefined;

function consumerOf(className: string, { events, options }: ConsumerDeclaration, instance: Consumer): KnownConsumer {
  const { name = className, atOnce = 4, timeLimitMillis = 30_000, tries = 84, from = 'now' } = options;
  const wrong = objectionTo({ name, atOnce, timeLimitMillis, tries });
  if (wrong) throw new Error(`The consumer ${className}: ${wrong}`);
  const eventNames = [...new Set(events.map(storedNameOf))];
  return { name, lane: options.system ?? name, atOnce, timeLimitMillis, tries, from, eventNames, instance };
}

const isWithin = (value: number, most: number): boolean => Number.isInteger(value) && value >= 1 && value <= most;

function objectionTo(options: Required<Pick<ConsumerOptions, 'name' | 'atOnce' | 'timeLimitMillis' | 'tries'>>) {
  const { name, atOnce, timeLimitMillis, tries } = options;
  if (!/^[A-Za-z][\w.-]{0,99}$/.test(name))
    return "'name' takes letters, digits, '_', '.' and '-', up to 100, a letter first.";
  if (!isWithin(atOnce, 16)) return "'atOnce' must be a whole number from 1 to 16.";
  if (!isWithin(timeLimitMillis, 600_000)) return "'timeLimitMillis' must be a whole number from 1 to 600000.";
  if (tries !== Infinity && !isWithin(tries, 1_000_000))
    return "'tries' must be a whole number from 1 on, or Infinity.";
  return undefined;
}
