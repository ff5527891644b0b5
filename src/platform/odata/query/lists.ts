import { invalid, limits, abridged } from './limits.js';

const name = /^[a-z_]\w*$/i;

/** The names of a `$select`; `*` stands for every property. */
export function readSelect(text: string): string[] {
  const parts = text.split(',');
  if (parts.length > limits.nodes) throw invalid(`'$select' names more than ${limits.nodes} properties.`);
  return parts.map((part) => {
    const asked = part.trim();
    if (asked !== '*' && !name.test(asked))
      throw invalid(`'$select' names '${abridged(asked)}', which is no property.`);
    return asked;
  });
}

/** The page size of a `$top`. */
export const readTop = (text: string): number => wholeNumber('$top', text, 1, limits.largestPage);

/** How many rows a `$skip` passes over. */
export const readSkip = (text: string): number => wholeNumber('$skip', text, 0, limits.largestSkip);

/** Whether a `$count` asks for the number of all. */
export function readCount(text: string): boolean {
  const asked = text.toLowerCase();
  if (asked !== 'true' && asked !== 'false') throw invalid("'$count' must be true or false.");
  return asked === 'true';
}

/** How often a `$levels` follows a link. */
export function readLevels(text: string): number {
  return text.toLowerCase() === 'max' ? limits.levels : wholeNumber('$levels', text, 1, limits.levels);
}

/** A `$skiptoken` as it was handed out; only `SkipTokens` can tell whether it was. */
export const readToken = (text: string): string => text;

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (value < least || value > most) throw invalid(`'${option}' must be between ${least} and ${most}.`);
  return value;
}
