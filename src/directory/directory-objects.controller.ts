import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { requirePermission } from '../platform/auth/permission-refusal.js';
import { isPermitted, Permitted } from '../platform/auth/permissions.js';
import type { Caller } from '../platform/auth/caller.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { type Asked, AskedFor } from '../platform/http/asked.js';
import { ChangesNothing } from '../platform/http/changes-nothing.js';
import { idOf } from '../platform/http/id-of.js';
import { ByIdsQuery } from '../platform/odata/by-ids.query.js';
import type { Answer } from '../platform/odata/list.query.js';
import { type Resource, sayingType } from '../platform/odata/resource.js';
import { AnswersObject } from '../platform/openapi/answers-object.js';
import { Chapter } from '../platform/http/chapter.js';
import { DirectoryObjectIdsBody } from './directory-objects.body.js';
import { groups } from './groups.resource.js';
import { servicePrincipals } from './service-principals.resource.js';
import { users } from './users.resource.js';

const kinds: readonly Resource[] = [users, groups, servicePrincipals].map(sayingType);

const text = { type: 'string' };
const object = {
  '@odata.type': { ...text, enum: kinds.map(({ entityType }) => `#microsoft.graph.${entityType}`) },
  id: { ...text, format: 'uuid' },
};
const someone = { '@odata.type': '#microsoft.graph.user', id: '0a000000-0000-4000-8000-000000000003' };
const context = 'https://entitlements.example.org/v1.0/$metadata#directoryObjects';

/** People, groups and applications by their ids alone; each kind is looked for only for those who may read it at its own address. */
@Chapter('Directory objects', 'People, groups and applications, by ids of which it is not known what they are.')
@Controller('directoryObjects')
export class DirectoryObjectsController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id')
  @Permitted('directoryObjects.read')
  @AnswersObject(
    'Get the user, group or service principal with an id',
    { '@odata.context': { ...text, format: 'uri' }, ...object },
    { '@odata.context': `${context}/$entity`, ...someone },
  )
  async get(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    const wanted = kinds.filter(({ readBy }) => isPermitted(asked.caller, readBy));
    const [found] = await this.queries.execute(new ByIdsQuery(wanted, asked, [idOf(id, 'directory object')]));
    if (!found)
      throw new DomainError('ResourceNotFound', 'There is no directory object with this id that you may read.');
    return { '@odata.context': `${asked.base}/$metadata#directoryObjects/$entity`, ...found };
  }

  @Post('getByIds')
  @ChangesNothing()
  @HttpCode(200)
  @Permitted('directoryObjects.read')
  @AnswersObject(
    'Get the users, groups and service principals with some ids',
    {
      '@odata.context': { ...text, format: 'uri' },
      value: { type: 'array', items: { type: 'object', required: ['@odata.type'], properties: object } },
    },
    { '@odata.context': context, value: [someone] },
  )
  async getByIds(@AskedFor() asked: Asked, @Body() { ids, types }: DirectoryObjectIdsBody): Promise<Answer> {
    const wanted = wantedOf(types ?? [], asked.caller);
    const value = await this.queries.execute(new ByIdsQuery(wanted, asked, ids));
    return { '@odata.context': `${asked.base}/$metadata#directoryObjects`, value };
  }
}

/** The kinds that are meant; one that is asked for by its name needs its permission, the others are left out without it. */
function wantedOf(types: readonly string[], caller: Caller): readonly Resource[] {
  if (types.length === 0 || types.includes('directoryObject')) {
    return kinds.filter(({ readBy }) => isPermitted(caller, readBy));
  }
  const named = kinds.filter(({ entityType }) => types.includes(entityType));
  for (const { entityType, readBy } of named) requirePermission(caller, readBy, `Reading a '${entityType}'`);
  return named;
}
