import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../../platform/auth/caller.js';
import { Permitted } from '../../platform/auth/permissions.js';
import { type Asked, AskedFor } from '../../platform/http/asked.js';
import { Chapter } from '../../platform/http/chapter.js';
import { idOf } from '../../platform/http/id-of.js';
import { AnswersMany, AnswersOne } from '../../platform/odata/answering.js';
import { created } from '../../platform/odata/created.js';
import type { EntityAnswer } from '../../platform/odata/entity-answer.js';
import { GetQuery } from '../../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../../platform/odata/list.query.js';
import { AddResourceCommand } from './commands/add-resource.js';
import { RemoveResourceCommand } from './commands/remove-resource.js';
import { UpdateResourceCommand } from './commands/update-resource.js';
import { ResourceRequestBody } from './resource-requests.body.js';
import { resourceRequests } from './resource-requests.resource.js';
import type { ResourceRequest } from './resource.js';

@Chapter('Resource requests', 'How resources come into catalogs, are changed, and leave.')
@Controller('identityGovernance/entitlementManagement/resourceRequests')
export class ResourceRequestsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Permitted('entitlements.read')
  @AnswersMany(resourceRequests)
  list(@AskedFor() asked: Asked): Promise<Answer> {
    return this.queries.execute(new ListQuery(resourceRequests, asked));
  }

  @Get(':id')
  @Permitted('entitlements.read')
  @AnswersOne(resourceRequests)
  get(@AskedFor() asked: Asked, @Param('id') id: string): Promise<EntityAnswer> {
    return this.queries.execute(new GetQuery(resourceRequests, asked, { id: idOf(id, 'resource request') }));
  }

  @Post()
  @ApiOperation({
    summary: 'Add a resource to a catalog, change or remove it',
    description:
      'It is done when this is answered. Whoever adds a group owns it, or writes groups: by a directory role, or by an application permission.',
  })
  @Permitted('resources.write')
  @AnswersOne(resourceRequests)
  async create(
    @AskedFor() asked: Asked,
    @Body() body: ResourceRequestBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntityAnswer> {
    return created(reply, asked, resourceRequests, await this.done(asked.caller, body));
  }

  private done(caller: Caller, body: ResourceRequestBody): Promise<ResourceRequest> {
    switch (body.requestType) {
      case 'adminAdd': {
        const { catalogId, wanted } = body.wanted();
        return this.commands.execute(new AddResourceCommand(caller, catalogId, wanted));
      }
      case 'adminUpdate':
        return this.commands.execute(new UpdateResourceCommand(caller, body.named(), body.resource.names()));
      case 'adminRemove':
        return this.commands.execute(new RemoveResourceCommand(caller, body.named()));
    }
  }
}
