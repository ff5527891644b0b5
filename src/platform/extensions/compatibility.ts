const range = /^\^(\d+)(?:\.(\d+))?(?:\.(\d+))?$/;

/**
 * Whether a version fits a caret range (semantic versioning): nothing older, and the same first number that is not 0.
 *
 * Undefined for what is no such range.
 */
export function fits(version: string, wanted: string): boolean | undefined {
  const [, ...given] = range.exec(wanted) ?? [];
  if (given.length === 0) return undefined;
  const least = given.map((part) => Number(part ?? 0));
  const found = version.split('-')[0]?.split('.').map(Number) ?? [];
  // What is written out up to its first number that is not 0 is what must not change: `^0` lets every 0.x in.
  const fixed = given.findIndex((part) => part !== undefined && Number(part) > 0);
  const same = fixed === -1 ? given.filter((part) => part !== undefined).length : fixed + 1;
  return least.slice(0, same).every((part, place) => found[place] === part) && !isOlder(found, least);
}

function isOlder(found: readonly number[], least: readonly number[]): boolean {
  const place = least.findIndex((part, index) => part !== found[index]);
  return place !== -1 && (found[place] ?? 0) < (least[place] ?? 0);
}
