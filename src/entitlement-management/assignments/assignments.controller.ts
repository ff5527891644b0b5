import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Permitted } from '../../platform/auth/permissions.js';
import { AskedFor, type Asked } from '../../platform/http/asked.js';
import { idOf } from '../../platform/http/id-of.js';
import type { EntityAnswer } from '../../platform/odata/entity-answer.js';
import { GetQuery } from '../../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../../platform/odata/list.query.js';
import { AnswersMany, AnswersOne } from '../../platform/odata/answering.js';
import { Chapter } from '../../platform/http/chapter.js';
import { assignments } from './assignments.resource.js';
import { ReprocessAssignmentCommand } from './commands/reprocess-assignment.js';

/** Assignments are read here; they change by requests only, and are put in place once more. */
@Chapter('Assignments', 'Who holds which access package, under which policy, and until when.')
@Controller('identityGovernance/entitlementManagement/assignments')
export class AssignmentsController {
  constructor(
    private readonly commandBus: CommandBus,
    private readonly queryBus: QueryBus,
  ) {}

  @Get()
  @Permitted('entitlements.read')
  @AnswersMany(assignments)
  list(@AskedFor() asked: Asked): Promise<Answer> {
    return this.queryBus.execute(new ListQuery(assignments, asked));
  }

  @Get(':id')
  @Permitted('entitlements.read')
  @AnswersOne(assignments)
  get(@AskedFor() asked: Asked, @Param('id') id: string): Promise<EntityAnswer> {
    return this.queryBus.execute(new GetQuery(assignments, asked, { id: idOf(id, 'assignment') }));
  }

  /** Puts access in place once more, where it is delivered. */
  @Post(':id/reprocess')
  @HttpCode(202)
  @Permitted('assignments.write')
  reprocess(@AskedFor() { caller }: Asked, @Param('id') id: string): Promise<void> {
    return this.commandBus.execute(new ReprocessAssignmentCommand(caller, idOf(id, 'assignment')));
  }
}
