import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import type { Asked } from '../http/asked.js';
import { countAlone, counted, countedTo } from './counted.js';
import { inDialect } from './dialect.js';
import { Expansions } from './expansions.js';
import { type Answer, ListQuery } from './list.query.js';
import { NextLinks } from './next-links.js';
import { behind } from './plan/keyset.js';
import { type Reading, readingOf, settingOf } from './plan/shape.js';
import { SkipTokens } from './plan/skip-tokens.js';
import { refuseWhenTooMany, showsCollections } from './plan/written.js';
import { limits } from './query/limits.js';
import { optionTexts } from './query/option-texts.js';
import { onCollections, readOptions } from './query/options.js';
import type { QueryOptions } from './query/tree.js';
import { shapedPage } from './render.js';
import { ResourceRegistry } from './resource-registry.js';
import { roomless, Rows } from './rows.js';
import type { Sql } from './sql/sql.js';
import { whereOf } from './sql/where.js';

type Texts = ReadonlyMap<string, string>;

/** Answers a page of a collection and where the next one is, or how many entities there are. */
@QueryHandler(ListQuery)
export class ListQueryHandler implements IQueryHandler<ListQuery> {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly tokens: SkipTokens,
    private readonly rows: Rows,
    private readonly expansions: Expansions,
    private readonly links: NextLinks,
  ) {}

  async execute({ resource: declared, asked, within }: ListQuery): Promise<Answer> {
    const resource = inDialect(declared, asked.dialect);
    const texts = optionTexts(asked.query);
    const options = readOptions(texts, onCollections);
    const reading = readingOf(resource, options, settingOf(asked, this.registry));
    const where = [whereOf(within, reading.source)];
    const onward = await this.onward(options, reading, { asked, texts });
    const most = countedTo(asked);
    if (asked.counts) return { '@odata.count': countAlone(await this.rows.count(reading, where, most), asked) };
    const size = sizeOf(options, reading, asked);
    refuseWhenTooMany(reading.shape, size);
    const [found, count] = await Promise.all([
      this.rows.page(reading, {
        ...{ where: [...where, ...onward], skip: options.skip, bytes: limits.pageBytes },
        take: size + 1, // one more tells whether there is a next page
      }),
      options.count ? this.rows.count(reading, where, most) : undefined,
    ]);
    const page = found.slice(0, size);
    const last = roomless(found) > page.length ? page.at(-1) : undefined;
    const nextLink = last && (await this.links.behind(last, reading, asked, sized(texts, size, asked)));
    return shapedPage(reading.shape, await this.expansions.follow(reading.shape, page, asked), asked.base, {
      ...(count === undefined ? {} : counted(count, asked)),
      nextLink,
    });
  }

  private async onward(
    { skiptoken }: QueryOptions,
    { keys }: Reading,
    walk: { asked: Asked; texts: Texts },
  ): Promise<Sql[]> {
    return skiptoken === undefined ? [] : [behind(await this.tokens.read(skiptoken, walk), keys)];
  }
}

/** How many rows go out at once; entities with whole collections in them are fewer. */
function sizeOf({ top }: QueryOptions, { shape }: Reading, { pageSize }: Asked): number {
  const most = showsCollections(shape) ? limits.pageSize : limits.largestPage;
  pageSize?.granted();
  return Math.min(top ?? pageSize?.most ?? limits.pageSize, pageSize?.most ?? most, most);
}

/** The options for the next page, which is as large as this one without the header that asked for it. */
const sized = (texts: Texts, size: number, { pageSize }: Asked): Texts =>
  pageSize === undefined ? texts : new Map([...texts, ['top', String(size)]]);
