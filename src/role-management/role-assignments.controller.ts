import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { Permitted } from '../platform/auth/permissions.js';
import { type Asked, AskedFor } from '../platform/http/asked.js';
import { Chapter } from '../platform/http/chapter.js';
import { idOf } from '../platform/http/id-of.js';
import { AnswersMany, AnswersOne } from '../platform/odata/answering.js';
import { created } from '../platform/odata/created.js';
import type { EntityAnswer } from '../platform/odata/entity-answer.js';
import { GetQuery } from '../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../platform/odata/list.query.js';
import { HonoursIfMatch } from '../platform/odata/preconditions.js';
import { ResourceRegistry } from '../platform/odata/resource-registry.js';
import { catalogIn } from './app-scope.js';
import { CreateRoleAssignmentCommand } from './commands/create-role-assignment.js';
import { DeleteRoleAssignmentCommand } from './commands/delete-role-assignment.js';
import { RoleAssignmentBody } from './role-assignments.body.js';
import { roleAssignments } from './role-assignments.resource.js';
import { mayNameRolesIn } from '../graph/index.js';
import { requireNaming } from './naming.js';

@Chapter('Role assignments', 'Who holds which role of entitlement management: everywhere, or in one catalog.')
@Controller('roleManagement/entitlementManagement/roleAssignments')
export class RoleAssignmentsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly registry: ResourceRegistry,
  ) {}

  @Get()
  @Permitted('roleAssignments.read')
  @AnswersMany(roleAssignments)
  list(@AskedFor() asked: Asked): Promise<Answer> {
    return this.queries.execute(new ListQuery(roleAssignments, asked));
  }

  @Get(':id')
  @Permitted('roleAssignments.read')
  @AnswersOne(roleAssignments)
  get(@AskedFor() asked: Asked, @Param('id') id: string): Promise<EntityAnswer> {
    return this.queries.execute(new GetQuery(roleAssignments, asked, { id: idOf(id, 'role assignment') }));
  }

  @Post()
  @Permitted('roleAssignments.write')
  @AnswersOne(roleAssignments)
  async create(
    @AskedFor() asked: Asked,
    @Body() body: RoleAssignmentBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntityAnswer> {
    const { principalId, roleDefinitionId } = body;
    const catalogId = catalogIn(body.appScopeId) ?? null;
    await this.requireNaming(asked, catalogId);
    const command = new CreateRoleAssignmentCommand(asked.caller, { principalId, roleDefinitionId, catalogId });
    return created(reply, asked, roleAssignments, await this.commands.execute(command));
  }

  @Delete(':id')
  @HttpCode(204)
  @Permitted('roleAssignments.write')
  @HonoursIfMatch(roleAssignments)
  async delete(@AskedFor() asked: Asked, @Param('id') address: string): Promise<void> {
    const id = idOf(address, 'role assignment');
    const { body } = await this.queries.execute(new GetQuery(roleAssignments, { ...asked, query: '' }, { id }));
    requireNaming(asked.caller, catalogIn(String(body['appScopeId'])) ?? null);
    await this.commands.execute(new DeleteRoleAssignmentCommand(asked.caller, id));
  }

  /** A catalog that the caller cannot read is none; one that they can read and not manage is told to be. */
  private async requireNaming(asked: Asked, catalogId: string | null): Promise<void> {
    if (catalogId !== null && !mayNameRolesIn(asked.caller, catalogId)) {
      await this.queries.execute(
        new GetQuery(this.registry.named('catalogs'), { ...asked, query: '' }, { id: catalogId }),
      );
    }
    requireNaming(asked.caller, catalogId);
  }
}
