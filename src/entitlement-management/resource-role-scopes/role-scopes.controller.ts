import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentCaller } from '../../platform/auth/caller.js';
import { Permitted } from '../../platform/auth/permissions.js';
import { pathIn } from '../../platform/beta/paths.js';
import { isGuid } from '../../platform/edm/members.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { type Asked, AskedFor } from '../../platform/http/asked.js';
import { Chapter } from '../../platform/http/chapter.js';
import { idOf } from '../../platform/http/id-of.js';
import { AnswersMany, AnswersOne } from '../../platform/odata/answering.js';
import { changed } from '../../platform/odata/created.js';
import type { EntityAnswer } from '../../platform/odata/entity-answer.js';
import { GetQuery } from '../../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../../platform/odata/list.query.js';
import { accessPackages } from '../access-packages/index.js';
import { AddRoleScopeCommand } from './commands/add-role-scope.js';
import { RemoveRoleScopeCommand } from './commands/remove-role-scope.js';
import { ResourceRoleScopeBody } from './role-scopes.body.js';
import { resourceRoleScopes } from './role-scopes.resource.js';

@Chapter('What packages give', 'The roles that whoever has a package is given.')
@Controller('identityGovernance/entitlementManagement/accessPackages/:id/resourceRoleScopes')
export class RoleScopesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List the roles that an access package gives' })
  @Permitted('entitlements.read')
  @AnswersMany(resourceRoleScopes)
  async list(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    const accessPackageId = idOf(id, 'access package');
    await this.queries.execute(new GetQuery(accessPackages, { ...asked, query: '' }, { id: accessPackageId }));
    return this.queries.execute(new ListQuery(resourceRoleScopes, asked, { accessPackageId }));
  }

  @Get(':roleScopeId')
  @Permitted('entitlements.read')
  @AnswersOne(resourceRoleScopes)
  get(
    @AskedFor() asked: Asked,
    @Param('id') id: string,
    @Param('roleScopeId') roleScopeId: string,
  ): Promise<EntityAnswer> {
    const key = { accessPackageId: idOf(id, 'access package'), id: roleScopeOf(roleScopeId) };
    return this.queries.execute(new GetQuery(resourceRoleScopes, asked, key));
  }

  @Post()
  @ApiOperation({
    summary: 'Have an access package give a role',
    description:
      "The role and its scope are of a resource of the package's catalog, named by their ids or by their origin.",
  })
  @Permitted('accessPackages.write')
  @AnswersOne(resourceRoleScopes)
  async create(
    @AskedFor() asked: Asked,
    @Param('id') id: string,
    @Body() body: ResourceRoleScopeBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntityAnswer> {
    const accessPackageId = idOf(id, 'access package');
    const row = await this.commands.execute(new AddRoleScopeCommand(asked.caller, accessPackageId, body.named()));
    const path = pathIn(asked.dialect, `${accessPackages.path}/${accessPackageId}/resourceRoleScopes`);
    void reply.header('location', `${asked.base}/${path}/${row.id}`);
    return changed(asked, resourceRoleScopes, row);
  }

  @Delete(':roleScopeId')
  @HttpCode(204)
  @Permitted('accessPackages.write')
  delete(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('roleScopeId') roleScopeId: string,
  ): Promise<void> {
    const command = new RemoveRoleScopeCommand(caller, idOf(id, 'access package'), roleScopeOf(roleScopeId));
    return this.commands.execute(command);
  }
}

/** The id of what a package gives, which is that of the role and that of the scope. */
function roleScopeOf(segment: string): string {
  const parts = segment.split('_');
  if (parts.length === 2 && parts.every(isGuid)) return segment.toLowerCase();
  throw new DomainError(
    'BadRequest',
    'The address names no resource role scope by its id: an id is a GUID, that of the role, then _ and that of the scope.',
  );
}
