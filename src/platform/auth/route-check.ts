import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { metadataKeys } from '../private-parts.js';
import { forAnyCaller, isPublic, operationOf } from './permissions.js';

/** Stops the start when a route names neither its operation nor that it is public: the guard would refuse everybody. */
@Injectable()
export class RouteCheck implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onApplicationBootstrap(): void {
    const closed = this.closedRoutes();
    if (closed.length > 0) throw new Error(`These routes need @Permitted(...) or @Public(): ${closed.join(', ')}`);
  }

  closedRoutes(): string[] {
    return this.discovery.getControllers().flatMap(({ metatype }) => {
      if (!metatype) return [];
      const prototype = metatype.prototype as Record<string, () => unknown>;
      return this.scanner
        .getAllMethodNames(prototype)
        .filter((name) => this.isClosed(prototype[name], metatype))
        .map((name) => `${metatype.name}.${name}`);
    });
  }

  private isClosed(handler: (() => unknown) | undefined, controller: NonNullable<unknown>): boolean {
    if (!handler || !Reflect.hasMetadata(metadataKeys.httpMethod, handler)) return false;
    const targets = [handler, controller as () => unknown];
    const openings = [isPublic, forAnyCaller, operationOf];
    return !openings.some((key) => this.reflector.getAllAndOverride<unknown>(key, targets));
  }
}
