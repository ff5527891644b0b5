type Class = abstract new (...args: never[]) => object;

const known = new Map<string, readonly string[]>();

/** Members of a body that beta alone has: heeded under `/beta`, refused by name under `/v1.0`, which does not answer them. */
export const OnlyInBeta =
  (...names: readonly string[]) =>
  (target: Class): void =>
    void known.set(target.name, names);

/** The members of the class of that name that beta alone has. */
export const onlyInBeta = (name: string): readonly string[] => known.get(name) ?? [];
