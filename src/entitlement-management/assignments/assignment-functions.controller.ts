import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation } from '@nestjs/swagger';
import { Permitted } from '../../platform/auth/permissions.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { AskedFor, type Asked } from '../../platform/http/asked.js';
import { isGuid } from '../../platform/edm/members.js';
import { concerningCaller, everyRowOf } from '../../platform/odata/current-user.js';
import { GetQuery } from '../../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../../platform/odata/list.query.js';
import { AnswersMany, ChosenFrom } from '../../platform/odata/answering.js';
import { Chapter } from '../../platform/http/chapter.js';
import { accessPackages } from '../access-packages/index.js';
import { heldBeside, heldBesideAny } from './additional-access.sql.js';
import { assignments, assignmentsOfCaller } from './assignments.resource.js';

/** Graph's functions on assignments: the caller's own, and those of people who hold too much. */
@Chapter('Assignments')
@Controller('identityGovernance/entitlementManagement/assignments')
export class AssignmentFunctionsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('filterByCurrentUser/on=:on')
  @ChosenFrom('on', Object.keys(assignmentsOfCaller))
  @ApiOperation({
    summary: 'List the assignments that concern the caller',
    description:
      'With `target`: their own, ended ones too; `createdBy`: those they asked for, for themselves or others; `targetManager`: those of their direct reports.',
  })
  @Permitted('ownAccess.read')
  @AnswersMany(assignments)
  listForCaller(@AskedFor() asked: Asked, @Param('on') on: string): Promise<Answer> {
    const where = concerningCaller(assignmentsOfCaller, on, asked.caller);
    return this.queries.execute(new ListQuery(everyRowOf(assignments), asked, where));
  }

  @Get('additionalAccess')
  @ApiOperation({
    summary: 'List the assignments of people who hold an incompatible package too',
    description: 'Over all incompatibilities that are declared between packages.',
  })
  @Permitted('additionalAccess.read')
  @AnswersMany(assignments)
  listAllDoubles(@AskedFor() asked: Asked): Promise<Answer> {
    return this.queries.execute(new ListQuery(assignments, asked, heldBesideAny));
  }

  @Get('additionalAccess/accessPackageId=:accessPackageId/incompatibleAccessPackageId=:incompatibleAccessPackageId')
  @ApiOperation({
    summary: 'List the assignments to a package of people who hold another one too',
    description: 'The two packages need not be declared incompatible.',
  })
  @Permitted('additionalAccess.read')
  @AnswersMany(assignments)
  async listDoubles(
    @AskedFor() asked: Asked,
    @Param('accessPackageId') accessPackageId: string,
    @Param('incompatibleAccessPackageId') incompatibleAccessPackageId: string,
  ): Promise<Answer> {
    const pair = pairOf(accessPackageId, incompatibleAccessPackageId);
    for (const id of Object.values(pair)) {
      await this.queries.execute(new GetQuery(accessPackages, { ...asked, query: '' }, { id }));
    }
    return this.queries.execute(new ListQuery(assignments, asked, heldBeside(pair)));
  }
}

function pairOf(one: string, other: string) {
  const pair = { accessPackageId: one.toLowerCase(), incompatibleWithId: other.toLowerCase() };
  if (!isGuid(one) || !isGuid(other) || pair.accessPackageId === pair.incompatibleWithId) {
    throw new DomainError(
      'InvalidFilter',
      "'accessPackageId' and 'incompatibleAccessPackageId' must be the ids of two different access packages.",
    );
  }
  return pair;
}
