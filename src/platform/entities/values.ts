import { type EntityClass, membersOf, type Said } from './entity.js';

type Members = Readonly<Record<string, unknown>>;

/** What the body of a POST says of a new entity: where it says nothing, the default counts, or null. */
export function valuesIn<E extends object>(entity: EntityClass<E>, body: object): Said<E> {
  const [said, defaults] = [body as Members, new entity() as Members];
  return Object.fromEntries(sayable(entity).map((name) => [name, said[name] ?? defaults[name] ?? null])) as Said<E>;
}

/** What the body of a PATCH really carries: what it changes. */
export function changesIn<E extends object>(entity: EntityClass<E>, body: object): Partial<Said<E>> {
  const said = body as Members;
  const names = sayable(entity).filter((name) => said[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, said[name]])) as Partial<Said<E>>;
}

const sayable = (entity: EntityClass): string[] =>
  membersOf(entity).flatMap(({ name, saidBy }) => (saidBy === undefined ? [name] : []));
