import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DomainError } from '../errors/domain-error.js';
import { inDialect } from './dialect.js';
import { Expansions } from './expansions.js';
import { GetQuery } from './get.query.js';
import type { EntityAnswer } from './entity-answer.js';
import { readingOf, settingOf } from './plan/shape.js';
import { isGuid } from './query/lexer.js';
import { optionTexts } from './query/option-texts.js';
import { onEntities, readOptions } from './query/options.js';
import { shapedEntity } from './render.js';
import { ResourceRegistry } from './resource-registry.js';
import type { Resource } from './resource.js';
import { Rows } from './rows.js';
import { whereOf } from './sql/where.js';

/** Answers one entity, or that there is none that the caller may see. */
@QueryHandler(GetQuery)
export class GetQueryHandler implements IQueryHandler<GetQuery> {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly rows: Rows,
    private readonly expansions: Expansions,
  ) {}

  async execute({ resource: declared, asked, key }: GetQuery): Promise<EntityAnswer> {
    const { base, query, dialect } = asked;
    const resource = inDialect(declared, dialect);
    const options = readOptions(optionTexts(query), onEntities);
    const reading = readingOf(resource, options, settingOf(asked, this.registry));
    const found = isPossible(resource, key) ? await this.rows.one(reading, whereOf(key, reading.source)) : [];
    const [entity] = await this.expansions.follow(reading.shape, found, asked);
    if (!entity) throw new DomainError('ResourceNotFound', `No ${resource.entityType} has this id: check the id.`);
    return shapedEntity(reading.shape, entity, base);
  }
}

/** False for ids that no row can have; they never reach the database. */
const isPossible = (resource: Resource, key: GetQuery['key']): boolean =>
  Object.values(resource.fields).every(({ kind, column }) => {
    const asked = column === undefined ? undefined : key[column];
    return asked === undefined || kind.edm !== 'Edm.Guid' || isGuid(asked);
  });
