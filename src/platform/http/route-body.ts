import { argumentKinds, metadataKeys } from '../private-parts.js';

type Class = abstract new () => object;

/** The class that a route's body is read as; undefined for a route that takes none. */
export function bodyOf(controller: unknown, method: string): Class | undefined {
  if (typeof controller !== 'function') return undefined;
  const index = placeOf(argumentKinds.body, controller, method);
  const types = Reflect.getMetadata(metadataKeys.parameterTypes, controller.prototype as object, method) as
    Class[] | undefined;
  return index === undefined ? undefined : types?.[index];
}

/** Whether a route reads a body: as a class, or by itself from the whole request. */
export const readsBody = (controller: object, method: string): boolean =>
  [argumentKinds.body, argumentKinds.request].some((kind) => placeOf(kind, controller, method) !== undefined);

function placeOf(kind: string, controller: object, method: string): number | undefined {
  const args = (Reflect.getMetadata(metadataKeys.routeArguments, controller, method) ?? {}) as Record<
    string,
    { readonly index: number }
  >;
  return Object.entries(args).find(([key]) => key.startsWith(`${kind}:`))?.[1].index;
}
