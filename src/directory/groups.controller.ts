import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentCaller } from '../platform/auth/caller.js';
import { Permitted } from '../platform/auth/permissions.js';
import { changesIn, valuesIn } from '../platform/entities/values.js';
import { type Asked, AskedFor } from '../platform/http/asked.js';
import { created } from '../platform/odata/created.js';
import { idOf, refuseOtherId } from '../platform/http/id-of.js';
import { HonoursIfMatch } from '../platform/odata/preconditions.js';
import type { EntityAnswer } from '../platform/odata/entity-answer.js';
import { GetQuery } from '../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../platform/odata/list.query.js';
import { sayingType } from '../platform/odata/resource.js';
import { AnswersMany, AnswersOne } from '../platform/odata/answering.js';
import { Chapter } from '../platform/http/chapter.js';
import { CreateGroupCommand } from './commands/create-group.js';
import { DeleteGroupCommand } from './commands/delete-group.js';
import { RemoveMemberCommand } from './commands/remove-member.js';
import { UpdateGroupCommand } from './commands/update-group.js';
import {
  boundMembers,
  boundOwners,
  GroupBody,
  GroupChangesBody,
  MemberReferenceBody,
  referredMember,
} from './groups.body.js';
import { GroupEntity } from './groups.entity.js';
import { groups } from './groups.resource.js';
import { MembersOfGroupQuery } from './members-of-group.query.js';
import { users } from './users.resource.js';

@Chapter('Groups', "Groups of people, and of groups, in the server's own directory.")
@Controller('groups')
export class GroupsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Permitted('groups.read')
  @AnswersMany(groups)
  list(@AskedFor() asked: Asked): Promise<Answer> {
    return this.queries.execute(new ListQuery(groups, asked));
  }

  @Get(':id')
  @Permitted('groups.read')
  @AnswersOne(groups)
  get(@AskedFor() asked: Asked, @Param('id') id: string): Promise<EntityAnswer> {
    return this.queries.execute(new GetQuery(groups, asked, { id: idOf(id, 'group') }));
  }

  @Post()
  @Permitted('groups.write')
  @AnswersOne(groups)
  async create(
    @AskedFor() asked: Asked,
    @Body() body: GroupBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntityAnswer> {
    const command = new CreateGroupCommand(
      asked.caller,
      valuesIn(GroupEntity, body),
      { members: boundMembers(body), owners: boundOwners(body) },
      body.id ?? undefined,
    );
    return created(reply, asked, groups, await this.commands.execute(command));
  }

  @Patch(':id')
  @HttpCode(204)
  @Permitted('groups.change')
  @HonoursIfMatch(groups)
  async update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: GroupChangesBody,
  ): Promise<void> {
    refuseOtherId(body, id);
    const changes = changesIn(GroupEntity, body);
    await this.commands.execute(new UpdateGroupCommand(caller, idOf(id, 'group'), changes, boundMembers(body)));
  }

  @Delete(':id')
  @HttpCode(204)
  @Permitted('groups.write')
  @HonoursIfMatch(groups)
  delete(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    return this.commands.execute(new DeleteGroupCommand(caller, idOf(id, 'group')));
  }

  @Get(':id/members')
  @Permitted('groups.read')
  @AnswersMany(users)
  async members(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    const groupId = idOf(id, 'group');
    await this.queries.execute(new GetQuery(groups, { ...asked, query: '' }, { id: groupId }));
    return this.queries.execute(new MembersOfGroupQuery(asked, groupId));
  }

  // Addresses are routed without the namespace `microsoft.graph`.
  @Get(':id/members/group')
  @ApiOperation({ summary: 'List the groups in a group' })
  @Permitted('groups.read')
  @AnswersMany(groups)
  async groupsIn(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    const groupId = idOf(id, 'group');
    await this.queries.execute(new GetQuery(groups, { ...asked, query: '' }, { id: groupId }));
    return this.queries.execute(new ListQuery(sayingType(groups), asked, { heldBy: { some: { groupId } } }));
  }

  @Post(':id/members/$ref')
  @HttpCode(204)
  @Permitted('groups.change')
  async addMember(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: MemberReferenceBody,
  ): Promise<void> {
    await this.commands.execute(new UpdateGroupCommand(caller, idOf(id, 'group'), {}, referredMember(body)));
  }

  @Delete(':id/members/:memberId/$ref')
  @HttpCode(204)
  @Permitted('groups.change')
  removeMember(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('memberId') memberId: string,
  ): Promise<void> {
    return this.commands.execute(
      new RemoveMemberCommand(caller, idOf(id, 'group'), idOf(memberId, 'directory object')),
    );
  }
}
