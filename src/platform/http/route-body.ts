import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';

type Class = abstract new () => object;

/** Nest's number of `@Body()` among the kinds of arguments; its enumeration is not among the package's exports. */
const body = 3;

/** The class that a route's body is read as; undefined for a route that takes none. */
export function bodyOf(controller: unknown, method: string): Class | undefined {
  if (typeof controller !== 'function') return undefined;
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<
    string,
    { readonly index: number }
  >;
  const [, found] = Object.entries(args).find(([kind]) => kind.startsWith(`${body}:`)) ?? [];
  const types = Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) as Class[] | undefined;
  return found && types?.[found.index];
}
