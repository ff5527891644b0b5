/** An object of JSON. */
export type Members = Readonly<Record<string, unknown>>;

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How one of beta's members says what v1.0 says otherwise; undefined where the value is none of beta's. */
export type Translation = (value: unknown) => Members | undefined;

/**
 * The object with beta's members translated; a member whose value is not beta's, or that is there in v1.0's words too, stays for its
 * class to refuse.
 */
export function translated(sent: Members, translations: Readonly<Record<string, Translation>>): Members {
  return Object.entries(translations).reduce<Members>((all, [name, translate]) => {
    if (!Object.hasOwn(all, name)) return all;
    const { [name]: value, ...others } = all;
    const said = translate(value);
    return said === undefined || clashes(others, said) ? all : merged(others, said);
  }, sent);
}

/** Both objects in one, at any depth. */
export const merged = (one: Members, other: Members): Members =>
  Object.entries(other).reduce<Members>((all, [name, value]) => {
    const known = all[name];
    return { ...all, [name]: isMembers(known) && isMembers(value) ? merged(known, value) : value };
  }, one);

const clashes = (one: Members, other: Members): boolean =>
  Object.entries(other).some(([name, value]) => {
    if (!Object.hasOwn(one, name)) return false;
    const known = one[name];
    return !(isMembers(known) && isMembers(value)) || clashes(known, value);
  });
