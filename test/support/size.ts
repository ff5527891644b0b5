import { describe, it } from '@jest/globals';

/**
 * How much of what can be repeated is run: stories, rounds, samples, both databases.
 *
 * `small` where somebody waits for `npm test`, `ci` in continuous integration, `full` for an experiment that is run by itself.
 */
export type Size = 'small' | 'ci' | 'full';

const sizes: readonly Size[] = ['small', 'ci', 'full'];

/** As `SIZE` says, else by `CI`. */
export const size: Size = sizeNamed(process.env['SIZE']) ?? (process.env['CI'] ? 'ci' : 'small');

/** The number for this size; in small size that of continuous integration where no other is given. */
export const sized = (numbers: { readonly small?: number; readonly ci: number; readonly full: number }): number =>
  numbers[size] ?? numbers.ci;

/** A test that is left out in small size, as nothing of it can be made shorter. */
export const longIt: typeof it | typeof it.skip = size === 'small' ? it.skip : it;

/** What {@link longIt} is for one test, for all that a description holds. */
export const longDescribe: typeof describe | typeof describe.skip = size === 'small' ? describe.skip : describe;

/** The kinds of database that a spec about both goes through: in small size the one that production uses, elsewhere either. */
export const databases: readonly ('embedded' | 'postgres')[] =
  size === 'small' ? ['postgres'] : ['embedded', 'postgres'];

function sizeNamed(name: string | undefined): Size | undefined {
  if (name === undefined || sizes.some((each) => each === name)) return name as Size | undefined;
  throw new Error(`SIZE is one of ${sizes.join(', ')}, not ${name}.`);
}
