import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentCaller } from '../../platform/auth/caller.js';
import { Permitted } from '../../platform/auth/permissions.js';
import { changesIn, valuesIn } from '../../platform/entities/values.js';
import { type Asked, AskedFor } from '../../platform/http/asked.js';
import { created } from '../../platform/odata/created.js';
import { idOf, refuseOtherId } from '../../platform/http/id-of.js';
import { HonoursIfMatch } from '../../platform/odata/preconditions.js';
import type { EntityAnswer } from '../../platform/odata/entity-answer.js';
import { GetQuery } from '../../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../../platform/odata/list.query.js';
import { AnswersMany, AnswersOne } from '../../platform/odata/answering.js';
import { Chapter } from '../../platform/http/chapter.js';
import { catalogs } from '../catalogs/index.js';
import { AccessPackageBody, AccessPackageChangesBody } from './access-packages.body.js';
import { AccessPackageEntity } from './access-packages.entity.js';
import { accessPackages } from './access-packages.resource.js';
import { CreateAccessPackageCommand } from './commands/create-access-package.js';
import { DeleteAccessPackageCommand } from './commands/delete-access-package.js';
import { UpdateAccessPackageCommand } from './commands/update-access-package.js';

@Chapter('Access packages', 'What can be asked for and held.')
@Controller('identityGovernance/entitlementManagement')
export class AccessPackagesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('accessPackages')
  @Permitted('entitlements.read')
  @AnswersMany(accessPackages)
  list(@AskedFor() asked: Asked): Promise<Answer> {
    return this.queries.execute(new ListQuery(accessPackages, asked));
  }

  @Get('catalogs/:id/accessPackages')
  @Permitted('entitlements.read')
  @AnswersMany(accessPackages)
  async listInCatalog(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    await this.queries.execute(new GetQuery(catalogs, { ...asked, query: '' }, { id: idOf(id, 'catalog') }));
    return this.queries.execute(new ListQuery(accessPackages, asked, { catalogId: id.toLowerCase() }));
  }

  @Get('accessPackages/:id')
  @Permitted('entitlements.read')
  @AnswersOne(accessPackages)
  get(@AskedFor() asked: Asked, @Param('id') id: string): Promise<EntityAnswer> {
    return this.queries.execute(new GetQuery(accessPackages, asked, { id: idOf(id, 'access package') }));
  }

  @Post('accessPackages')
  @Permitted('accessPackages.write')
  @AnswersOne(accessPackages)
  async create(
    @AskedFor() asked: Asked,
    @Body() body: AccessPackageBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntityAnswer> {
    const values = valuesIn(AccessPackageEntity, body);
    const command = new CreateAccessPackageCommand(asked.caller, body.catalog.id, values);
    return created(reply, asked, accessPackages, await this.commands.execute(command));
  }

  @Patch('accessPackages/:id')
  @HttpCode(204)
  @Permitted('accessPackages.write')
  @HonoursIfMatch(accessPackages)
  async update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: AccessPackageChangesBody,
  ): Promise<void> {
    refuseOtherId(body, id);
    const changes = { ...changesIn(AccessPackageEntity, body), catalogId: body.catalog?.id };
    await this.commands.execute(new UpdateAccessPackageCommand(caller, idOf(id, 'access package'), changes));
  }

  @Delete('accessPackages/:id')
  @HttpCode(204)
  @Permitted('accessPackages.write')
  @HonoursIfMatch(accessPackages)
  delete(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    return this.commands.execute(new DeleteAccessPackageCommand(caller, idOf(id, 'access package')));
  }
}
