import { Body, Controller, Get, HttpCode, Param, Patch } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../../platform/auth/caller.js';
import { Permitted } from '../../platform/auth/permissions.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { type Asked, AskedFor } from '../../platform/http/asked.js';
import { idOf, refuseOtherId } from '../../platform/http/id-of.js';
import type { EntityAnswer } from '../../platform/odata/entity-answer.js';
import { GetQuery } from '../../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../../platform/odata/list.query.js';
import { AnswersMany, AnswersOne, ChosenFrom } from '../../platform/odata/answering.js';
import { Chapter } from '../../platform/http/chapter.js';
import { ApprovalReviewBody, verdictOf } from './approvals.body.js';
import { approvals, approvalStages, whatCallerCanDecide } from './approvals.resource.js';
import { DecideStageCommand } from './commands/decide-stage.js';

/** The id of an approval is that of its request. */
@Chapter('Approvals', 'The decisions that requests wait for, stage by stage.')
@Controller('identityGovernance/entitlementManagement/accessPackageAssignmentApprovals')
export class ApprovalsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('filterByCurrentUser/on=:on')
  @ChosenFrom('on', ['approver'])
  @ApiOperation({ description: 'With `approver`: the approvals that wait for the caller, each with its stages.' })
  @Permitted('approvals.decide')
  @AnswersMany(approvals)
  listForCaller(@AskedFor() asked: Asked, @Param('on') on: string): Promise<Answer> {
    if (on.toLowerCase() !== 'approver') throw new DomainError('InvalidFilter', "'on' must be 'approver'.");
    return this.queries.execute(new ListQuery(approvals, asked, whatCallerCanDecide(asked.caller)));
  }

  @Get(':id')
  @Permitted('approvals.read')
  @AnswersOne(approvals)
  get(@AskedFor() asked: Asked, @Param('id') id: string): Promise<EntityAnswer> {
    return this.queries.execute(new GetQuery(approvals, asked, { id: idOf(id, 'approval') }));
  }

  @Get(':id/stages')
  @Permitted('approvals.read')
  @AnswersMany(approvalStages)
  async listStages(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    const requestId = idOf(id, 'approval');
    await this.queries.execute(new GetQuery(approvals, { ...asked, query: '' }, { id: requestId }));
    return this.queries.execute(new ListQuery(approvalStages, asked, { requestId }));
  }

  @Get(':id/stages/:stageId')
  @Permitted('approvals.read')
  @AnswersOne(approvalStages)
  getStage(
    @AskedFor() asked: Asked,
    @Param('id') id: string,
    @Param('stageId') stageId: string,
  ): Promise<EntityAnswer> {
    const key = { requestId: idOf(id, 'approval'), id: idOf(stageId, 'approval stage') };
    return this.queries.execute(new GetQuery(approvalStages, asked, key));
  }

  @Patch(':id/stages/:stageId')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Approve or deny',
    description: 'One of the approvers of a stage decides it, once for all.',
  })
  @Permitted('approvals.decide')
  async decide(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('stageId') stageId: string,
    @Body() body: ApprovalReviewBody,
  ): Promise<void> {
    refuseOtherId(body, stageId);
    const [requestId, wantedId] = [idOf(id, 'approval'), idOf(stageId, 'approval stage')];
    await this.commands.execute(
      new DecideStageCommand(caller, requestId, wantedId, verdictOf(body), body.justification),
    );
  }
}
