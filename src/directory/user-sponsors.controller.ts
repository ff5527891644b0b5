import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Permitted } from '../platform/auth/permissions.js';
import { type Asked, AskedFor } from '../platform/http/asked.js';
import { idOf } from '../platform/http/id-of.js';
import { type Answer, ListQuery } from '../platform/odata/list.query.js';
import { AnswersMany } from '../platform/odata/answering.js';
import { Chapter } from '../platform/http/chapter.js';
import { AddSponsorCommand } from './commands/add-sponsor.js';
import { RemoveSponsorCommand } from './commands/remove-sponsor.js';
import { FindUserQuery } from './find-user.query.js';
import { UserReferenceBody } from './users.body.js';
import { directoryObjects, users } from './users.resource.js';

/** Who answers for a person; `:key` is an id or a user principal name. */
@Chapter('Sponsors', 'Who answers for people from outside.')
@Controller('users/:key/sponsors')
export class UserSponsorsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Permitted('users.read')
  @AnswersMany(users)
  async list(@AskedFor() asked: Asked, @Param('key') key: string): Promise<Answer> {
    const { id: userId } = await this.queries.execute(new FindUserQuery(asked.caller, key));
    return this.queries.execute(new ListQuery(directoryObjects, asked, { sponsorOf: { some: { userId } } }));
  }

  @Post('$ref')
  @HttpCode(204)
  @Permitted('users.write')
  async add(@AskedFor() { caller }: Asked, @Param('key') key: string, @Body() body: UserReferenceBody): Promise<void> {
    const { id } = await this.queries.execute(new FindUserQuery(caller, key));
    await this.commands.execute(new AddSponsorCommand(caller, id, body['@odata.id']));
  }

  @Delete(':userId/$ref')
  @HttpCode(204)
  @Permitted('users.write')
  async remove(
    @AskedFor() { caller }: Asked,
    @Param('key') key: string,
    @Param('userId') userId: string,
  ): Promise<void> {
    const sponsorId = idOf(userId, 'user');
    const { id } = await this.queries.execute(new FindUserQuery(caller, key));
    await this.commands.execute(new RemoveSponsorCommand(caller, id, sponsorId));
  }
}
