import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation } from '@nestjs/swagger';
import { Permitted } from '../../../../platform/auth/permissions.js';
import { AskedFor, type Asked } from '../../../../platform/http/asked.js';
import { ChangesNothing } from '../../../../platform/http/changes-nothing.js';
import { idOf } from '../../../../platform/http/id-of.js';
import { concerningCaller, type ConcerningCaller, everyRowOf } from '../../../../platform/odata/current-user.js';
import { inDialect } from '../../../../platform/odata/dialect.js';
import { type Answer, ListQuery } from '../../../../platform/odata/list.query.js';
import { pageAnswer } from '../../../../platform/odata/render.js';
import { AnswersMany, ChosenFrom } from '../../../../platform/odata/answering.js';
import { Chapter } from '../../../../platform/http/chapter.js';
import { accessPackages } from '../../../access-packages/index.js';
import { assignmentRequests, requestsOfCaller } from '../assignment-requests.resource.js';
import { PolicyRequirementsQuery } from './policy-requirements.query.js';
import { policyRequirements } from './policy-requirements.resource.js';
import { RequestablePackagesQuery } from './requestable-packages.query.js';

/** Which packages those are is a query of its own. */
const packagesOfCaller: ConcerningCaller = { allowedRequestor: () => ({}) };

/** What somebody needs to ask for access themselves: what they may ask for, what it takes, and what came of it. */
@Chapter('Own access', 'What the caller may ask for, and what concerns the caller.')
@Controller('identityGovernance/entitlementManagement')
export class OwnAccessController {
  constructor(private readonly queries: QueryBus) {}

  @Get('accessPackages/filterByCurrentUser/on=:on')
  @ChosenFrom('on', Object.keys(packagesOfCaller))
  @ApiOperation({
    summary: 'List the access packages that the caller may ask for',
    description: 'With `allowedRequestor`, the only word there is. Hidden packages are among them.',
  })
  @Permitted('ownAccess.read')
  @AnswersMany(accessPackages)
  async listRequestable(@AskedFor() asked: Asked, @Param('on') on: string): Promise<Answer> {
    concerningCaller(packagesOfCaller, on, asked.caller);
    const requestable = await this.queries.execute(new RequestablePackagesQuery(asked.caller));
    return this.queries.execute(new ListQuery(everyRowOf(accessPackages), asked, requestable));
  }

  @Post('accessPackages/:id/getApplicablePolicyRequirements')
  @ChangesNothing()
  @HttpCode(200)
  @ApiOperation({
    summary: 'List what the caller needs to ask for an access package',
    description:
      'One answer per policy under which they may ask; none where they may not. Of query options it takes `$select` only.',
  })
  @Permitted('ownAccess.read')
  @AnswersMany(policyRequirements)
  async requirements(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    const showsAnswers = asked.dialect === 'beta';
    const query = new PolicyRequirementsQuery(asked.caller, idOf(id, 'access package'), showsAnswers);
    const policies = await this.queries.execute(query);
    return pageAnswer(inDialect(policyRequirements, asked.dialect), policies, asked);
  }

  @Get('assignmentRequests/filterByCurrentUser/on=:on')
  @ChosenFrom('on', Object.keys(requestsOfCaller))
  @ApiOperation({
    summary: 'List the assignment requests that concern the caller',
    description:
      'With `target`: those for them; `createdBy`: those they sent; `targetOrRequestor`: those for them or by them; `targetManager`: those for their direct reports; `approver`: those that wait for their decision.',
  })
  @Permitted('ownAccess.read')
  @AnswersMany(assignmentRequests)
  listRequests(@AskedFor() asked: Asked, @Param('on') on: string): Promise<Answer> {
    const where = concerningCaller(requestsOfCaller, on, asked.caller);
    return this.queries.execute(new ListQuery(everyRowOf(assignmentRequests), asked, where));
  }
}
