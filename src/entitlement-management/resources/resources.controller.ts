import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../../platform/auth/caller.js';
import { Permitted } from '../../platform/auth/permissions.js';
import { type Asked, AskedFor } from '../../platform/http/asked.js';
import { Chapter } from '../../platform/http/chapter.js';
import { idOf } from '../../platform/http/id-of.js';
import { AnswersMany, AnswersOne } from '../../platform/odata/answering.js';
import type { EntityAnswer } from '../../platform/odata/entity-answer.js';
import { GetQuery } from '../../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../../platform/odata/list.query.js';
import { RefreshResourceCommand } from './commands/refresh-resource.js';
import { resourceRoles, resources, resourceScopes } from './resources.resource.js';

@Chapter('Resources', 'What packages give: groups and applications, and their roles.')
@Controller('identityGovernance/entitlementManagement/resources')
export class ResourcesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Permitted('entitlements.read')
  @AnswersMany(resources)
  list(@AskedFor() asked: Asked): Promise<Answer> {
    return this.queries.execute(new ListQuery(resources, asked));
  }

  @Get(':id')
  @Permitted('entitlements.read')
  @AnswersOne(resources)
  get(@AskedFor() asked: Asked, @Param('id') id: string): Promise<EntityAnswer> {
    return this.queries.execute(new GetQuery(resources, asked, { id: idOf(id, 'resource') }));
  }

  @Get(':id/roles')
  @Permitted('entitlements.read')
  @AnswersMany(resourceRoles)
  async listRoles(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    return this.queries.execute(new ListQuery(resourceRoles, asked, { resourceId: await this.existing(asked, id) }));
  }

  @Get(':id/scopes')
  @Permitted('entitlements.read')
  @AnswersMany(resourceScopes)
  async listScopes(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    return this.queries.execute(new ListQuery(resourceScopes, asked, { resourceId: await this.existing(asked, id) }));
  }

  @Post(':id/refresh')
  @HttpCode(200)
  @ApiOperation({ summary: 'Read a resource anew from its system' })
  @Permitted('resources.write')
  refresh(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    return this.commands.execute(new RefreshResourceCommand(caller, idOf(id, 'resource')));
  }

  /** The id of a resource that the caller may see. */
  private async existing(asked: Asked, id: string): Promise<string> {
    const found = idOf(id, 'resource');
    await this.queries.execute(new GetQuery(resources, { ...asked, query: '' }, { id: found }));
    return found;
  }
}
