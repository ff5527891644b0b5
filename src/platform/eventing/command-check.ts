import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { metadataKeys } from '../private-parts.js';

/** Two handlers for one command stop the start; @nestjs/cqrs would let the last one win with a warning (nestjs/cqrs#763). */
@Injectable()
export class CommandCheck implements OnModuleInit {
  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    const handlers = new Map<unknown, { readonly name: string }>();
    for (const { metatype } of this.discovery.getProviders()) {
      const command: unknown =
        typeof metatype === 'function' ? Reflect.getMetadata(metadataKeys.handledCommand, metatype) : undefined;
      if (typeof command !== 'function' || typeof metatype !== 'function') continue;
      const other = handlers.get(command);
      if (other !== undefined && other !== metatype) {
        throw new Error(`Two classes handle ${command.name}: ${other.name} and ${metatype.name}. Remove one.`);
      }
      handlers.set(command, metatype);
    }
  }
}
