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
import { catalogs } from '../catalogs/index.js';
import { RefreshResourceCommand } from './commands/refresh-resource.js';
import { resourceRoles, resources, resourceScopes } from './resources.resource.js';

/** The same resources as what catalogs hold. */
@Chapter('Resources', 'What packages give: groups and applications, and their roles.')
@Controller('identityGovernance/entitlementManagement/catalogs/:id')
export class ResourcesOfCatalogController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('resources')
  @Permitted('entitlements.read')
  @AnswersMany(resources)
  async list(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    return this.queries.execute(new ListQuery(resources, asked, { catalogId: await this.existing(asked, id) }));
  }

  @Get('resources/:resourceId')
  @Permitted('entitlements.read')
  @AnswersOne(resources)
  get(
    @AskedFor() asked: Asked,
    @Param('id') id: string,
    @Param('resourceId') resourceId: string,
  ): Promise<EntityAnswer> {
    const key = { catalogId: idOf(id, 'catalog'), id: idOf(resourceId, 'resource') };
    return this.queries.execute(new GetQuery(resources, asked, key));
  }

  @Post('resources/:resourceId/refresh')
  @HttpCode(200)
  @ApiOperation({ summary: 'Read a resource of a catalog anew from its system' })
  @Permitted('resources.write')
  refresh(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('resourceId') resourceId: string,
  ): Promise<void> {
    const [catalogId, wanted] = [idOf(id, 'catalog'), idOf(resourceId, 'resource')];
    return this.commands.execute(new RefreshResourceCommand(caller, wanted, catalogId));
  }

  @Get('resourceRoles')
  @ApiOperation({ summary: 'List the roles of the resources of a catalog' })
  @Permitted('entitlements.read')
  @AnswersMany(resourceRoles)
  async listRoles(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    const within = { resource: { catalogId: await this.existing(asked, id) } };
    return this.queries.execute(new ListQuery(resourceRoles, asked, within));
  }

  @Get('resourceScopes')
  @ApiOperation({ summary: 'List the scopes of the resources of a catalog' })
  @Permitted('entitlements.read')
  @AnswersMany(resourceScopes)
  async listScopes(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    const within = { resource: { catalogId: await this.existing(asked, id) } };
    return this.queries.execute(new ListQuery(resourceScopes, asked, within));
  }

  /** The id of a catalog that the caller may see. */
  private async existing(asked: Asked, id: string): Promise<string> {
    const found = idOf(id, 'catalog');
    await this.queries.execute(new GetQuery(catalogs, { ...asked, query: '' }, { id: found }));
    return found;
  }
}
