export { AccessPackageLink, policyValuesFrom } from './assignment-policies.body.js';
export { questionToBeta } from './beta/questions.js';
export { QuestionInBeta } from './beta/policy-parts.js';
export { AssignmentPoliciesModule } from './assignment-policies.module.js';
export { mayKnowApprovers, type Onlooker } from './approver-visibility.js';
export { assignmentPolicies } from './assignment-policies.resource.js';
export type { AssignmentPolicy, PolicyValues } from './assignment-policy.js';
export {
  AssignmentPolicyCreated,
  AssignmentPolicyDeleted,
  AssignmentPolicyReplaced,
} from './assignment-policy.events.js';
export { CreateAssignmentPolicyCommand } from './commands/create-assignment-policy.js';
export { DeleteAssignmentPolicyCommand } from './commands/delete-assignment-policy.js';
export { ReplaceAssignmentPolicyCommand } from './commands/replace-assignment-policy.js';
export { UpdateAssignmentPolicyCommand } from './commands/update-assignment-policy.js';
export { faultOfPattern, isHalfSaid, spelledOut } from './expiration.js';
export { LintPoliciesQuery } from './lint-policies.query.js';
export * from './policy-settings.js';
export { AccessPackageQuestion, questionTypes } from './policy-types/questions.js';
export { EntitlementManagementSchedule } from '../../graph/index.js';
export {
  isFault,
  keepsTheEnd,
  lastInstantOf,
  saysNothing,
  startOf,
  type WantedSchedule,
  type Window,
  windowAsked,
  type WindowFacts,
  type WindowFault,
  windowOf,
} from './window.js';
