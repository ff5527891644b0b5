import { metadataKeys } from '../private-parts.js';

type Class = abstract new () => object;

/** A member's schema as `members.ts` gives it to @nestjs/swagger. */
export interface DeclaredMember {
  readonly type: string | (() => Class);
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly items?: { readonly enum?: readonly string[] };
  readonly isArray?: boolean;
  readonly nullable?: boolean;
  /** Whether beta alone has it. */
  readonly 'x-only-in-beta'?: boolean;
}

const known = new WeakMap<Class, ReadonlyMap<string, DeclaredMember>>();

/** The members that a class shows, its own and inherited ones, with their schemas. */
export function declaredMembers(type: Class): ReadonlyMap<string, DeclaredMember> {
  const members = known.get(type) ?? read(type);
  known.set(type, members);
  return members;
}

function read(type: Class): ReadonlyMap<string, DeclaredMember> {
  const prototype = type.prototype as object;
  const names = (Reflect.getMetadata(metadataKeys.shownMembers, prototype) as string[] | undefined) ?? [];
  return new Map(
    names.map((key) => {
      const name = key.slice(1);
      return [name, Reflect.getMetadata(metadataKeys.shownMember, prototype, name) as DeclaredMember];
    }),
  );
}
