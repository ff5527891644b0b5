import { isAlias } from '../../calls/parameter-aliases.js';
import { withAliases } from './aliases.js';
import { invalid, limits, abridged } from './limits.js';

/** A blank as forms write it. A '+' before a zone offset such as '+02:00' is the sign it looks like. */
const blank = /\+(?!\d\d(?::|%3A)\d\d)/gi;

// NUL and lone surrogates: no column holds them.
const unstorable = /[\0\p{Surrogate}]/u;

/** The texts of a raw query string's options, decoded once, by their names in lower case and without '$'; aliases are in their places. */
export function optionTexts(query: string): Map<string, string> {
  const pairs = query.split('&').filter((pair) => pair !== '');
  if (pairs.length > limits.options) throw invalid(`The query string has more than ${limits.options} options.`);
  const all = namedTexts(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0
        ? [decoded(pair), '']
        : [decoded(pair.slice(0, equals)), decoded(pair.slice(equals + 1)).trim()];
    }),
  );
  const { aliases = [], options = [] } = Object.groupBy(all, ([name]) => (isAlias(name) ? 'aliases' : 'options'));
  return withAliases(new Map(options), new Map(aliases));
}

/** The same texts by name; an option may be given once. */
export function namedTexts(pairs: readonly (readonly [string, string])[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [written, text] of pairs) {
    const name = written.toLowerCase().replace(/^\$/, '');
    if (texts.has(name)) {
      throw invalid(
        `The query option '${name.startsWith('@') ? '' : '$'}${abridged(name)}' is given more than once: give it once.`,
      );
    }
    texts.set(name, text);
  }
  return texts;
}

function decoded(text: string): string {
  const plain = percentDecoded(text.replace(blank, '%20'));
  if (plain === undefined) throw invalid('The query string is not valid percent-encoded UTF-8.');
  if (unstorable.test(plain)) throw invalid('The query string holds a character that no value has.');
  return plain;
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
