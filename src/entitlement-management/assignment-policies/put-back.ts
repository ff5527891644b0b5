import { isObject, isSame } from './policy-changes.js';

/**
 * The values that were said, with all that comes back as it was shown left as it is kept (the put-back of a lens).
 *
 * A dialect may show a value only roughly, or not at all: what was read and is sent again changes nothing.
 */
export function putBack<Values extends object>(said: Values, shown: object, kept: object): Values {
  return restored(said, shown, kept) as Values;
}

function restored(said: unknown, shown: unknown, kept: unknown): unknown {
  if (isSame(said, shown)) return kept;
  if (Array.isArray(said)) return Array.isArray(shown) && Array.isArray(kept) ? items(said, shown, kept) : said;
  if (!isObject(said) || !isObject(shown) || !isObject(kept)) return said;
  const names = [...new Set([...Object.keys(said), ...Object.keys(kept)])];
  const members = names.map((name) => [name, restored(said[name], shown[name], kept[name])] as const);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

/** An item that comes back is found wherever it stands; a changed one in its own place, as long as nothing came or went. */
function items(said: readonly unknown[], shown: readonly unknown[], kept: readonly unknown[]): unknown[] {
  return said.map((item, index) => {
    const at = shown.findIndex((one) => isSame(one, item));
    if (at >= 0) return kept[at];
    const isInPlace = said.length === shown.length && !said.some((one) => isSame(one, shown[index]));
    return isInPlace ? restored(item, shown[index], kept[index]) : item;
  });
}
