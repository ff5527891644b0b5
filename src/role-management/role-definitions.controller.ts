import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Permitted } from '../platform/auth/permissions.js';
import { type Asked, AskedFor } from '../platform/http/asked.js';
import { Chapter } from '../platform/http/chapter.js';
import { idOf } from '../platform/http/id-of.js';
import { AnswersMany, AnswersOne } from '../platform/odata/answering.js';
import type { EntityAnswer } from '../platform/odata/entity-answer.js';
import { GetQuery } from '../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../platform/odata/list.query.js';
import { roleDefinitions } from './role-definitions.resource.js';

@Chapter('Role definitions', 'The roles that somebody can be given: everywhere, or in one catalog.')
@Controller('roleManagement/entitlementManagement/roleDefinitions')
export class RoleDefinitionsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Permitted('roleDefinitions.read')
  @AnswersMany(roleDefinitions)
  list(@AskedFor() asked: Asked): Promise<Answer> {
    return this.queries.execute(new ListQuery(roleDefinitions, asked));
  }

  @Get(':id')
  @Permitted('roleDefinitions.read')
  @AnswersOne(roleDefinitions)
  get(@AskedFor() asked: Asked, @Param('id') id: string): Promise<EntityAnswer> {
    return this.queries.execute(new GetQuery(roleDefinitions, asked, { id: idOf(id, 'role definition') }));
  }
}
