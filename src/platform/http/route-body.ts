import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';

type Class = abstract new () => object;

/** Nest's numbers of `@Req()` and `@Body()` among the kinds of arguments; its enumeration is not among the package's exports. */
const kinds = { request: '0', body: '3' } as const;

/** The class that a route's body is read as; undefined for a route that takes none. */
export function bodyOf(controller: unknown, method: string): Class | undefined {
  if (typeof controller !== 'function') return undefined;
  const index = placeOf(kinds.body, controller, method);
  const types = Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) as Class[] | undefined;
  return index === undefined ? undefined : types?.[index];
}

/** Whether a route reads a body: as a class, or by itself from the whole request. */
export const readsBody = (controller: object, method: string): boolean =>
  [kinds.body, kinds.request].some((kind) => placeOf(kind, controller, method) !== undefined);

function placeOf(kind: string, controller: object, method: string): number | undefined {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<
    string,
    { readonly index: number }
  >;
  return Object.entries(args).find(([key]) => key.startsWith(`${kind}:`))?.[1].index;
}
