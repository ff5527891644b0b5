import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../platform/auth/caller.js';
import { Permitted } from '../platform/auth/permissions.js';
import { changesIn, valuesIn } from '../platform/entities/values.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { type Asked, AskedFor } from '../platform/http/asked.js';
import { created } from '../platform/odata/created.js';
import { refuseOtherId } from '../platform/http/id-of.js';
import { HonoursIfMatch } from '../platform/odata/preconditions.js';
import type { EntityAnswer } from '../platform/odata/entity-answer.js';
import { GetQuery } from '../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../platform/odata/list.query.js';
import { AnswersMany, AnswersOne } from '../platform/odata/answering.js';
import { Chapter } from '../platform/http/chapter.js';
import { ChangeManagerCommand } from './commands/change-manager.js';
import { CreateUserCommand } from './commands/create-user.js';
import { DeleteUserCommand } from './commands/delete-user.js';
import { UpdateUserCommand } from './commands/update-user.js';
import { FindUserQuery } from './find-user.query.js';
import { boundSponsors, UserBody, UserChangesBody, UserReferenceBody } from './users.body.js';
import { UserEntity } from './users.entity.js';
import { directoryObjects, users } from './users.resource.js';

const whoIs = (caller: Caller, key: string) => new FindUserQuery(caller, key);

/** People; `:key` is an id or a user principal name. */
@Chapter('Users', "People in the server's own directory.")
@Controller('users')
export class UsersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Permitted('users.read')
  @AnswersMany(users)
  list(@AskedFor() asked: Asked): Promise<Answer> {
    return this.queries.execute(new ListQuery(users, asked));
  }

  @Get(':key')
  @Permitted('users.read')
  @AnswersOne(users)
  async get(@AskedFor() asked: Asked, @Param('key') key: string): Promise<EntityAnswer> {
    const { id } = await this.queries.execute(new FindUserQuery(asked.caller, key));
    return this.queries.execute(new GetQuery(users, asked, { id }));
  }

  @Post()
  @Permitted('users.write')
  @AnswersOne(users)
  async create(
    @AskedFor() asked: Asked,
    @Body() body: UserBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntityAnswer> {
    const [managerId, id] = [body['manager@odata.bind'] ?? null, body.id ?? undefined];
    const command = new CreateUserCommand(asked.caller, valuesIn(UserEntity, body), managerId, id, boundSponsors(body));
    return created(reply, asked, users, await this.commands.execute(command));
  }

  @Patch(':key')
  @HttpCode(204)
  @Permitted('users.write')
  @HonoursIfMatch(users, whoIs)
  async update(@AskedFor() asked: Asked, @Param('key') key: string, @Body() body: UserChangesBody): Promise<void> {
    const { id } = await this.queries.execute(new FindUserQuery(asked.caller, key));
    refuseOtherId(body, id);
    const changes = changesIn(UserEntity, body);
    await this.commands.execute(new UpdateUserCommand(asked.caller, id, changes));
  }

  @Delete(':key')
  @HttpCode(204)
  @Permitted('users.write')
  @HonoursIfMatch(users, whoIs)
  async delete(@AskedFor() { caller }: Asked, @Param('key') key: string): Promise<void> {
    const { id } = await this.queries.execute(new FindUserQuery(caller, key));
    await this.commands.execute(new DeleteUserCommand(caller, id));
  }

  @Get(':key/manager')
  @Permitted('users.read')
  @AnswersOne(users)
  async manager(@AskedFor() asked: Asked, @Param('key') key: string): Promise<EntityAnswer> {
    const { managerId: id } = await this.queries.execute(new FindUserQuery(asked.caller, key));
    if (id === null) throw new DomainError('ResourceNotFound', 'The user has no manager.');
    return this.queries.execute(new GetQuery(directoryObjects, asked, { id }));
  }

  @Put(':key/manager/$ref')
  @HttpCode(204)
  @Permitted('users.write')
  async setManager(
    @AskedFor() { caller }: Asked,
    @Param('key') key: string,
    @Body() body: UserReferenceBody,
  ): Promise<void> {
    const { id } = await this.queries.execute(new FindUserQuery(caller, key));
    await this.commands.execute(new ChangeManagerCommand(caller, id, body['@odata.id']));
  }

  @Delete(':key/manager/$ref')
  @HttpCode(204)
  @Permitted('users.write')
  async removeManager(@AskedFor() { caller }: Asked, @Param('key') key: string): Promise<void> {
    const { id } = await this.queries.execute(new FindUserQuery(caller, key));
    await this.commands.execute(new ChangeManagerCommand(caller, id, null));
  }

  @Get(':key/directReports')
  @Permitted('users.read')
  @AnswersMany(users)
  async directReports(@AskedFor() asked: Asked, @Param('key') key: string): Promise<Answer> {
    const { id } = await this.queries.execute(new FindUserQuery(asked.caller, key));
    return this.queries.execute(new ListQuery(directoryObjects, asked, { managerId: id }));
  }
}
