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
import { CatalogBody, CatalogChangesBody } from './catalogs.body.js';
import { CatalogEntity } from './catalogs.entity.js';
import { catalogs } from './catalogs.resource.js';
import { CreateCatalogCommand } from './commands/create-catalog.js';
import { DeleteCatalogCommand } from './commands/delete-catalog.js';
import { UpdateCatalogCommand } from './commands/update-catalog.js';

@Chapter('Catalogs', 'What access packages are kept in.')
@Controller('identityGovernance/entitlementManagement/catalogs')
export class CatalogsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Permitted('entitlements.read')
  @AnswersMany(catalogs)
  list(@AskedFor() asked: Asked): Promise<Answer> {
    return this.queries.execute(new ListQuery(catalogs, asked));
  }

  @Get(':id')
  @Permitted('entitlements.read')
  @AnswersOne(catalogs)
  get(@AskedFor() asked: Asked, @Param('id') id: string): Promise<EntityAnswer> {
    return this.queries.execute(new GetQuery(catalogs, asked, { id: idOf(id, 'catalog') }));
  }

  @Post()
  @Permitted('catalogs.create')
  @AnswersOne(catalogs)
  async create(
    @AskedFor() asked: Asked,
    @Body() body: CatalogBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntityAnswer> {
    const command = new CreateCatalogCommand(asked.caller, valuesIn(CatalogEntity, body));
    return created(reply, asked, catalogs, await this.commands.execute(command));
  }

  @Patch(':id')
  @HttpCode(204)
  @Permitted('catalogs.write')
  @HonoursIfMatch(catalogs)
  async update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: CatalogChangesBody,
  ): Promise<void> {
    refuseOtherId(body, id);
    const changes = changesIn(CatalogEntity, body);
    await this.commands.execute(new UpdateCatalogCommand(caller, idOf(id, 'catalog'), changes));
  }

  @Delete(':id')
  @HttpCode(204)
  @Permitted('catalogs.write')
  @HonoursIfMatch(catalogs)
  delete(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    return this.commands.execute(new DeleteCatalogCommand(caller, idOf(id, 'catalog')));
  }
}
