import { invalid, limits, abridged } from './limits.js';
import { readLevels } from './lists.js';
import { namedTexts } from './option-texts.js';
import type { ExpandItem, QueryOptions } from './tree.js';

const item = /^([a-z_]\w*(?:\/[a-z_][\w.]*)*|\*)[ \t]*(?:\((.*)\))?$/is;

type ReadNested = (texts: ReadonlyMap<string, string>) => QueryOptions;

/** The links of an `$expand`; `readNested` understands the options that stand in parentheses behind one. */
export function readExpand(text: string, readNested: ReadNested): ExpandItem[] {
  const parts = splitOutside(text, ',');
  if (parts.length > limits.expansions) {
    throw invalid(`'$expand' follows more than ${limits.expansions} links: ask for fewer.`);
  }
  return parts.map((part) => {
    const [, name, inside] = item.exec(part) ?? [];
    if (!name) throw invalid(`'$expand' names '${abridged(part)}', which is no navigation property.`);
    if (inside === undefined) return { name, options: {}, texts: new Map() };
    if (name === '*') throw invalid("'$expand=*' takes no options: name the navigation property instead.");
    return { name, ...nested(inside, readNested) };
  });
}

function nested(inside: string, readNested: ReadNested): Omit<ExpandItem, 'name'> {
  const options = splitOutside(inside, ';').map((option): [string, string] => {
    const equals = option.indexOf('=');
    return equals < 0 ? [option, ''] : [option.slice(0, equals).trim(), option.slice(equals + 1).trim()];
  });
  const texts = namedTexts(options);
  const levels = texts.get('levels');
  texts.delete('levels');
  return { options: readNested(texts), texts, ...(levels === undefined ? {} : { levels: readLevels(levels) }) };
}

const quotedOrSign = /'[^']*'|"[^"]*"|[,;()'"]/g;

/** The parts between the separators that stand neither in quotes nor in parentheses. */
function splitOutside(text: string, separator: string): string[] {
  const cuts: number[] = [];
  let depth = 0;
  for (const { 0: found, index } of text.matchAll(quotedOrSign)) {
    if (found === "'" || found === '"') throw unclosed();
    if (found === separator && depth === 0) cuts.push(index);
    else depth = depthAfter(found, depth);
  }
  if (depth !== 0) throw unclosed();
  const starts = [0, ...cuts.map((cut) => cut + 1)];
  return starts.map((start, part) => text.slice(start, cuts[part]).trim());
}

const unclosed = () => invalid("'$expand' has a quote or parenthesis that is not closed.");

function depthAfter(character: string, depth: number): number {
  const after = character === '(' ? depth + 1 : character === ')' ? depth - 1 : depth;
  if (after < 0) throw invalid("'$expand' has a ')' that closes nothing.");
  if (after > limits.depth) throw invalid(`'$expand' is nested deeper than ${limits.depth} levels: simplify it.`);
  return after;
}
