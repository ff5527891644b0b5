import { Injectable } from '@nestjs/common';
import type { Asked } from '../http/asked.js';
import { NextLinks } from './next-links.js';
import type { Expanded, Shape } from './plan/shape.js';
import { limits } from './query/limits.js';
import { ownerName, type Row, Rows } from './rows.js';

/** A row with what its expanded links lead to, by their names. */
export interface Loaded {
  readonly row: Row;
  readonly links: ReadonlyMap<string, Members>;
}

/** What a link leads to from one row. */
export interface Members {
  readonly members: readonly Loaded[];
  readonly count?: number;
  readonly nextLink?: string;
}

/** For whom links are followed, and how many members may still be read for them. */
interface Errand {
  readonly asked: Asked;
  room: number;
}

/** Follows the links that were asked for: a statement or two for each, however many rows there are. */
@Injectable()
export class Expansions {
  constructor(
    private readonly rows: Rows,
    private readonly links: NextLinks,
  ) {}

  follow(shape: Shape, rows: readonly Row[], asked: Asked): Promise<Loaded[]> {
    return this.loaded(shape, rows, { asked, room: limits.expandedRows });
  }

  private async loaded(shape: Shape, rows: readonly Row[], errand: Errand): Promise<Loaded[]> {
    const links = rows.map(() => new Map<string, Members>());
    for (const expanded of shape.expanded) {
      const found = expanded.many
        ? await this.collections(expanded, rows, shape, errand)
        : await this.entities(expanded, rows, errand);
      found.forEach((members, at) => links[at]?.set(expanded.name, members));
    }
    return rows.map((row, at) => ({ row, links: links[at] ?? new Map<string, Members>() }));
  }

  private async entities(expanded: Expanded, rows: readonly Row[], errand: Errand): Promise<Members[]> {
    const owners = ownersOf(expanded, rows);
    const found = await this.rows.onesOf(expanded, owners);
    const loaded = await this.loaded(expanded.reading.shape, found, errand);
    const byOwner = Map.groupBy(loaded, ({ row }) => row[ownerName]);
    return rows.map((row) => ({ members: byOwner.get(row[expanded.tie[0]]) ?? [] }));
  }

  private async collections(
    expanded: Expanded,
    rows: readonly Row[],
    { resource }: Shape,
    errand: Errand,
  ): Promise<Members[]> {
    const { options, reading, tie } = expanded;
    const owners = ownersOf(expanded, rows);
    const take = sizeFor(owners.length, options.top, errand);
    const found = await this.rows.membersOf(expanded, owners, { take: take + 1, skip: options.skip });
    const counts = options.count ? await this.rows.countsOf(expanded, owners) : undefined;
    const groups = Map.groupBy(found, (row) => row[ownerName]);
    const shown = [...groups.values()].flatMap((group) => group.slice(0, take));
    errand.room -= shown.length;
    const loaded = Map.groupBy(await this.loaded(reading.shape, shown, errand), ({ row }) => row[ownerName]);
    return Promise.all(
      rows.map(async (row): Promise<Members> => {
        const members = loaded.get(row[tie[0]]) ?? [];
        const isCut = (groups.get(row[tie[0]])?.length ?? 0) > take;
        const owner = { resource, row, asked: errand.asked };
        const nextLink = isCut ? await this.links.behindMembers(members, expanded, owner) : undefined;
        return { members, count: counts?.(row[tie[0]]), nextLink };
      }),
    );
  }
}

const ownersOf = ({ tie: [field] }: Expanded, rows: readonly Row[]): string[] => [
  ...new Set(rows.flatMap((row) => (typeof row[field] === 'string' ? [row[field]] : []))),
];

/** How many members of each owner are shown: as many as were asked for, fewer where all of them together would be too many. */
function sizeFor(owners: number, top: number = limits.expandedItems, { room }: Errand): number {
  const share = Math.floor(room / Math.max(owners, 1));
  return Math.max(1, Math.min(top, limits.expandedItems, share));
}
