import { type IQueryHandler, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { requireForLink } from '../auth/permission-refusal.js';
import { DomainError } from '../errors/domain-error.js';
import { inDialect } from './dialect.js';
import { Expansions } from './expansions.js';
import { GetQuery } from './get.query.js';
import { LinkedQuery } from './linked.query.js';
import type { EntityAnswer } from './entity-answer.js';
import { entryNamed } from './plan/place.js';
import { readingOf, settingOf } from './plan/shape.js';
import type { QueryOptions } from './query/tree.js';
import { ResourceRegistry } from './resource-registry.js';
import type { Resource } from './resource.js';
import { Rows } from './rows.js';
import { whereOf } from './sql/where.js';

/** Reads by its owner's address what a link leads to: which one it is, then that one as by its own address. */
@QueryHandler(LinkedQuery)
export class LinkedQueryHandler implements IQueryHandler<LinkedQuery> {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly rows: Rows,
    private readonly expansions: Expansions,
    private readonly queries: QueryBus,
  ) {}

  async execute({ owner: declaredOwner, link, asked, id }: LinkedQuery): Promise<EntityAnswer> {
    const owner = inDialect(declaredOwner, asked.dialect);
    const registry = this.registry.in(asked.dialect);
    const found = entryNamed(owner.links, link);
    if (!found) throw new Error(`'${owner.name}' has no link '${link}'.`);
    requireForLink(asked.caller, owner.readBy, found[0]);
    const target = registry.behind(owner, found, asked.caller);
    const linked = await this.idBehind({ owner, name: found[0], asked, id });
    return this.queries.execute(new GetQuery(linked.kind ?? target, asked, { id: linked.id }));
  }

  /** Which entity it is, and of which kind, where the link leads to several. */
  private async idBehind({ owner, name, asked, id }: Way): Promise<{ readonly id: string; readonly kind?: Resource }> {
    const reading = readingOf(owner, following(name), settingOf(asked, this.registry));
    const rows = await this.rows.one(reading, whereOf({ id }, reading.source));
    const [entity] = await this.expansions.follow(reading.shape, rows, asked);
    if (!entity) throw new DomainError('ResourceNotFound', `No ${owner.entityType} has this id: check the id.`);
    const { members, shape } = entity.links.get(name) ?? { members: [] };
    const linked = members[0]?.row['id'];
    if (typeof linked === 'string') return { id: linked, ...(shape && { kind: shape.resource }) };
    throw new DomainError('ResourceNotFound', `This ${owner.entityType} has no '${name}', or none that you may see.`);
  }
}

interface Way extends Pick<LinkedQuery, 'owner' | 'asked' | 'id'> {
  readonly name: string;
}

/** As little of the owner and of what the link leads to as can be read. */
const following = (name: string): QueryOptions => ({
  select: ['id'],
  expand: [{ name, options: { select: ['id'] }, texts: new Map() }],
});
