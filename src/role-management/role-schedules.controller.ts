import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation } from '@nestjs/swagger';
import { Permitted } from '../platform/auth/permissions.js';
import { type Asked, AskedFor } from '../platform/http/asked.js';
import { Chapter } from '../platform/http/chapter.js';
import { idOf } from '../platform/http/id-of.js';
import { AnswersMany, ChosenFrom } from '../platform/odata/answering.js';
import { concerningCaller } from '../platform/odata/current-user.js';
import { GetQuery } from '../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../platform/odata/list.query.js';
import {
  roleAssignmentScheduleInstances as instances,
  roleAssignmentScheduleRequests as requests,
  roleAssignmentSchedules as schedules,
  scheduleRequestsOfCaller,
  schedulesOfCaller,
} from './role-schedules.resource.js';

/** What the caller holds as a role, in the words of schedules: everything is held without end. */
@Chapter('Role schedules', 'From when until when the caller has which role.')
@Controller('roleManagement/entitlementManagement')
export class RoleSchedulesController {
  constructor(private readonly queries: QueryBus) {}

  @Get('roleAssignmentSchedules/filterByCurrentUser/on=:on')
  @ChosenFrom('on', Object.keys(schedulesOfCaller))
  @ApiOperation({ summary: 'List the roles that the caller holds, as schedules' })
  @Permitted('ownAccess.read')
  @AnswersMany(schedules)
  listSchedules(@AskedFor() asked: Asked, @Param('on') on: string): Promise<Answer> {
    return this.queries.execute(new ListQuery(schedules, asked, concerningCaller(schedulesOfCaller, on, asked.caller)));
  }

  @Get('roleAssignmentScheduleInstances/filterByCurrentUser/on=:on')
  @ChosenFrom('on', Object.keys(schedulesOfCaller))
  @ApiOperation({ summary: 'List the roles that the caller holds, as instances of schedules' })
  @Permitted('ownAccess.read')
  @AnswersMany(instances)
  listInstances(@AskedFor() asked: Asked, @Param('on') on: string): Promise<Answer> {
    return this.queries.execute(new ListQuery(instances, asked, concerningCaller(schedulesOfCaller, on, asked.caller)));
  }

  @Get('roleAssignmentScheduleRequests/filterByCurrentUser/on=:on')
  @ChosenFrom('on', Object.keys(scheduleRequestsOfCaller))
  @ApiOperation({
    summary: 'List the requests of the caller for a role',
    description: 'There are none: roles are given for good, by `POST roleAssignments`.',
  })
  @Permitted('ownAccess.read')
  @AnswersMany(requests)
  listRequests(@AskedFor() asked: Asked, @Param('on') on: string): Promise<Answer> {
    const where = concerningCaller(scheduleRequestsOfCaller, on, asked.caller);
    return this.queries.execute(new ListQuery(requests, asked, where));
  }

  @Post('roleAssignmentScheduleRequests/:id/cancel')
  @HttpCode(204)
  @ApiOperation({ summary: 'Cancel a request for a role', description: 'There are none: it is 404.' })
  @Permitted('assignmentRequests.cancel')
  async cancel(@AskedFor() asked: Asked, @Param('id') id: string): Promise<void> {
    await this.queries.execute(new GetQuery(requests, { ...asked, query: '' }, { id: idOf(id, 'role request') }));
  }
}
