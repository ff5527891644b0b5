const name = /^@[a-z_]\w*$/i;
const none: ReadonlyMap<string, string> = new Map();

/** Whether a query option is a parameter alias of OData, such as the `@on` of `filterByCurrentUser(on=@on)?@on='target'`. */
export const isAlias = (option: string): boolean => name.test(option);

/** The values that a raw query string gives to parameter aliases, by their names in lower case; the first of several. */
export function aliasesIn(query: string): ReadonlyMap<string, string> {
  if (!/(?:^|&)(?:@|%40)/i.test(query)) return none;
  const pairs = [...new URLSearchParams(query)].filter(([option]) => isAlias(option)).reverse();
  return new Map(pairs.map(([option, value]) => [option.toLowerCase(), value.trim()]));
}
