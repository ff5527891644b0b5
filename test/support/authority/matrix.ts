import type { Dialect } from '../../../src/platform/beta/names.js';
import type { ResourceRegistry } from '../../../src/platform/odata/resource-registry.js';
import type { Answer, Speaking } from './callers.js';
import { isDelegate } from './delegates.js';
import { batch, openDoor } from './doors.js';
import { ofExtensions } from './extensions.js';
import { usualRead } from './reads.js';
import type { References } from './references.js';
import { requestWrites } from './requests.js';
import { resourceRows } from './resource-rows.js';
import { addressIn, atTheDoor, type Cell, type Row, unseen, wordsIn, wordsOf } from './rows.js';
import { specialReads } from './special-reads.js';
import type { World } from './world.js';
import { writes } from './writes.js';

/** The row of a route: one that follows from its form, or one that stands in a table. */
export const rowOf = (route: string, registry: ResourceRegistry): Row | undefined =>
  specialReads[route] ??
  resourceRows[route] ??
  requestWrites[route] ??
  writes[route] ??
  ofExtensions[route] ??
  (route === 'POST /$batch' ? batch : (openDoor(route) ?? usualRead(route, registry)));

/** A route that nobody has thought about yet, with what to write where. */
export const withoutRow = (route: string): string =>
  `${route} has no row: say who may call it and what it shows, in test/support/authority/${
    route.startsWith('GET') ? 'special-reads.ts (or make reads.ts derive it from its form)' : 'writes.ts or requests.ts'
  }`;

/** What a matrix is asked about. */
export interface Asking {
  readonly world: World;
  readonly everybody: readonly Speaking[];
  readonly references: References;
  readonly route: string;
  readonly row: Row;
  readonly dialect: Dialect;
  /** What was answered so far about what is nowhere. */
  readonly nowhere: Map<string, Promise<string>>;
}

/** How many cells each caller was asked. */
export const cellsAsked = new Map<string, number>();

/** Asks one cell as one caller, and says what is not as it was declared. */
export async function ask(asking: Asking, caller: Speaking, cell: Cell): Promise<string[]> {
  const { world, route, row, dialect } = asking;
  const method = route.slice(0, route.indexOf(' '));
  cellsAsked.set(caller.name, (cellsAsked.get(caller.name) ?? 0) + 1);
  const answer = await caller.call(method, addressIn(dialect, cell), cell.body, cell.headers);
  const declared = atTheDoor(row, caller) ?? cell.comesTo(caller);
  const [expected, found] = [
    wordsOf(row.kind ? declared : { ...declared, shows: [] }),
    wordsIn(world, row.kind, answer),
  ];
  const wrong = [
    ...(expected === found ? [] : [`comes to '${found}', not to '${expected}'`]),
    ...asking.references.wrongIn(asking, caller, cell, answer),
    ...(declared === unseen && dialect === 'v1.0' && !cell.path.includes(caller.id)
      ? await tellsApart(asking, caller, cell, answer)
      : []),
  ];
  return wrong.map((what) => `${dialect} ${route} by ${caller.name} about ${cell.about}: ${what}`);
}

/** The calls that a caller makes of a row: in v1.0 all of them, in beta one for each status that they come to; who holds a role is stopped once. */
export function asManyAs({ row, world, dialect }: Asking, caller: Speaking): readonly Cell[] {
  const cells = row.cells(world);
  if (isDelegate(caller.name) && atTheDoor(row, caller)) return cells.slice(0, 1);
  if (dialect === 'v1.0' && !isLikeOwner(caller.name)) return cells;
  const byOutcome = cells.map((cell) => [(atTheDoor(row, caller) ?? cell.comesTo(caller)).status, cell] as const);
  return [...new Map(byOutcome.reverse()).values()];
}

/** Owners by a group and as an application: who owns in person is asked everything already. */
const isLikeOwner = (name: string): boolean => name === 'ownerByGroup' || name === 'delegate';

/** A HEAD comes to what the GET comes to, and says nothing. */
export async function askForHead({ row, dialect, route }: Asking, caller: Speaking, cell: Cell): Promise<string[]> {
  const { status } = atTheDoor(row, caller) ?? cell.comesTo(caller);
  const answer = await caller.call('HEAD', addressIn(dialect, cell));
  const [expected, found] = [`${status} ''`, `${answer.status} '${answer.text}'`];
  return expected === found ? [] : [`HEAD of ${route} by ${caller.name}: comes to ${found}, not to ${expected}`];
}

/** What is not there for somebody is answered like what is nowhere, but for its id. */
async function tellsApart(asking: Asking, caller: Speaking, cell: Cell, answer: Answer): Promise<string[]> {
  if (!cell.nowhere) return [];
  const [one, two] = [bare(answer), await ofNowhere(asking, caller, cell.nowhere, cell)];
  return one === two ? [] : [`is told apart from what is nowhere: ${one} and ${two}`];
}

/** What somebody is answered about what is nowhere: asked once for each address and body. */
function ofNowhere(
  { route, dialect, nowhere }: Asking,
  caller: Speaking,
  { path, body }: { readonly path: string; readonly body?: object },
  cell: Cell,
): Promise<string> {
  const sent = body ?? cell.body;
  const key = JSON.stringify([caller.name, path, sent]);
  const method = route.slice(0, route.indexOf(' '));
  const known = nowhere.get(key) ?? caller.call(method, addressIn(dialect, { path }), sent, cell.headers).then(bare);
  nowhere.set(key, known);
  return known;
}

const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const bare = ({ status, body }: Answer): string =>
  `${status} ${body?.error?.code} ${String(body?.error?.message).replace(guid, 'id')}`;
