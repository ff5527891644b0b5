import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentCaller } from '../../platform/auth/caller.js';
import { readsAsManager } from '../../graph/index.js';
import { Permitted } from '../../platform/auth/permissions.js';
import { type Asked, AskedFor } from '../../platform/http/asked.js';
import { BodyAsSent, GuardedBody, type SentBody, TakesGuard } from '../../platform/http/body-as-sent.js';
import { changed, created } from '../../platform/odata/created.js';
import { idOf, refuseOtherId } from '../../platform/http/id-of.js';
import { HonoursIfMatch } from '../../platform/odata/preconditions.js';
import type { EntityAnswer } from '../../platform/odata/entity-answer.js';
import { GetQuery } from '../../platform/odata/get.query.js';
import { type Answer, ListQuery } from '../../platform/odata/list.query.js';
import { AnswersMany, AnswersOne } from '../../platform/odata/answering.js';
import { Chapter } from '../../platform/http/chapter.js';
import { accessPackages } from '../access-packages/index.js';
import {
  AssignmentPolicyBody,
  AssignmentPolicyChangesBody,
  AssignmentPolicyReplacementBody,
  changesOf,
  valuesOf,
} from './assignment-policies.body.js';
import { assignmentPolicies } from './assignment-policies.resource.js';
import { CreateAssignmentPolicyCommand } from './commands/create-assignment-policy.js';
import { LintPoliciesQuery } from './lint-policies.query.js';
import { DeleteAssignmentPolicyCommand } from './commands/delete-assignment-policy.js';
import { ReplaceAssignmentPolicyCommand } from './commands/replace-assignment-policy.js';
import { UpdateAssignmentPolicyCommand } from './commands/update-assignment-policy.js';
import type { Shown } from './policy-changes.js';
import { shownInBeta } from './beta/shown-in-beta.js';

@Chapter('Assignment policies', 'Who may ask for an access package, who has to agree, and when access ends.')
@Controller('identityGovernance/entitlementManagement')
export class AssignmentPoliciesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('assignmentPolicies')
  @Permitted('entitlements.read')
  @AnswersMany(assignmentPolicies)
  list(@AskedFor() asked: Asked): Promise<Answer> {
    return this.queries.execute(new ListQuery(assignmentPolicies, asked));
  }

  @Get('accessPackages/:id/assignmentPolicies')
  @Permitted('entitlements.read')
  @AnswersMany(assignmentPolicies)
  async listOfPackage(@AskedFor() asked: Asked, @Param('id') id: string): Promise<Answer> {
    await this.queries.execute(
      new GetQuery(accessPackages, { ...asked, query: '' }, { id: idOf(id, 'access package') }),
    );
    return this.queries.execute(new ListQuery(assignmentPolicies, asked, { accessPackageId: id.toLowerCase() }));
  }

  @Get('assignmentPolicies/:id')
  @Permitted('entitlements.read')
  @AnswersOne(assignmentPolicies)
  async get(@AskedFor() asked: Asked, @Param('id') id: string): Promise<EntityAnswer> {
    const policyId = idOf(id, 'assignment policy');
    const answer = await this.queries.execute(new GetQuery(assignmentPolicies, asked, { id: policyId }));
    const answersForIt = readsAsManager(asked.caller, answer.row);
    return answersForIt ? this.withWarnings(answer, asked, policyId) : answer;
  }

  @Post('assignmentPolicies')
  @Permitted('assignmentPolicies.write')
  @AnswersOne(assignmentPolicies)
  async create(
    @AskedFor() asked: Asked,
    @Body() body: AssignmentPolicyBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EntityAnswer> {
    const command = new CreateAssignmentPolicyCommand(asked.caller, body.accessPackage.id, valuesOf(body));
    const policy = await this.commands.execute(command);
    return this.withWarnings(created(reply, asked, assignmentPolicies, policy), asked, policy.id);
  }

  @Put('assignmentPolicies/:id')
  @Permitted('assignmentPolicies.write')
  @HonoursIfMatch(assignmentPolicies)
  @TakesGuard()
  @AnswersOne(assignmentPolicies)
  async replace(
    @AskedFor() asked: Asked,
    @Param('id') id: string,
    @Body() body: AssignmentPolicyReplacementBody,
    @GuardedBody(AssignmentPolicyReplacementBody) guarded: SentBody | undefined,
  ): Promise<EntityAnswer> {
    refuseOtherId(body, id);
    const values = { ...valuesOf(body), accessPackageId: body.accessPackage.id };
    const policy = await this.commands.execute(
      new ReplaceAssignmentPolicyCommand(asked.caller, idOf(id, 'assignment policy'), values, guarded, shownIn(asked)),
    );
    return this.withWarnings(changed(asked, assignmentPolicies, policy), asked, policy.id);
  }

  /** Graph documents no PATCH here, but its SDKs send one. */
  @Patch('assignmentPolicies/:id')
  @Permitted('assignmentPolicies.write')
  @HonoursIfMatch(assignmentPolicies)
  @AnswersOne(assignmentPolicies)
  async update(
    @AskedFor() asked: Asked,
    @Param('id') id: string,
    @Body() body: AssignmentPolicyChangesBody,
    @BodyAsSent(AssignmentPolicyChangesBody) sent: SentBody,
  ): Promise<EntityAnswer> {
    refuseOtherId(body, id);
    const changes = { ...changesOf(body), accessPackageId: body.accessPackage?.id };
    const command = new UpdateAssignmentPolicyCommand(
      asked.caller,
      idOf(id, 'assignment policy'),
      changes,
      sent,
      shownIn(asked),
    );
    const policy = await this.commands.execute(command);
    return this.withWarnings(changed(asked, assignmentPolicies, policy), asked, policy.id);
  }

  @Delete('assignmentPolicies/:id')
  @HttpCode(204)
  @Permitted('assignmentPolicies.write')
  @HonoursIfMatch(assignmentPolicies)
  delete(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    return this.commands.execute(new DeleteAssignmentPolicyCommand(caller, idOf(id, 'assignment policy')));
  }

  /** A policy that nobody could ever pass is saved, and says so in an annotation whenever an administrator looks; a strict client does not notice. */
  private async withWarnings(
    answer: EntityAnswer,
    { caller, dialect }: Asked,
    policyId: string,
  ): Promise<EntityAnswer> {
    const [found] = await this.queries.execute(new LintPoliciesQuery(caller.tenantId, policyId, dialect));
    return found ? answer.annotated({ '@openEntitlements.warnings': found.warnings }) : answer;
  }
}

/** v1.0 shows a policy as it is. */
const shownIn = ({ dialect }: Asked): Shown | undefined => (dialect === 'beta' ? shownInBeta : undefined);
