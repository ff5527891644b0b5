import { invalid } from '../query/limits.js';
import type { ExpandItem } from '../query/tree.js';
import type { Link, Resource } from '../resource.js';

/** An expanded link's options; `$levels` becomes the same expansion inside, once less. */
export function levelled(resource: Resource, name: string, link: Link, item: ExpandItem): ExpandItem {
  const { levels, options, texts } = item;
  if (levels === undefined) return item;
  if (link.to !== resource.name) {
    throw invalid(`'$levels' follows links to the same kind of entity, and '${name}' leads to another: remove it.`);
  }
  if (levels === 1) return item;
  const inner = { ...item, name, levels: levels - 1 };
  const written = [...texts, ['levels', String(levels - 1)] as const].map(([option, text]) => `$${option}=${text}`);
  const outer = texts.get('expand');
  const expand = `${outer === undefined ? '' : `${outer},`}${name}(${written.join(';')})`;
  return {
    ...item,
    options: { ...options, expand: [...(options.expand ?? []), inner] },
    texts: new Map([...texts, ['expand', expand]]),
  };
}
