import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentCaller } from '../../platform/auth/caller.js';
import { Permitted } from '../../platform/auth/permissions.js';
import { type Asked, AskedFor } from '../../platform/http/asked.js';
import { changed, created } from '../../platform/odata/created.js';
import { idOf, refuseOtherId } from '../../platform/http/id-of.js';
import { HonoursIfMatch } from '../../platform/odata/preconditions.js';
import type { EntityAnswer } from '../../platform/odata/entity-answer.js';
import { GetQuery } from '../../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../../platform/odata/list.query.js';
import { AnswersMany, AnswersOne } from '../../platform/odata/answering.js';
import { Chapter } from '../../platform/http/chapter.js';
import { CreateConnectedOrganizationCommand } from './commands/create-connected-organization.js';
import { DeleteConnectedOrganizationCommand } from './commands/delete-connected-organization.js';
import { UpdateConnectedOrganizationCommand } from './commands/update-connected-organization.js';
import {
  boundSponsors,
  changesOf,
  ConnectedOrganizationBody,
  ConnectedOrganizationChangesBody,
  valuesOf,
} from './connected-organizations.body.js';
import { connectedOrganizations } from './connected-organizations.resource.js';

@Chapter('Connected organizations', 'Where people from outside come from.')
@Controller('identityGovernance/entitlementManagement/connectedOrganizations')
export class ConnectedOrganizationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Permitted('entitlements.read')
  @AnswersMany(connectedOrganizations)
  list(@AskedFor() asked: Asked): Promise<Answer> {
    return this.queries.execute(new ListQuery(connectedOrganizations, asked));
  }

  @Get(':id')
  @Permitted('entitlements.read')
  @AnswersOne(connectedOrganizations)
  get(@AskedFor() asked: Asked, @Param('id') id: string): Promise<EntityAnswer> {
    return this.queries.execute(
      new GetQuery(connectedOrganizations, asked, { id: idOf(id, 'connected organization') }),
    );
  }

  @Post()
  @Permitted('entitlements.write')
  @AnswersOne(connectedOrganizations)
  async create(
    @AskedFor() asked: Asked,
    @Body() body: ConnectedOrganizationBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntityAnswer> {
    const command = new CreateConnectedOrganizationCommand(asked.caller, valuesOf(body), boundSponsors(body));
    return created(reply, asked, connectedOrganizations, await this.commands.execute(command));
  }

  /** Graph answers 202 with the entity, here alone. */
  @Patch(':id')
  @HttpCode(202)
  @Permitted('entitlements.write')
  @HonoursIfMatch(connectedOrganizations)
  @AnswersOne(connectedOrganizations)
  async update(
    @AskedFor() asked: Asked,
    @Param('id') id: string,
    @Body() body: ConnectedOrganizationChangesBody,
  ): Promise<EntityAnswer> {
    refuseOtherId(body, id);
    const organizationId = idOf(id, 'connected organization');
    const command = new UpdateConnectedOrganizationCommand(asked.caller, organizationId, changesOf(body));
    return changed(asked, connectedOrganizations, await this.commands.execute(command));
  }

  @Delete(':id')
  @HttpCode(204)
  @Permitted('entitlements.write')
  @HonoursIfMatch(connectedOrganizations)
  delete(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    return this.commands.execute(new DeleteConnectedOrganizationCommand(caller, idOf(id, 'connected organization')));
  }
}
