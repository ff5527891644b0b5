import { tokensOf } from './lexer.js';
import { bytesOf, invalid, limits, abridged } from './limits.js';
import { literalIn } from './precedence.js';

type Texts = ReadonlyMap<string, string>;

/** The options in which a parameter alias may stand for a value. */
const takingAliases: readonly string[] = ['filter', 'orderby', 'expand'];
const quotedOrAlias = /'[^']*'|"[^"]*"|(?<![\w@.])@[a-z_]\w*/gi;

/**
 * The same options with the values of parameter aliases in their places (OData URL conventions, 5.3).
 *
 * A value is one literal, so that none changes what is asked; an option may not become longer than options are.
 */
export function withAliases(options: Texts, aliases: Texts): Map<string, string> {
  const places = [...options].map(([name, text]) => [
    name,
    takingAliases.includes(name) ? filled(text, aliases) : text,
  ]);
  return new Map(places as [string, string][]);
}

function filled(text: string, aliases: Texts): string {
  if (bytesOf(text) > limits.optionBytes) return text; // refused as it is
  let room = limits.optionBytes;
  return text.replace(quotedOrAlias, (found) => {
    if (!found.startsWith('@')) return found;
    const value = valueOf(found, aliases);
    room -= bytesOf(value);
    if (room < 0) throw invalid(`With its aliases an option is longer than ${limits.optionBytes} bytes: shorten it.`);
    return value;
  });
}

function valueOf(alias: string, aliases: Texts): string {
  const text = aliases.get(alias.toLowerCase());
  if (text === undefined)
    throw invalid(`'${abridged(alias)}' has no value: add it to the query, as in '${abridged(alias)}=...'.`);
  const [first, end] = tokensOf(text, alias);
  if (first && literalIn(first) && end?.kind === 'end') return text;
  throw invalid(`'${abridged(alias)}' takes one value, such as 'text', 7, true or null.`);
}
