import type { Kind, Resource } from '../../src/platform/odata/resource.js';

/** A member of an answer: what it holds, and whether it may be null. */
export interface WireField<K extends Kind = Kind, N extends boolean = boolean> {
  readonly kind: K;
  readonly nullable: N;
}

/** A member written down for the compiler; a test compares it with what the resource declares. */
export const field = <const K extends Kind>(kind: K): WireField<K, false> => ({ kind, nullable: false });
export const orNull = <K extends Kind>({ kind }: WireField<K>): WireField<K, true> => ({ kind, nullable: true });

export const guid = field({ edm: 'Edm.Guid' });
export const text = field({ edm: 'Edm.String' });
export const flag = field({ edm: 'Edm.Boolean' });
export const moment = field({ edm: 'Edm.DateTimeOffset' });
export const word = <const M extends readonly string[]>(name: string, members: M) =>
  field({ edm: 'enum', name, members });
export const part = <T extends object>(type: abstract new () => T) =>
  orNull(field({ edm: 'complex', type: () => type, collection: false }));
export const parts = <T extends object>(type: abstract new () => T) =>
  orNull(field({ edm: 'complex', type: () => type, collection: true }));

type ValueOf<K> = K extends { readonly edm: 'Edm.Boolean' }
  ? boolean
  : K extends { readonly edm: 'Edm.Int32' }
    ? number
    : K extends { readonly edm: 'enum'; readonly members: readonly (infer Member)[] }
      ? Member
      : K extends { readonly type: () => abstract new () => infer T; readonly collection: infer Many }
        ? Many extends true
          ? Answered<T>[]
          : T
        : string;

/** A part as it is answered: its class is a body's too, where an id may be null; the server gives one to each. */
export type Answered<T> = T extends { id: string | null } ? Omit<T, 'id'> & { id: string } : T;

/** Null where the declaration says so; collections are never null. */
type NullOf<F> = F extends { readonly kind: { readonly collection: true } } | { readonly nullable: false }
  ? never
  : null;

/** The TypeScript type of an answer with these members, with all words of its enumerations or without some. */
export type Wire<Fields extends Readonly<Record<string, WireField>>, Without = never> = {
  [Name in keyof Fields]: Exclude<ValueOf<Fields[Name]['kind']>, Without> | NullOf<Fields[Name]>;
};

/** Members in a form in which they can be compared with others. */
export const inWords = (fields: Readonly<Record<string, { kind: Kind; nullable: boolean }>>) =>
  Object.entries(fields).map(
    ([name, { kind, nullable }]) => `${name}: ${kindInWords(kind)}${nullable ? ' or null' : ''}`,
  );

export const membersOf = ({ fields }: Resource): string[] => inWords(fields);

function kindInWords(kind: Kind): string {
  if (kind.edm === 'enum') return `${kind.name} of ${kind.members.join(', ')}`;
  return kind.edm === 'complex' ? `${kind.collection ? 'many ' : ''}${kind.type().name}` : kind.edm;
}
