import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Permitted } from '../../platform/auth/permissions.js';
import { AskedFor, type Asked } from '../../platform/http/asked.js';
import { created } from '../../platform/http/created.js';
import { idOf } from '../../platform/http/id-of.js';
import { GetQuery } from '../../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../../platform/odata/list.query.js';
import { AnswersMany, AnswersOne } from '../../platform/openapi/answering.js';
import { AssignmentRequestBody } from './assignment-requests.body.js';
import { assignmentRequests } from './assignment-requests.resource.js';
import { CreateAssignmentRequestCommand } from './create-assignment-request.command.js';

@Controller('identityGovernance/entitlementManagement/assignmentRequests')
export class AssignmentRequestsController {
  constructor(
    private readonly commandBus: CommandBus,
    private readonly queryBus: QueryBus,
  ) {}

  /** The only way to give, change or take away access. */
  @Post()
  @ApiOperation({
    summary: 'Ask for access, or give, change or take it',
    description:
      'The only way in which access changes; `requestType` says how. The answer comes at once, the effect follows: read the request again for its state.',
  })
  @Permitted('assignmentRequests.create')
  @AnswersOne(assignmentRequests)
  async create(
    @AskedFor() asked: Asked,
    @Body() body: AssignmentRequestBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    const command = new CreateAssignmentRequestCommand(asked.caller, body.requestType, body.wanted());
    return created(reply, asked, assignmentRequests, await this.commandBus.execute(command));
  }

  @Get()
  @Permitted('entitlements.read')
  @AnswersMany(assignmentRequests)
  list(@AskedFor() asked: Asked): Promise<Answer> {
    return this.queryBus.execute(new ListQuery(assignmentRequests, asked));
  }

  @Get(':id')
  @Permitted('entitlements.read')
  @AnswersOne(assignmentRequests)
  get(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    return this.queryBus.execute(new GetQuery(assignmentRequests, asked, { id: idOf(id, 'assignment request') }));
  }
}
