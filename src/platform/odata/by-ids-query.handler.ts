import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { ByIdsQuery } from './by-ids.query.js';
import { inDialect } from './dialect.js';
import type { Answer } from './list.query.js';
import { requireSomewhere, selectedIn } from './plan/kinds.js';
import { readingOf, settingOf } from './plan/shape.js';
import { invalid, limits } from './query/limits.js';
import { optionTexts } from './query/option-texts.js';
import { byIds, readOptions } from './query/options.js';
import { entitiesOut } from './render.js';
import { ResourceRegistry } from './resource-registry.js';
import type { Resource } from './resource.js';
import { roomless, Rows } from './rows.js';
import { ids as idsParameter } from './sql/parameter.js';
import { sql } from './sql/sql.js';

/** Reads entities of several kinds in one statement for each kind. */
@QueryHandler(ByIdsQuery)
export class ByIdsQueryHandler implements IQueryHandler<ByIdsQuery> {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly rows: Rows,
  ) {}

  async execute({ kinds, asked, ids }: ByIdsQuery): Promise<Answer[]> {
    const { select } = readOptions(optionTexts(asked.query), byIds);
    const seen = kinds.map((kind) => inDialect(kind, asked.dialect));
    if (select) requireSomewhere(select, seen);
    const found: Answer[] = [];
    for (const kind of seen) found.push(...(await this.entitiesOf(kind, { asked, ids, select })));
    return found;
  }

  private async entitiesOf(kind: Resource, { asked, ids, select }: Wanted): Promise<Answer[]> {
    const reading = readingOf(
      kind,
      select ? { select: selectedIn(kind, select) } : {},
      settingOf(asked, this.registry),
    );
    const where = [sql`${reading.source.column('id')} = ANY(${idsParameter(ids)})`];
    const rows = await this.rows.page(reading, { where, take: ids.length, bytes: limits.pageBytes });
    if (roomless(rows) > rows.length) throw tooLarge();
    return entitiesOut(reading.shape, rows);
  }
}

interface Wanted extends Pick<ByIdsQuery, 'asked' | 'ids'> {
  readonly select: readonly string[] | undefined;
}

const tooLarge = () =>
  invalid(
    `What these ids name is more than ${limits.pageBytes / 2 ** 20} MB: ask for fewer of them, or select fewer members, as in '$select=id,displayName'.`,
  );
