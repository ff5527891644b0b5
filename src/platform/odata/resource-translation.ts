import type { Caller } from '../auth/caller.js';
import { DomainError } from '../errors/domain-error.js';
import { onlyPairs } from './plan/entity-place.js';
import { readingOf, settingOf } from './plan/shape.js';
import { relationsOf } from './relations.js';
import type { ResourceRegistry } from './resource-registry.js';
import type { Resource } from './resource.js';
import { Source } from './sql/source.js';

type Dialect = 'v1.0' | 'beta';

/** One resource as a dialect sees it and a caller reads it. */
interface Reader {
  readonly registry: ResourceRegistry;
  readonly dialect: Dialect;
  readonly caller: Caller;
}

/**
 * Writes the statements that reads of a resource are made of: the rows that the caller may see, what its members are worked out
 * from, and the rows behind each of its links.
 *
 * What cannot be written throws, with the name of the resource, instead of answering 500 to the first who asks.
 */
export function translate(resource: Resource, reader: Reader): void {
  try {
    rows(resource, reader);
    members(resource, reader);
    Object.keys(resource.links).forEach((link) => behind(resource, link, reader));
  } catch (error) {
    const who = `${reader.caller.kind} '${reader.caller.objectId}'`;
    throw new Error(`Resource '${resource.name}' cannot be read in ${reader.dialect} by ${who}: ${String(error)}`, {
      cause: error,
    });
  }
}

const settingFor = ({ registry, dialect, caller }: Reader) =>
  settingOf({ caller, dialect, base: '', path: '', query: '' }, registry);

const rows = (resource: Resource, reader: Reader): void =>
  unlessRefused(() => readingOf(resource, {}, settingFor(reader)));

function members(resource: Resource, { caller }: Reader): void {
  const source = Source.of(resource.model);
  for (const { beside, worked, inQuestions, column } of Object.values(resource.fields)) {
    beside?.of(source);
    worked?.(source);
    if (column !== undefined) inQuestions?.(caller)?.(source.column(column), source);
  }
  relationsOf(resource.model, { ...resource.include, ...resource.includeFor?.(caller) });
}

function behind(resource: Resource, name: string, reader: Reader): void {
  const link = resource.links[name];
  const pairs = link && onlyPairs(link);
  if (link && pairs) pairs(Source.of(resource.model).related(link.relation).source);
  const expand = [{ name, options: {}, texts: new Map() }];
  unlessRefused(() => readingOf(resource, { expand }, settingFor(reader)));
}

/** Not everybody may follow every link, those that are shown unasked among them. */
function unlessRefused(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
}
