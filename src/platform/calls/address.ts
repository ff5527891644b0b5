import type { Dialect } from '../beta/names.js';
import { routedPath } from '../beta/paths.js';
import { aliasesIn } from './parameter-aliases.js';

/** A request's address as routing and answers see it. */
export interface Address {
  /** The path in v1.0's names, without its version, doubled or trailing slashes; keys and arguments are segments of their own. */
  readonly path: string;
  /** The raw query string, without its question mark. */
  readonly query: string;
  readonly dialect: Dialect;
  /** True when the address ended with `/$count`: `path` is that of the collection whose entities it counts. */
  readonly counts?: true;
}

const version = /^\/(?:v1\.0|(beta))(?=\/|$)/i;
const operational = /^\/(?:metrics|health|docs|openapi\.json|dev)(?:\/|$)/i;
const count = /\/\$count$/i;
const call = /^(?:microsoft\.graph\.)?([A-Za-z$]\w*)\((.*)\)$/;
const argument = /(?:\w+=)?'(?:[^']|'')*'|[^,]+/g;
const alias = /@\w+$/;

/**
 * Reads an address the way Graph does: with `/v1.0`, with `/beta` or without, encoded or not.
 *
 * `orders(number='x')` is routed as `orders/number=x`, `customers('x')` and `customers(id='x')` as `customers/x`;
 * several arguments stand in order of their names, each in a segment of its own. An alias (`on=@on`) is what the query says it is.
 */
export function addressOf(url: string, method = 'GET'): Address {
  const mark = url.indexOf('?');
  const raw = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? '' : url.slice(mark + 1);
  const valued = valuedBy(query);
  const segments = decoded(raw)
    .split('/')
    .filter(Boolean)
    .flatMap((segment) => asSegments(segment, valued));
  const whole = `/${segments.map(encoded).join('/')}`;
  return { ...versioned(whole, raw, method), query };
}

function versioned(whole: string, raw: string, method: string): Omit<Address, 'query'> {
  const path = whole.replace(version, '') || '/';
  const dialect = version.exec(whole)?.[1] === undefined ? 'v1.0' : 'beta';
  const named = counted(dialect === 'beta' ? routedPath(path) : path, method);
  if (isMisspelled(named.path, raw)) return { path: `/${path}`, dialect: 'v1.0' };
  return { ...named, dialect };
}

/** Whether a path that answers exactly as it is written was written otherwise. */
const isMisspelled = (path: string, raw: string): boolean =>
  isRoot(path) ? raw !== path : isOperational(path) && (raw !== path.toLowerCase() || raw.includes('/.'));

/** The path of the page for browsers, which answers where nothing else is written, as operational paths do. */
export const isRoot = (path: string): boolean => path === '/';

/**
 * Whether a path is for whoever runs or explores the server, beside Graph's API.
 *
 * Such a path answers exactly as it is written, so that a proxy can keep it from others: any other spelling gets an
 * address that no route has, with two slashes at its beginning.
 */
export const isOperational = (path: string): boolean => operational.test(path);

/** Only reads count: to send something to `/$count` is no use of the collection. */
function counted(path: string, method: string): Pick<Address, 'path' | 'counts'> {
  const reads = method === 'GET' || method === 'HEAD';
  return reads && count.test(path) ? { path: path.replace(count, '') || '/', counts: true } : { path };
}

function asSegments(segment: string, valued: (argument: string) => string): string[] {
  const found = call.exec(segment);
  if (!found) return [segment.replace(/^microsoft\.graph\./, '')];
  const [, name = '', args = ''] = found;
  const read = (args.match(argument) ?? []).map((one) => one.trim().replace(/^id=/i, '')).sort();
  return [name, ...read.map((one) => unquoted(valued(one)))];
}

/** An argument with the value that the query gives to its alias; one that has none stays as it is. The query is read once, however many there are. */
function valuedBy(query: string): (argument: string) => string {
  let aliases: ReadonlyMap<string, string> | undefined;
  return (one) => one.replace(alias, (named) => (aliases ??= aliasesIn(query)).get(named.toLowerCase()) ?? named);
}

/** An empty text keeps its quotes: as nothing at all, no route would know it for an argument. */
const unquoted = (text: string): string =>
  text.replace(/'((?:[^']|'')*)'/g, (whole, quoted: string) => (quoted === '' ? whole : quoted.replaceAll("''", "'")));

/** As a segment of a routed path; `$`, `=` and `,` stay, so that routes can name `$ref` and a function's arguments. */
const encoded = (segment: string): string => encodeURIComponent(segment).replace(/%(24|2C|3D)/g, decodeURIComponent);

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
