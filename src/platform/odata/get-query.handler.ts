import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DomainError } from '../errors/domain-error.js';
import { inDialect } from './dialect.js';
import { GetQuery } from './get.query.js';
import type { Answer } from './list.query.js';
import { includeOf, shapeOf } from './plan/shape.js';
import { isGuid } from './query/lexer.js';
import { optionTexts } from './query/option-texts.js';
import { onEntities, readOptions } from './query/options.js';
import { shapedEntity } from './render.js';
import { ResourceRegistry } from './resource-registry.js';
import type { Resource } from './resource.js';
import { Rows } from './rows.js';

type Key = GetQuery['key'];

/** Answers one entity, or that there is none that the caller may see. */
@QueryHandler(GetQuery)
export class GetQueryHandler implements IQueryHandler<GetQuery> {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly rows: Rows,
  ) {}

  async execute({ resource: declared, asked, key }: GetQuery): Promise<Answer> {
    const { caller, base, query, dialect } = asked;
    const resource = inDialect(declared, dialect);
    const options = readOptions(optionTexts(query), onEntities);
    const shape = shapeOf(resource, options, { registry: this.registry.in(dialect), caller });
    const found = isPossible(resource, key)
      ? await this.rows.find(resource, {
          where: { AND: [{ tenantId: { equals: caller.tenantId } }, resource.visibleTo(caller), whereKey(key)] },
          include: includeOf(shape),
          orderBy: [],
          take: 1,
        })
      : [];
    const [row] = found;
    if (!row) throw new DomainError('ResourceNotFound', `No ${resource.entityType} has this id: check the id.`);
    return shapedEntity(shape, row, base);
  }
}

const whereKey = (key: Key): object =>
  Object.fromEntries(Object.entries(key).map(([column, value]) => [column, { equals: value }]));

/** False for ids that no row can have; they never reach the database. */
const isPossible = (resource: Resource, key: Key): boolean =>
  Object.values(resource.fields).every(({ kind, column }) => {
    const asked = column === undefined ? undefined : key[column];
    return asked === undefined || kind.edm !== 'Edm.Guid' || isGuid(asked);
  });
