const synonyms = new WeakMap<object, ReadonlyMap<string, string>>();

/** Lets declarations be found by other names, too; each is given with the name that is declared. */
export function alsoCalled(declarations: object, others: readonly (readonly [string, string])[]): void {
  synonyms.set(declarations, new Map(others.map(([other, name]) => [other.toLowerCase(), name])));
}

export const synonymIn = (declarations: object, name: string): string | undefined =>
  synonyms.get(declarations)?.get(name.toLowerCase());
