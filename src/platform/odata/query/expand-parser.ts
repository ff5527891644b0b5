import { invalid, limits, shown } from './limits.js';
import { namedTexts } from './option-texts.js';
import type { ExpandItem, QueryOptions } from './tree.js';

const item = /^([a-z_]\w*|\*)[ \t]*(?:\((.*)\))?$/is;

/** The links of an `$expand`; `readNested` understands the options that stand in parentheses behind one. */
export function readExpand(
  text: string,
  readNested: (texts: ReadonlyMap<string, string>) => QueryOptions,
): ExpandItem[] {
  return splitOutside(text, ',').map((part) => {
    const [, name, inside] = item.exec(part) ?? [];
    if (!name) throw invalid(`'$expand' names '${shown(part)}', which is no navigation property.`);
    if (inside === undefined) return { name, options: {} };
    if (name === '*') throw invalid("'$expand=*' takes no options: name the navigation property instead.");
    const options = splitOutside(inside, ';').map((option): [string, string] => {
      const equals = option.indexOf('=');
      return equals < 0 ? [option, ''] : [option.slice(0, equals).trim(), option.slice(equals + 1).trim()];
    });
    return { name, options: readNested(namedTexts(options)) };
  });
}

/** The parts between the separators that stand neither in a quoted string nor in parentheses. */
function splitOutside(text: string, separator: string): string[] {
  const cuts: number[] = [];
  let depth = 0;
  let inString = false;
  [...text.matchAll(/[',;()]/g)].forEach(({ 0: character, index }) => {
    if (character === "'") inString = !inString;
    else if (!inString) depth = depthAfter(character, depth);
    if (character === separator && !inString && depth === 0) cuts.push(index);
  });
  if (inString || depth !== 0) throw invalid("'$expand' has a quote or parenthesis that is not closed.");
  const starts = [0, ...cuts.map((cut) => cut + 1)];
  return starts.map((start, part) => text.slice(start, cuts[part]).trim());
}

function depthAfter(character: string, depth: number): number {
  const after = character === '(' ? depth + 1 : character === ')' ? depth - 1 : depth;
  if (after < 0) throw invalid("'$expand' has a ')' that closes nothing.");
  if (after > limits.depth) throw invalid(`'$expand' is nested deeper than ${limits.depth} levels: simplify it.`);
  return after;
}
