import { derivedTypes } from './members.js';
import { answeredKinds, typeNameOf } from './type-names.js';

type Class = abstract new () => object;

/** The kind of a class that an `@odata.type` or the segment of a path names, such as `microsoft.graph.fileAttachment`. */
export function kindNamed(type: Class, named: string): Class | undefined {
  const name = /^#?microsoft\.graph\.(.+)$/i.exec(named)?.[1]?.toLowerCase();
  if (name === undefined) return undefined;
  const known = kinds().find(([one, kind]) => one.toLowerCase() === name && kind.prototype instanceof type);
  return known?.[1];
}

/** Every kind of every class by its name, without the namespace. */
const kinds = (): (readonly [string, Class])[] => [
  ...[...derivedTypes].flatMap(([name, kind]) =>
    kind ? [[name.replace(/^microsoft\.graph\./, ''), kind] as const] : [],
  ),
  ...answeredKinds().map((kind) => [typeNameOf(kind), kind] as const),
];
