/** A name that somebody set and that is no setting, and the one that it looks like. */
export interface NearMiss {
  readonly given: string;
  readonly meant: string;
}

const shortest = 6; // such as PORT, which too much looks like
const long = 12;

/** The given names that look like settings and are none: a letter apart, two in a long one, or written together. */
export function nearMisses(given: readonly string[], settings: readonly string[]): NearMiss[] {
  const candidates = settings.filter((name) => bare(name).length >= shortest);
  return given
    .filter((name) => !settings.includes(name))
    .flatMap((name) => {
      const meant = candidates.find((setting) => isNear(bare(name), bare(setting)));
      return meant ? [{ given: name, meant }] : [];
    });
}

const bare = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]/g, '');

function isNear(one: string, other: string): boolean {
  const most = other.length >= long ? 2 : 1;
  return Math.abs(one.length - other.length) <= most && distance(one, other) <= most;
}

/** How many letters to change, add, drop or swap with their neighbour (optimal string alignment). */
function distance(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      line[column] = Math.min(
        at(rows[row - 1], column) + 1,
        at(line, column - 1) + 1,
        at(rows[row - 1], column - 1) + (same ? 0 : 1),
        swapped ? at(rows[row - 2], column - 2) + 1 : Infinity,
      );
    }
    rows.push(line);
  }
  return at(rows[one.length], other.length);
}

const at = (line: readonly number[] | undefined, column: number): number => line?.[column] ?? Infinity;
