import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Permitted } from '../../platform/auth/permissions.js';
import { AskedFor, type Asked } from '../../platform/http/asked.js';
import { created } from '../../platform/odata/created.js';
import { idOf } from '../../platform/http/id-of.js';
import { wantsOnlyValidation } from '../../platform/http/preferences.js';
import { PassesOverEcho } from '../../platform/http/untaken-bodies.interceptor.js';
import { inDialect } from '../../platform/odata/dialect.js';
import type { EntityAnswer } from '../../platform/odata/entity-answer.js';
import { GetQuery } from '../../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../../platform/odata/list.query.js';
import { AnswersMany, AnswersOne } from '../../platform/odata/answering.js';
import { AnswersObject } from '../../platform/openapi/answers-object.js';
import { Chapter } from '../../platform/http/chapter.js';
import { AssignmentRequestBody } from './receiving/assignment-requests.body.js';
import { assignmentRequests } from './reading/assignment-requests.resource.js';
import { CancelRequestCommand } from './commands/cancel-request.js';
import { DeleteRequestCommand } from './commands/delete-request.js';
import { ReprocessRequestCommand } from './commands/reprocess-request.js';
import { CreateAssignmentRequestCommand } from './receiving/create-assignment-request.command.js';
import { GetDecisionQuery } from './reading/get-decision.query.js';
import { RehearseAssignmentRequestCommand } from './receiving/rehearse-assignment-request.command.js';

@Chapter('Assignment requests', 'The only way in which access is given, changed and taken.')
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
  @ApiOkResponse({
    description: 'Only decided, with `isValidationOnly` or `Prefer: validate-only`: nothing was written.',
    schema: {
      type: 'object',
      required: ['requestType', 'isValidationOnly', 'decision'],
      properties: { requestType: { type: 'string' }, isValidationOnly: { const: true }, decision: { type: 'object' } },
    } as object,
  })
  async create(
    @AskedFor() asked: Asked,
    @Body() body: AssignmentRequestBody,
    @Headers('prefer') prefer: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntityAnswer | Answer> {
    const wanted = body.wanted(asked.dialect);
    if (body.isValidationOnly || wantsOnlyValidation(prefer)) {
      const rehearsal = new RehearseAssignmentRequestCommand(asked.caller, body.requestType, wanted);
      void reply.code(200).header('preference-applied', 'validate-only');
      return validated(await this.commandBus.execute(rehearsal), asked);
    }
    const command = new CreateAssignmentRequestCommand(asked.caller, body.requestType, wanted);
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
  get(@AskedFor() asked: Asked, @Param('id') id: string): Promise<EntityAnswer> {
    return this.queryBus.execute(new GetQuery(assignmentRequests, asked, { id: idOf(id, 'assignment request') }));
  }

  /** Why it was accepted: what every rule said, policy by policy, and who was to agree. */
  @Get(':id/decision')
  @Permitted('entitlements.read')
  @AnswersObject(
    'Why a request was accepted',
    {
      outcome: { type: 'string' },
      rules: { type: 'array', items: { type: 'object' } },
    },
    { outcome: 'accepted', rules: [{ rule: 'targetIsEnabled', holds: true }] },
  )
  decision(@AskedFor() { caller }: Asked, @Param('id') id: string): Promise<object> {
    return this.queryBus.execute(new GetDecisionQuery(caller, idOf(id, 'assignment request')));
  }

  @Post(':id/cancel')
  @HttpCode(204)
  // Beta's sample names the request and says that it is canceled.
  @PassesOverEcho('id', 'status', 'requestStatus')
  @Permitted('assignmentRequests.cancel')
  cancel(@AskedFor() { caller }: Asked, @Param('id') id: string): Promise<void> {
    return this.commandBus.execute(new CancelRequestCommand(caller, idOf(id, 'assignment request')));
  }

  /** Tries a failed delivery again. */
  @Post(':id/reprocess')
  @HttpCode(202)
  @Permitted('assignments.write')
  reprocess(@AskedFor() { caller }: Asked, @Param('id') id: string): Promise<void> {
    return this.commandBus.execute(new ReprocessRequestCommand(caller, idOf(id, 'assignment request')));
  }

  @Delete(':id')
  @HttpCode(204)
  @Permitted('assignments.write')
  remove(@AskedFor() { caller }: Asked, @Param('id') id: string): Promise<void> {
    return this.commandBus.execute(new DeleteRequestCommand(caller, idOf(id, 'assignment request')));
  }
}

/** What is decided, in the words of the dialect. */
function validated(rehearsed: { requestType: string; decision: object }, { dialect }: Asked): Answer {
  const requestType = inDialect(assignmentRequests, dialect).fields['requestType']?.read({ ...rehearsed });
  return { ...rehearsed, requestType, isValidationOnly: true };
}
