import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { pathIn } from '../beta/paths.js';
import type { Asked } from '../http/asked.js';
import { inDialect } from './dialect.js';
import { type Answer, ListQuery } from './list.query.js';
import { filterOf } from './plan/filter.js';
import { behind, placeOf } from './plan/keyset.js';
import { membersOf } from './plan/members.js';
import { orderByOf, type OrderKey, orderOf } from './plan/order.js';
import { includeOf, shapeOf } from './plan/shape.js';
import { SkipTokens, type Walk } from './plan/skip-tokens.js';
import { limits } from './query/limits.js';
import { optionTexts } from './query/option-texts.js';
import { onCollections, readOptions } from './query/options.js';
import { shapedPage } from './render.js';
import { ResourceRegistry } from './resource-registry.js';
import { type Row, Rows } from './rows.js';

/** Answers a page of a collection, and where the next one is. */
@QueryHandler(ListQuery)
export class ListQueryHandler implements IQueryHandler<ListQuery> {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly tokens: SkipTokens,
    private readonly rows: Rows,
  ) {}

  async execute({ resource: declared, asked, within }: ListQuery): Promise<Answer> {
    const { caller, base, query, dialect } = asked;
    const resource = inDialect(declared, dialect);
    const registry = this.registry.in(dialect);
    const texts = optionTexts(query);
    const options = readOptions(texts, onCollections);
    const shape = shapeOf(resource, options, { registry, caller });
    const find = membersOf(resource, registry);
    const keys = orderOf(options.orderby ?? [], resource, find);
    const walk = { asked, texts, keys };
    const filtered = options.filter ? [filterOf(options.filter, find)] : [];
    const place = options.skiptoken === undefined ? undefined : await this.tokens.read(options.skiptoken, walk);
    const onward = place ? [behind(place, keys)] : [];
    const size = options.top ?? limits.pageSize;
    const found = await this.rows.find(resource, {
      where: {
        AND: [{ tenantId: { equals: caller.tenantId } }, resource.visibleTo(caller), within, ...filtered, ...onward],
      },
      include: withKeys(includeOf(shape), keys),
      orderBy: orderByOf(keys),
      take: size + 1, // one more than asked tells whether there is a next page
    });
    const page = found.slice(0, size);
    return shapedPage(shape, page, base, found.length > size ? await this.nextLink(page, walk) : undefined);
  }

  private async nextLink(page: readonly Row[], walk: Walk): Promise<string | undefined> {
    const last = page.at(-1);
    return last && linkTo(walk.asked, walk.texts, await this.tokens.write(placeOf(last, walk.keys), walk));
  }
}

/** Loads what the order is by, where it stands behind a link. */
function withKeys(include: Record<string, unknown>, keys: readonly OrderKey[]): Record<string, unknown> {
  const relations = keys.flatMap(({ member }) => (member.relation === undefined ? [] : [member.relation]));
  return { ...Object.fromEntries(relations.map((relation) => [relation, true])), ...include };
}

function linkTo({ base, path, dialect }: Asked, texts: ReadonlyMap<string, string>, token: string): string {
  const others = [...texts].filter(([name]) => name !== 'skiptoken');
  const options = [...others, ['skiptoken', token] as const].map(
    ([name, text]) => `$${name}=${encodeURIComponent(text)}`,
  );
  return `${base}${pathIn(dialect, path)}?${options.join('&')}`;
}
