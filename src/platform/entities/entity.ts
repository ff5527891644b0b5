import { type Declaration, declarationsOf, mark } from '../edm/member.js';

/** A class that declares the members of an entity, each once, with the decorators of `edm/members.ts`. */
export type EntityClass<E extends object = object> = new () => E;

type IfSame<A, B, Then, Else> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? Then : Else;
type ChangeableKey<E> = {
  [K in keyof E]-?: IfSame<{ [P in K]: E[K] }, { -readonly [P in K]: E[K] }, K, never>;
}[keyof E] &
  string;
type ReadonlyKey<E> = Exclude<keyof E, ChangeableKey<E>> & string;

/** What an administrator may say of an entity at any time: the members that its class does not declare `readonly`. */
export type Said<E> = Pick<E, ChangeableKey<E>>;

/** A member as every place reads it that follows from it: bodies, fields, lines of an import. */
export interface EntityMember extends Declaration {
  readonly name: string;
  readonly column: string;
  /** Whether an answer may show null; one with a default never does. */
  readonly nullable: boolean;
  readonly hasDefault: boolean;
}

/** The server says it: a POST that carries it is refused, a PATCH that repeats it is read past. `column` is its column, where that has another name. */
export const ServerSays =
  (column?: string) =>
  <E extends object, K extends string>(target: E, name: K & ReadonlyKey<E>): void =>
    mark(target, name, { saidBy: 'server', ...(column !== undefined && { column }) });

/** Whoever makes the entity may say it, and else the server does; it never changes. */
export const CreatorSays =
  () =>
  <E extends object, K extends string>(target: E, name: K & ReadonlyKey<E>): void =>
    mark(target, name, { saidBy: 'creator' });

/** A text that names people or groups: found in any case of letters, as in Graph's directory. Its column has an index of `lower(...)`. */
export const Caseless = (): PropertyDecorator => (target, name) => mark(target, String(name), { isCaseless: true });

const alsoSaid = new Map<unknown, readonly string[]>();

/** Members of the type that stand in no column, and that the server says as well: they are taken as those of `ServerSays`. */
export const ServerAlsoSays =
  (...names: readonly string[]): ClassDecorator =>
  (target) => {
    alsoSaid.set(target, names);
  };

/** The members that an entity's class declares, in its order. */
export function membersOf(entity: EntityClass): readonly EntityMember[] {
  const defaults = new Map(Object.entries(new entity()));
  return [...declarationsOf(entity)].map(([name, declaration]) => {
    const hasDefault = defaults.get(name) !== undefined;
    const nullable = declaration.presence === 'optional' && !hasDefault;
    return { ...declaration, name, column: declaration.column ?? name, nullable, hasDefault };
  });
}

/** The names of what the server alone says. */
export const serverSaid = (entity: EntityClass): string[] => [
  ...membersOf(entity).flatMap(({ name, saidBy }) => (saidBy === 'server' ? [name] : [])),
  ...(alsoSaid.get(entity) ?? []),
];
