import { readExpand } from './expand-parser.js';
import { readFilter, readOrder } from './filter-parser.js';
import { bytesOf, invalid, limits, abridged } from './limits.js';
import { readCount, readSelect, readSkip, readToken, readTop } from './lists.js';
import { readSearch } from './search-parser.js';
import type { OptionName, QueryOptions } from './tree.js';

/** How each option's text is understood; a new option is a line here and a member of `QueryOptions`. */
const readers: { readonly [Name in OptionName]-?: (text: string) => NonNullable<QueryOptions[Name]> } = {
  filter: readFilter,
  search: readSearch,
  select: readSelect,
  expand: (text) => readExpand(text, (texts) => readOptions(texts, inExpands)),
  orderby: readOrder,
  top: readTop,
  skip: readSkip,
  count: readCount,
  skiptoken: readToken,
};

/** The options that apply to a collection, to one entity, to entities by their ids, and inside an `$expand`. */
const inExpands = ['filter', 'search', 'select', 'expand', 'orderby', 'top', 'skip', 'count'] as const;
export const onCollections = [...inExpands, 'skiptoken'] as const;
export const onEntities = ['select', 'expand'] as const;
export const byIds = ['select'] as const;

/** Understands the options that apply; any other is refused by name. */
export function readOptions(texts: ReadonlyMap<string, string>, allowed: readonly OptionName[]): QueryOptions {
  const read = [...texts].map(([name, text]) => {
    const known = allowed.find((option) => option === name);
    if (!known) {
      const others = allowed.map((option) => `$${option}`).join(', ');
      throw invalid(`The query option '$${abridged(name)}' is not supported here: remove it. Supported are ${others}.`);
    }
    if (text === '') throw invalid(`The query option '$${known}' is empty: give it a value, or remove it.`);
    refuseWhenLong(known, text);
    return [known, readers[known](text)] as const;
  });
  return Object.fromEntries(read);
}

function refuseWhenLong(name: OptionName, text: string): void {
  const most = name === 'skiptoken' ? limits.tokenBytes : limits.optionBytes;
  if (bytesOf(text) > most) throw invalid(`The query option '$${name}' is longer than ${most} bytes: shorten it.`);
}
