import { Injectable } from '@nestjs/common';
import { ApplicationConfig, DiscoveryService, MetadataScanner } from '@nestjs/core';
import { metadataKeys } from '../private-parts.js';
import { isOfTheExplorer, routeOf } from './public-routes.js';
import { TokenGuard } from './token.guard.js';

/** Looks at the finished application: nothing may answer past the guard, or before it. */
@Injectable()
export class DoorCheck {
  constructor(
    private readonly application: ApplicationConfig,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** Stops the start when the one global guard is not ours, or a registered route ('GET /path') is declared by no controller. */
  requireClosed(registered: readonly string[]): void {
    const guards = [...this.application.getGlobalGuards(), ...this.application.getGlobalRequestGuards()];
    if (guards.length !== 1 || !(guards[0] instanceof TokenGuard))
      throw new Error("The server's guard is the only one across all routes: put others on your controllers.");
    const declared = new Set(this.declared());
    const isKnown = (route: string): boolean => declared.has(route) || declared.has(anyMethod(route));
    const strangers = registered.filter((route) => !isKnown(route) && !isOfTheExplorer(route));
    if (strangers.length > 0)
      throw new Error(`These routes are of no controller, so no guard is asked: ${strangers.join(', ')}`);
  }

  private declared(): string[] {
    return this.discovery.getControllers().flatMap(({ metatype }) => {
      if (!metatype) return [];
      const prototype = metatype.prototype as Record<string, () => unknown>;
      return this.scanner
        .getAllMethodNames(prototype)
        .map((name) => prototype[name])
        .filter((handler) => handler !== undefined && Reflect.hasMetadata(metadataKeys.httpMethod, handler))
        .map((handler) => routeOf(metatype, handler))
        .flatMap(({ method, path }) =>
          (method === 'GET' ? ['GET', 'HEAD'] : [method]).map((each) => `${each} /${path}`),
        );
    });
  }
}

const anyMethod = (route: string): string => route.replace(/^\w+/, 'ALL');
