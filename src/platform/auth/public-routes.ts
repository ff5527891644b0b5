import { Injectable, RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { metadataKeys } from '../private-parts.js';
import { isPublic } from './permissions.js';

/** A handler's method, and its path without the slash at its beginning, as its decorators declare them. */
export function routeOf(controller: unknown, handler: unknown): { readonly method: string; readonly path: string } {
  const method = declared<RequestMethod>(metadataKeys.httpMethod, handler) ?? RequestMethod.ALL;
  const parts = [controller, handler].map((target) => declared<string>(metadataKeys.path, target) ?? '');
  return { method: RequestMethod[method], path: parts.filter((part) => part !== '' && part !== '/').join('/') };
}

const declared = <T>(key: string, target: unknown): T | undefined =>
  typeof target === 'function' ? (Reflect.getMetadata(key, target) as T | undefined) : undefined;

/** Routes of no controller: the explorer's page, its files and the description that it reads. */
const explorer = /^\/(?:docs|openapi\.json)(?:\/|$)/;

/** Whether a registered route ('GET /path') is one of the explorer's: they only read. */
export const isOfTheExplorer = (route: string): boolean => {
  const [method = '', path = ''] = route.split(' ');
  return ['GET', 'HEAD'].includes(method) && explorer.test(path);
};

/** The routes that are open to callers without a token, by what their controllers declare. */
@Injectable()
export class PublicRoutes {
  private found: ReadonlySet<string> | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** `pattern` is the path of a route as it is registered; undefined where a call found none. */
  has(method: string, pattern: string | undefined): boolean {
    if (pattern === undefined) return false;
    this.found ??= new Set(this.declared());
    return explorer.test(pattern) || this.found.has(`${method === 'HEAD' ? 'GET' : method} ${pattern}`);
  }

  private declared(): string[] {
    return this.discovery.getControllers().flatMap(({ metatype }) => {
      if (!metatype) return [];
      const prototype = metatype.prototype as Record<string, () => unknown>;
      return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler = prototype[name];
        if (!handler || !this.reflector.getAllAndOverride<boolean>(isPublic, [handler, metatype])) return [];
        const { method, path } = routeOf(metatype, handler);
        return [`${method} /${path}`];
      });
    });
  }
}
