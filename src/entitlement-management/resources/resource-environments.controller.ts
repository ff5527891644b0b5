import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation } from '@nestjs/swagger';
import { Permitted } from '../../platform/auth/permissions.js';
import { type Asked, AskedFor } from '../../platform/http/asked.js';
import { Chapter } from '../../platform/http/chapter.js';
import { idOf } from '../../platform/http/id-of.js';
import { AnswersMany, AnswersOne } from '../../platform/odata/answering.js';
import type { EntityAnswer } from '../../platform/odata/entity-answer.js';
import { GetQuery } from '../../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../../platform/odata/list.query.js';
import { resourceEnvironments, resources } from './resources.resource.js';

@Chapter('Resources', 'What packages give: groups and applications, and their roles.')
@Controller('identityGovernance/entitlementManagement/resourceEnvironments')
export class ResourceEnvironmentsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: 'List where resources may be', description: 'In the directory, or in an outside system.' })
  @Permitted('entitlements.read')
  @AnswersMany(resourceEnvironments)
  list(@AskedFor() asked: Asked): Promise<Answer> {
    return this.queries.execute(new ListQuery(resourceEnvironments, asked));
  }

  @Get(':id')
  @Permitted('entitlements.read')
  @AnswersOne(resourceEnvironments)
  get(@AskedFor() asked: Asked, @Param('id') id: string): Promise<EntityAnswer> {
    return this.queries.execute(new GetQuery(resourceEnvironments, asked, { id: idOf(id, 'environment') }));
  }

  @Get(':id/resources')
  @ApiOperation({ summary: 'List the resources in an environment' })
  @Permitted('entitlements.read')
  @AnswersMany(resources)
  async listResources(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    const environmentId = idOf(id, 'environment');
    await this.queries.execute(new GetQuery(resourceEnvironments, { ...asked, query: '' }, { id: environmentId }));
    return this.queries.execute(new ListQuery(resources, asked, { environmentId }));
  }
}
