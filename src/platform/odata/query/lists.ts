import { invalid, limits, shown } from './limits.js';
import type { OrderItem } from './tree.js';

const name = /^[a-z_]\w*$/i;
const orderKey = /^([a-z_]\w*(?:\/[a-z_]\w*)*)(?:[ \t]+(asc|desc))?$/i;

/** The names of a `$select`; `*` stands for every property. */
export function readSelect(text: string): string[] {
  return text.split(',').map((part) => {
    const asked = part.trim();
    if (asked !== '*' && !name.test(asked)) throw invalid(`'$select' names '${shown(asked)}', which is no property.`);
    return asked;
  });
}

/** The keys of an `$orderby`. */
export function readOrder(text: string): OrderItem[] {
  const parts = text.split(',');
  if (parts.length > limits.orderKeys) throw invalid(`'$orderby' takes at most ${limits.orderKeys} properties.`);
  return parts.map((part) => {
    const [, path, direction] = orderKey.exec(part.trim()) ?? [];
    if (!path) throw invalid(`'$orderby' takes properties followed by 'asc' or 'desc', not '${shown(part.trim())}'.`);
    return { segments: path.split('/'), descending: direction?.toLowerCase() === 'desc' };
  });
}

/** The page size of a `$top`. */
export function readTop(text: string): number {
  const top = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (top < 1 || top > limits.largestPage) throw invalid(`'$top' must be between 1 and ${limits.largestPage}.`);
  return top;
}

/** A `$skiptoken` as it was handed out; only `SkipTokens` can tell whether it was. */
export const readToken = (text: string): string => text;
