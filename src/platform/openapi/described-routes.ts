import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { bodyOf } from '../http/route-body.js';
import { isPublic, type Operation, operationOf } from '../auth/permissions.js';
import { routeOf } from '../auth/public-routes.js';
import { metadataKeys } from '../private-parts.js';
import { type Answering, answering, wordsInAddress } from '../odata/answering.js';
import { chapterOf, type ChapterOf } from '../http/chapter.js';

/** What the code of a route declares. */
export interface RouteDeclarations {
  readonly needsToken: boolean;
  /** Undefined for routes that are open to everybody, and for those that any token opens. */
  readonly operation: Operation | undefined;
  readonly answer: Answering | undefined;
  readonly chapter: ChapterOf | undefined;
  /** Which words its keys may be, by their names; any that it does not name may be any. */
  readonly words: Readonly<Record<string, readonly string[]>>;
  /** The class that its body is read as, where it takes one. */
  readonly body: (abstract new () => object) | undefined;
  readonly method: string;
  /** As it is routed, without the slash at its beginning. */
  readonly path: string;
  /** The status of its answer, where that is not the one that Nest gives the method. */
  readonly status: number | undefined;
}

/** The key under which a route's declarations are kept; the document's operations carry it until they get their name. */
export const routeKey = (controller: string, method: string): string => `${controller}.${method}`;

/** Reads what routes declare by their decorators. */
@Injectable()
export class DescribedRoutes {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  byKey(): ReadonlyMap<string, RouteDeclarations> {
    const found = new Map<string, RouteDeclarations>();
    for (const { metatype } of this.discovery.getControllers()) {
      if (!metatype) continue;
      const prototype = metatype.prototype as Record<string, () => unknown>;
      for (const method of this.scanner.getAllMethodNames(prototype)) {
        const key = routeKey(metatype.name, method);
        if (found.has(key)) throw new Error(`Two controllers are named '${metatype.name}': rename one.`);
        found.set(key, { ...this.declarationsOf(prototype[method], metatype), body: bodyOf(metatype, method) });
      }
    }
    return found;
  }

  private declarationsOf(handler: (() => unknown) | undefined, controller: unknown): Omit<RouteDeclarations, 'body'> {
    const targets = [handler, controller].filter((target) => typeof target === 'function');
    return {
      needsToken: !this.reflector.getAllAndOverride<boolean | undefined>(isPublic, targets),
      operation: this.reflector.getAllAndOverride<Operation | undefined>(operationOf, targets),
      status: this.reflector.getAllAndOverride<number | undefined>(metadataKeys.status, targets),
      answer: this.reflector.getAllAndOverride<Answering | undefined>(answering, targets),
      words: this.declared<RouteDeclarations['words']>(wordsInAddress, handler) ?? {},
      chapter: this.declared<ChapterOf>(chapterOf, controller),
      ...routeOf(controller, handler),
    };
  }

  private declared<T>(key: string, target: unknown): T | undefined {
    return typeof target === 'function' ? this.reflector.get<T | undefined>(key, target) : undefined;
  }
}
