import type { Caller } from '../../src/platform/auth/caller.js';
import { EntityPlace } from '../../src/platform/odata/plan/entity-place.js';
import { filterOf } from '../../src/platform/odata/plan/filter.js';
import { readFilter } from '../../src/platform/odata/query/filter-parser.js';
import type { ResourceRegistry } from '../../src/platform/odata/resource-registry.js';
import type { Resource } from '../../src/platform/odata/resource.js';
import { Source } from '../../src/platform/odata/sql/source.js';

/** The condition that a filter becomes, with the parameters in their places and the first table's name left out. */
export function conditionOf(filter: string, of: Resource, registry: ResourceRegistry, caller: Caller): string {
  const scope = {
    it: new EntityPlace(of, Source.of(of.model)),
    variables: new Map(),
    steps: { left: Infinity },
    registry,
    caller,
  };
  const { strings, values } = filterOf(readFilter(filter), scope);
  return strings
    .reduce((before, piece, at) => `${before}${JSON.stringify(values[at - 1])}${piece}`)
    .replaceAll('"t0".', '');
}
