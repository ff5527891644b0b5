import { Module } from '@nestjs/common';
import { RoleManagementModule } from '../../role-management/index.js';
import { AccessPackagesModule } from '../access-packages/index.js';
import { ApprovalsModule } from '../approvals/index.js';
import { AssignmentsModule } from '../assignments/index.js';
import { ForgetEndedRequests } from './forget-ended-requests.due.js';
import { AssignmentRequestsController } from './assignment-requests.controller.js';
import { AssignmentRequestsReader } from './assignment-requests.reader.js';
import { AssignmentRequestsRepository } from './assignment-requests.repository.js';
import { AdvanceRequestHandler } from './commands/advance-request.js';
import { CancelRequestHandler } from './commands/cancel-request.js';
import { CompleteRemovalHandler } from './commands/complete-removal.js';
import { DeleteRequestHandler } from './commands/delete-request.js';
import { EndAccessOfLeaverHandler } from './commands/end-access-of-leaver.js';
import { RecordExpiryHandler } from './commands/record-expiry.js';
import { FollowEndedAccessHandler } from './commands/follow-ended-access.js';
import { RenewAsNewHandler } from './commands/renew-as-new.js';
import { EndWaitingOfCatalogHandler } from './commands/end-waiting-of-catalog.js';
import { ReprocessRequestHandler } from './commands/reprocess-request.js';
import { GetDecisionHandler } from './reading/get-decision.query.js';
import { CreateAssignmentRequestHandler } from './receiving/create-assignment-request.command.js';
import { ExistingAnswersReader } from './reading/own-access/existing-answers.reader.js';
import { OffersReader } from './reading/own-access/offers.reader.js';
import { AvailablePackagesController } from './reading/own-access/available-packages.controller.js';
import { OwnAccessController } from './reading/own-access/own-access.controller.js';
import { PolicyRequirementsHandler } from './reading/own-access/policy-requirements.query.js';
import { RequestablePackagesHandler } from './reading/own-access/requestable-packages.query.js';
import { RequestFactsReader } from './deciding/request-facts.reader.js';
import { ReadableReader } from './reading/readable.reader.js';
import { RequestAuthority } from './receiving/request-authority.reader.js';
import { Targets } from './receiving/targets.reader.js';
import { Telling } from './reading/telling.reader.js';
import { RequestMetrics } from './assignment-request.metrics.js';
import { RequestRules } from './deciding/request-rules.registry.js';
import { RequestTypes } from './request-types.registry.js';
import { AdminAdd } from './types/admin-add.js';
import { AdminRemove } from './types/admin-remove.js';
import { UserAdd } from './types/user-add.js';
import { AdminUpdate } from './types/admin-update.js';
import { ApproverRemove } from './types/approver-remove.js';
import { SystemTypes } from './types/system-types.js';
import { UserRemove } from './types/user-remove.js';
import { UserUpdate } from './types/user-update.js';
import { Endings } from './endings.repository.js';
import { Removals } from './receiving/removals.repository.js';
import { RehearseAssignmentRequestHandler } from './receiving/rehearse-assignment-request.command.js';
import { NamedAssignments } from './receiving/named-assignments.reader.js';
import { DecisionTraces } from './deciding/decision-traces.registry.js';
import { StageApproversReader } from './deciding/stage-approvers.reader.js';
import { AssignmentPoliciesModule } from '../assignment-policies/index.js';
import { SubjectSetsModule } from '../subject-sets/index.js';
import { ScheduledRequestsReader } from './scheduled-requests.reader.js';
import { StartScheduledRequests } from './start-scheduled-requests.due.js';

const requestTypes = [
  ...[AdminAdd, AdminUpdate, AdminRemove],
  ...[UserAdd, UserUpdate, UserRemove],
  ...[ApproverRemove, SystemTypes],
];

@Module({
  imports: [
    RoleManagementModule,
    AssignmentsModule,
    AccessPackagesModule,
    AssignmentPoliciesModule,
    SubjectSetsModule,
    ApprovalsModule,
  ],
  controllers: [AssignmentRequestsController, OwnAccessController, AvailablePackagesController],
  providers: [
    ...requestTypes,
    RequestTypes,
    RequestRules,
    ReadableReader,
    RequestAuthority,
    Targets,
    Telling,
    DecisionTraces,
    StageApproversReader,
    NamedAssignments,
    Removals,
    Endings,
    RehearseAssignmentRequestHandler,
    RequestFactsReader,
    RequestMetrics,
    AssignmentRequestsReader,
    AssignmentRequestsRepository,
    ScheduledRequestsReader,
    StartScheduledRequests,
    ForgetEndedRequests,
    CreateAssignmentRequestHandler,
    AdvanceRequestHandler,
    CancelRequestHandler,
    ReprocessRequestHandler,
    DeleteRequestHandler,
    EndAccessOfLeaverHandler,
    RecordExpiryHandler,
    FollowEndedAccessHandler,
    CompleteRemovalHandler,
    EndWaitingOfCatalogHandler,
    RenewAsNewHandler,
    GetDecisionHandler,
    OffersReader,
    ExistingAnswersReader,
    PolicyRequirementsHandler,
    RequestablePackagesHandler,
  ],
  exports: [RequestFactsReader, RequestRules, AssignmentRequestsRepository],
})
export class AssignmentRequestsModule {}
