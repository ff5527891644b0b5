import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { ICommand } from '@nestjs/cqrs';
import { lastValueFrom, of, timeout, toArray } from 'rxjs';
import { metadataKeys } from '../private-parts.js';
import type { Saga } from './when.js';

/** Every `@Saga()` of the application by name, called with one event at a time. */
@Injectable()
export class Sagas {
  private found: ReadonlyMap<string, Saga> | undefined;

  constructor(private readonly discovery: DiscoveryService) {}

  /** The names of the sagas that hear this event. */
  hearing(event: object): string[] {
    return [...this.all].filter(([, saga]) => !saga.hears || event instanceof saga.hears).map(([name]) => name);
  }

  /** Whether this server can bring the event to that consumer: one saga of its own, or all of them. */
  knows(consumer: string): boolean {
    return this.all.has(consumer);
  }

  /** What the saga answers to this event: commands, in order. */
  commandsOf(name: string, event: object): Promise<ICommand[]> {
    const saga = this.all.get(name);
    if (!saga) throw new Error(`No saga is named '${name}'.`);
    return lastValueFrom(saga(of(event)).pipe(toArray(), timeout(5_000)));
  }

  private get all(): ReadonlyMap<string, Saga> {
    return (this.found ??= new Map(
      this.discovery.getProviders().flatMap(({ metatype, instance }) => sagasOf(metatype, instance)),
    ));
  }
}

function sagasOf(metatype: unknown, instance: unknown): [string, Saga][] {
  if (typeof metatype !== 'function' || typeof instance !== 'object' || instance === null) return [];
  const names = (Reflect.getMetadata(metadataKeys.sagas, metatype) ?? []) as string[];
  return names.map((name) => [`${metatype.name}.${name}`, (instance as Record<string, Saga>)[name] as Saga]);
}
