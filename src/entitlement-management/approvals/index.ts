export {
  ApprovalBecameMoot,
  ApprovalCompleted,
  ApprovalDenied,
  ApprovalStageApproved,
  ApprovalStageEscalated,
  ApprovalStageStarted,
  ApproverWithdrawn,
} from './approval-stage.events.js';
export { isTheirOwn } from './approval-stage.js';
export { ApprovalsModule } from './approvals.module.js';
export { ApprovalsReader } from './approvals.reader.js';
export { approvals, approvalStages } from './approvals.resource.js';
export { CloseApprovalCommand } from './commands/close-approval.js';
export { StartApprovalCommand } from './commands/start-approval.js';
export { WithdrawApproverCommand } from './commands/withdraw-approver.js';
