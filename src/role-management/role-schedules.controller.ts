import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Permitted } from '../platform/auth/permissions.js';
import { type Asked, AskedFor } from '../platform/http/asked.js';
import { Chapter } from '../platform/http/chapter.js';
import { AnswersMany, ChosenFrom } from '../platform/odata/answering.js';
import type { Answer } from '../platform/odata/list.query.js';
import { CallersSchedules } from './callers-schedules.js';
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
export class RoleSchedulesController extends CallersSchedules {
  @Get('roleAssignmentSchedules/filterByCurrentUser/on=:on')
  @ChosenFrom('on', Object.keys(schedulesOfCaller))
  @ApiOperation({ summary: 'List the roles that the caller holds, as schedules' })
  @Permitted('ownAccess.read')
  @AnswersMany(schedules)
  listSchedules(@AskedFor() asked: Asked, @Param('on') on: string): Promise<Answer> {
    return this.concerning(schedules, schedulesOfCaller, on, asked);
  }

  @Get('roleAssignmentScheduleInstances/filterByCurrentUser/on=:on')
  @ChosenFrom('on', Object.keys(schedulesOfCaller))
  @ApiOperation({ summary: 'List the roles that the caller holds, as instances of schedules' })
  @Permitted('ownAccess.read')
  @AnswersMany(instances)
  listInstances(@AskedFor() asked: Asked, @Param('on') on: string): Promise<Answer> {
    return this.concerning(instances, schedulesOfCaller, on, asked);
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
    return this.concerning(requests, scheduleRequestsOfCaller, on, asked);
  }

  @Post('roleAssignmentScheduleRequests/:id/cancel')
  @HttpCode(204)
  @ApiOperation({ summary: 'Cancel a request for a role', description: 'There are none: it is 404.' })
  @Permitted('assignmentRequests.cancel')
  cancel(@AskedFor() asked: Asked, @Param('id') id: string): Promise<void> {
    return this.requireRequest(requests, id, asked);
  }
}
