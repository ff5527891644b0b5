import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation } from '@nestjs/swagger';
import { isPermitted, Permitted } from '../platform/auth/permissions.js';
import { type Asked, AskedFor } from '../platform/http/asked.js';
import type { EntityAnswer } from '../platform/odata/entity-answer.js';
import { GetQuery } from '../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../platform/odata/list.query.js';
import { type Resource, sayingType } from '../platform/odata/resource.js';
import { AnswersMany, AnswersOne } from '../platform/odata/answering.js';
import { Chapter } from '../platform/http/chapter.js';
import { FindUserQuery } from './find-user.query.js';
import { groups } from './groups.resource.js';
import { users } from './users.resource.js';

const { id } = groups.fields;

/** Groups of which somebody may know that they are in them, and nothing more. */
const groupsById: Resource = { ...groups, fields: id ? { id } : {}, isTagged: false };

/** The caller, as the directory knows them; an application is nobody. */
@Chapter('Users')
@Controller('me')
export class MeController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: 'Get the caller' })
  @Permitted('me.read')
  @AnswersOne(users)
  async get(@AskedFor() asked: Asked): Promise<EntityAnswer> {
    return this.queries.execute(new GetQuery(users, asked, { id: await this.idOfCaller(asked) }));
  }

  @Get('memberOf')
  @ApiOperation({
    summary: 'List the groups that the caller is in',
    description: 'Without a permission to read groups they are told by their ids alone.',
  })
  @Permitted('me.read')
  @AnswersMany(groups)
  async memberOf(@AskedFor() asked: Asked): Promise<Answer> {
    const userId = await this.idOfCaller(asked);
    const told = isPermitted(asked.caller, groups.readBy) ? groups : groupsById;
    return this.queries.execute(new ListQuery(sayingType(told), asked, { members: { some: { userId } } }));
  }

  private async idOfCaller({ caller }: Asked): Promise<string> {
    return (await this.queries.execute(new FindUserQuery(caller, caller.objectId))).id;
  }
}
