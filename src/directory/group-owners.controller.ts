import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { type Caller, CurrentCaller } from '../platform/auth/caller.js';
import { Permitted } from '../platform/auth/permissions.js';
import { type Asked, AskedFor } from '../platform/http/asked.js';
import { Chapter } from '../platform/http/chapter.js';
import { idOf } from '../platform/http/id-of.js';
import { AnswersMany } from '../platform/odata/answering.js';
import { GetQuery } from '../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../platform/odata/list.query.js';
import { AddGroupOwnerCommand } from './commands/add-group-owner.js';
import { RemoveGroupOwnerCommand } from './commands/remove-group-owner.js';
import { groups } from './groups.resource.js';
import { UserReferenceBody } from './users.body.js';
import { directoryObjects, users } from './users.resource.js';

/** The people who may change a group without a directory role. */
@Chapter('Groups')
@Controller('groups/:id/owners')
export class GroupOwnersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Permitted('groups.read')
  @AnswersMany(users)
  async list(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    const groupId = idOf(id, 'group');
    await this.queries.execute(new GetQuery(groups, { ...asked, query: '' }, { id: groupId }));
    return this.queries.execute(new ListQuery(directoryObjects, asked, { ownedGroups: { some: { groupId } } }));
  }

  @Post('$ref')
  @HttpCode(204)
  @Permitted('groups.change')
  add(@CurrentCaller() caller: Caller, @Param('id') id: string, @Body() body: UserReferenceBody): Promise<void> {
    return this.commands.execute(new AddGroupOwnerCommand(caller, idOf(id, 'group'), body['@odata.id']));
  }

  @Delete(':userId/$ref')
  @HttpCode(204)
  @Permitted('groups.change')
  remove(@CurrentCaller() caller: Caller, @Param('id') id: string, @Param('userId') userId: string): Promise<void> {
    return this.commands.execute(new RemoveGroupOwnerCommand(caller, idOf(id, 'group'), idOf(userId, 'user')));
  }
}
