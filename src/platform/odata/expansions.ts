import { Injectable } from '@nestjs/common';
import type { Asked } from '../http/asked.js';
import { type Counted, counted, countedTo } from './counted.js';
import { NextLinks } from './next-links.js';
import type { Expanded, Shape } from './plan/shape.js';
import { leastWritten, mostWritten } from './plan/written.js';
import { invalid, limits } from './query/limits.js';
import { type Found, type Owners, roomless, type Row, Rows } from './rows.js';
import { ownerName } from './sql/within-bytes.js';

/** A row with what its expanded links lead to, by their names. */
export interface Loaded {
  readonly row: Row;
  readonly links: ReadonlyMap<string, Members>;
}

/** What a link leads to from one row. */
export interface Members extends Counted {
  readonly members: readonly Loaded[];
  /** How they are written, where the link leads to entities of several kinds. */
  readonly shape?: Shape;
  readonly nextLink?: string;
}

/** For whom links are followed, and how many entities and bytes of documents may still be written. */
interface Errand {
  readonly asked: Asked;
  room: number;
  bytes: number;
}

/** A row, and how often it is written: once for each path that leads to it. */
interface Written {
  readonly row: Row;
  readonly times: number;
}

/** A link on the way, the rows that it is followed from, and the room that is kept for what follows later. */
interface Step {
  readonly expanded: Expanded;
  readonly rows: readonly Written[];
  readonly owners: Owners;
  readonly kept: number;
}

/**
 * Follows the links that were asked for: a statement or two for each, however many rows there are.
 *
 * Entities are counted as they are written, not as they are read. Each collection shows as many members as leave room for what
 * follows, one at least: `refuseWhenTooMany` has seen to it that this much fits.
 */
@Injectable()
export class Expansions {
  constructor(
    private readonly rows: Rows,
    private readonly links: NextLinks,
  ) {}

  follow(shape: Shape, rows: readonly Row[], asked: Asked): Promise<Loaded[]> {
    const written = rows.map((row) => ({ row, times: 1 }));
    return this.loaded(shape, written, {
      asked,
      room: mostWritten(shape) - rows.length,
      bytes: limits.expandedBytes,
    });
  }

  private async loaded(shape: Shape, rows: readonly Written[], errand: Errand, kept = 0): Promise<Loaded[]> {
    const links = rows.map(() => new Map<string, Members>());
    const all = rows.reduce((sum, { times }) => sum + times, 0);
    for (const [at, expanded] of shape.expanded.entries()) {
      const later = shape.expanded.slice(at + 1).reduce((sum, { reading }) => sum + leastWritten(reading.shape), 0);
      const step = { expanded, rows, owners: ownersOf(expanded, rows), kept: kept + all * later };
      const found = expanded.many ? await this.collections(step, shape, errand) : await this.entities(step, errand);
      found.forEach((members, place) => links[place]?.set(expanded.name, members));
    }
    return rows.map(({ row }, at) => ({ row, links: links[at] ?? new Map<string, Members>() }));
  }

  private async entities(step: Step, errand: Errand): Promise<Members[]> {
    const { expanded, rows, owners } = step;
    if (expanded.others) return this.ofSeveralKinds(step, errand);
    const found = paid(step, await this.rows.onesOf(expanded, owners, errand.bytes), errand);
    const loaded = await this.onward(step, found, errand);
    return rows.map(({ row }) => ({ members: loaded.get(row[expanded.tie[0]]) ?? [] }));
  }

  /** A statement for each kind; each row leads to one entity of one of them. */
  private async ofSeveralKinds({ expanded, rows, kept }: Step, errand: Errand): Promise<Members[]> {
    const { others = [], ...first } = expanded;
    const found: Members[][] = [];
    for (const way of [first, ...others]) {
      const one = { ...first, ...way };
      const members = await this.entities({ expanded: one, rows, owners: ownersOf(one, rows), kept }, errand);
      found.push(members.map((each) => ({ ...each, shape: way.reading.shape })));
    }
    return rows.map((_, at) => found.map((kind) => kind[at]).find((one) => one?.members.length) ?? { members: [] });
  }

  private async collections(step: Step, { resource }: Shape, errand: Errand): Promise<Members[]> {
    const { expanded, rows, owners } = step;
    const { options, tie } = expanded;
    const take = sizeFor(step, errand);
    const slice = { take: take + 1, skip: options.skip, bytes: errand.bytes };
    const found = paid(step, await this.rows.membersOf(expanded, owners, slice), errand);
    const most = countedTo(errand.asked);
    const counts = options.count ? await this.rows.countsOf(expanded, [...owners.keys()], most) : undefined;
    const groups = Map.groupBy(found, (row) => row[ownerName]);
    const shown = [...groups.values()].flatMap((group) => group.slice(0, take));
    const loaded = await this.onward(step, shown, errand);
    return Promise.all(
      rows.map(async ({ row }): Promise<Members> => {
        const members = loaded.get(row[tie[0]]) ?? [];
        const theirs = groups.get(row[tie[0]]) ?? [];
        const owner = { resource, row, asked: errand.asked };
        const isCut = roomless(theirs) > members.length;
        const nextLink = isCut ? await this.links.behindMembers(members, expanded, owner) : undefined;
        if (nextLink === undefined && members.length < take && isCut) throw tooLarge(expanded);
        return { members, ...(counts && counted(counts(row[tie[0]]), errand.asked)), nextLink };
      }),
    );
  }

  /** The rows that were found, with what their own links lead to, by the owners that show them. */
  private async onward({ expanded, owners, kept }: Step, found: readonly Row[], errand: Errand) {
    const written = found.map((row) => ({ row, times: owners.get(String(row[ownerName])) ?? 0 }));
    errand.room -= written.reduce((sum, { times }) => sum + times, 0);
    const loaded = await this.loaded(expanded.reading.shape, written, errand, kept);
    return Map.groupBy(loaded, ({ row }) => row[ownerName]);
  }
}

function ownersOf({ tie: [field] }: Expanded, rows: readonly Written[]): Map<string, number> {
  const owners = new Map<string, number>();
  for (const { row, times } of rows) {
    const owner = row[field];
    if (typeof owner === 'string') owners.set(owner, (owners.get(owner) ?? 0) + times);
  }
  return owners;
}

/** How many members of each owner are shown: as many as were asked for, fewer where all of them together would be too many. */
function sizeFor({ expanded: { options, reading }, owners, kept }: Step, { room }: Errand): number {
  const each = [...owners.values()].reduce((sum, times) => sum + times, 0) * leastWritten(reading.shape);
  const share = Math.floor((room - kept) / Math.max(each, 1));
  return Math.max(1, Math.min(options.top ?? limits.expandedItems, limits.expandedItems, share));
}

/** The rows that were found, where what they take is still there to be spent. */
function paid({ expanded }: Step, { rows, bytes, leavesOut }: Found, errand: Errand): readonly Row[] {
  if (leavesOut || bytes > errand.bytes) throw tooLarge(expanded);
  errand.bytes -= bytes;
  return rows;
}

const tooLarge = ({ name }: Expanded) =>
  invalid(
    `What '$expand' leads to is more than ${limits.expandedBytes / 2 ** 20} MB at '${name}': select fewer of its members, as in '${name}($select=id)', or ask for a smaller '$top'.`,
  );
