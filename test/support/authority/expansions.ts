import type { ResourceRegistry } from '../../../src/platform/odata/resource-registry.js';
import type { Speaking } from './callers.js';
import type { Asking } from './matrix.js';
import { operationBehind, shownBehind } from './reads.js';
import { addressIn, atTheDoor } from './rows.js';

type Json = Record<string, unknown>;

/** A list with what each link of its kind leads to: of everything that is shown the same as its own address shows, or a refusal. */
export function expansionsOf(
  { world, row, dialect, route }: Asking,
  registry: ResourceRegistry,
): ((caller: Speaking) => Promise<string[]>)[] {
  const kind = row.kind ?? '';
  const [cell] = row.cells(world);
  return Object.entries(registry.named(kind).links).map(([link, { to, many }]) => async (caller) => {
    const path = `${addressIn(dialect, { path: cell?.path ?? '' })}?$expand=${link}`;
    const { status, body } = await caller.call('GET', path);
    const isOpen = !atTheDoor(row, caller) && caller.mayDo(operationBehind(kind, link, to));
    const at = `${route} by ${caller.name} with $expand=${link}`;
    if (!isOpen || status !== 200) return isOpen === (status === 200) ? [] : [`${at}: comes to ${status}`];
    const rows = body.value as Json[];
    return (cell?.comesTo(caller).shows ?? []).flatMap((thing) => {
      const found = idsIn(rows.find(({ id }) => id === thing.id)?.[link], many);
      const expected = shownBehind(world, caller, thing, { link, to }).map(({ id }) => id);
      return found.join() === expected.sort().join() ? [] : [`${at}: shows ${found.join()} of ${thing.key}`];
    });
  });
}

const idsIn = (value: unknown, many: boolean): string[] =>
  ((many ? value : [value].filter(Boolean)) as Json[]).map(({ id }) => String(id)).sort();
