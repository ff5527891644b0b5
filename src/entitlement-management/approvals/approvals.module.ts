import { Module } from '@nestjs/common';
import { DirectoryModule } from '../../directory/index.js';
import { RoleManagementModule } from '../../role-management/index.js';
import { AssignmentPoliciesModule } from '../assignment-policies/index.js';
import { AssignmentsModule } from '../assignments/index.js';
import { SubjectSetsModule } from '../subject-sets/index.js';
import { ApprovalDeadlines } from './approval-deadlines.due.js';
import { ApprovalsController } from './approvals.controller.js';
import { ApprovalsReader } from './approvals.reader.js';
import { ApprovalsRepository } from './approvals.repository.js';
import { ApproversReader } from './approvers.reader.js';
import { LapsedApprovals } from './lapsed-approvals.due.js';
import { CloseApprovalHandler } from './commands/close-approval.js';
import { DecideStageHandler } from './commands/decide-stage.js';
import { EndLapsedApprovalHandler } from './commands/end-lapsed-approval.js';
import { EscalateStageHandler } from './commands/escalate-stage.js';
import { ExpireStageHandler } from './commands/expire-stage.js';
import { StartApprovalHandler } from './commands/start-approval.js';
import { WithdrawApproverHandler } from './commands/withdraw-approver.js';

const handlers = [
  ...[StartApprovalHandler, DecideStageHandler, EscalateStageHandler],
  ...[EndLapsedApprovalHandler, ExpireStageHandler, CloseApprovalHandler, WithdrawApproverHandler],
];

@Module({
  imports: [DirectoryModule, RoleManagementModule, AssignmentPoliciesModule, SubjectSetsModule, AssignmentsModule],
  controllers: [ApprovalsController],
  providers: [ApprovalsRepository, ApprovalsReader, ApproversReader, ApprovalDeadlines, LapsedApprovals, ...handlers],
  exports: [ApprovalsReader],
})
export class ApprovalsModule {}
