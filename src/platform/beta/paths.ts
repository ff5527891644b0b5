import { servedRoot } from '../served-root.js';
import { betaNames, type Dialect } from './names.js';

/** What stands under the product's root, with the names of its segments changed. */
function renamed(path: string, name: (segment: string) => string): string {
  const root = `${servedRoot.get()}/`;
  const start = path.startsWith('/') ? 1 : 0;
  const end = start + root.length;
  if (path.slice(start, end).toLowerCase() !== root.toLowerCase()) return path;
  return path.slice(0, end) + path.slice(end).split('/').map(name).join('/');
}

/** The names of segments, with how they are found in any case of letters. */
function bySegment(pairs: readonly (readonly [from: string, to: string])[]): (segment: string) => string {
  const known = new Map(pairs.map(([from, to]) => [from.toLowerCase(), to]));
  return (segment) => known.get(segment.toLowerCase()) ?? segment;
}

type Table = Readonly<Record<'routed' | 'betas', (segment: string) => string>>;
const tables = new WeakMap<object, Table>();

/** Drawn up once for each table of names: every call asks. */
function names(): Table {
  const { segments } = betaNames.get();
  const pairs = Object.entries(segments);
  const known = tables.get(segments) ?? {
    routed: bySegment(pairs.map(([ours, betas]) => [betas, ours])),
    betas: bySegment(pairs),
  };
  tables.set(segments, known);
  return known;
}

/** The path by which something is routed, whichever of its names was asked for on `/beta`. */
export const routedPath = (path: string): string => renamed(path, names().routed);

/** A routed path, or the one of a resource, as a dialect spells it. */
export const pathIn = (dialect: Dialect, path: string): string =>
  dialect === 'beta' ? renamed(path, names().betas) : path;
