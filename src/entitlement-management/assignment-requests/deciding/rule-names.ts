import {
  everyAnswerFitsItsQuestion,
  everyAnswerHasItsQuestion,
  everyQuestionIsAnsweredOnce,
  everyRequiredQuestionIsAnswered,
  givenAnswersStay,
} from './answers.rules.js';
import {
  accessPackageExists,
  catalogIsPublished,
  nothingIncompatibleIsHeld,
  notInAnIncompatibleGroup,
  policyExists,
  policyOffersThePackage,
  type Rule,
  targetHasThisAssignment,
  targetIsEnabled,
  targetIsEnabledOrStartsLater,
  targetIsInScope,
  targetIsInTheDirectory,
  targetLacksThisAssignment,
  windowFitsThePolicy,
} from './assignment-request.rules.js';
import { catalogIsPublishedWhereApprovalIsKept, policyHasTheApprovalToKeep } from './kept-approval.rules.js';
import { onePolicyFits, policyIsOneThatBinds } from './policy-choice.js';
import {
  credentialsArePresented,
  policyAllowsTheSchedule,
  policyLetsTargetsAsk,
  policyLetsTargetsLeave,
  policyLetsTargetsUpdate,
  requestorIsEnabled,
  requestorIsInTheDirectory,
  requestorJustifies,
  requestorMayAskForTarget,
  requestorMayRemoveForTarget,
  requestorMayUpdateForTarget,
} from './requestor.rules.js';

/** What clients read a rule by, in traces: a text of its own, which stays when a function is renamed. */
const names: ReadonlyMap<Rule, string> = new Map<Rule, string>([
  [accessPackageExists, 'accessPackageExists'],
  [catalogIsPublished, 'catalogIsPublished'],
  [catalogIsPublishedWhereApprovalIsKept, 'catalogIsPublishedWhereApprovalIsKept'],
  [credentialsArePresented, 'credentialsArePresented'],
  [everyAnswerFitsItsQuestion, 'everyAnswerFitsItsQuestion'],
  [everyAnswerHasItsQuestion, 'everyAnswerHasItsQuestion'],
  [everyQuestionIsAnsweredOnce, 'everyQuestionIsAnsweredOnce'],
  [everyRequiredQuestionIsAnswered, 'everyRequiredQuestionIsAnswered'],
  [givenAnswersStay, 'givenAnswersStay'],
  [nothingIncompatibleIsHeld, 'nothingIncompatibleIsHeld'],
  [notInAnIncompatibleGroup, 'notInAnIncompatibleGroup'],
  [onePolicyFits, 'onePolicyFits'],
  [policyAllowsTheSchedule, 'policyAllowsTheSchedule'],
  [policyExists, 'policyExists'],
  [policyHasTheApprovalToKeep, 'policyHasTheApprovalToKeep'],
  [policyIsOneThatBinds, 'policyIsOneThatBinds'],
  [policyLetsTargetsAsk, 'policyLetsTargetsAsk'],
  [policyLetsTargetsLeave, 'policyLetsTargetsLeave'],
  [policyLetsTargetsUpdate, 'policyLetsTargetsUpdate'],
  [policyOffersThePackage, 'policyOffersThePackage'],
  [requestorIsEnabled, 'requestorIsEnabled'],
  [requestorIsInTheDirectory, 'requestorIsInTheDirectory'],
  [requestorJustifies, 'requestorJustifies'],
  [requestorMayAskForTarget, 'requestorMayAskForTarget'],
  [requestorMayRemoveForTarget, 'requestorMayRemoveForTarget'],
  [requestorMayUpdateForTarget, 'requestorMayUpdateForTarget'],
  [targetHasThisAssignment, 'targetHasThisAssignment'],
  [targetIsEnabled, 'targetIsEnabled'],
  [targetIsEnabledOrStartsLater, 'targetIsEnabledOrStartsLater'],
  [targetIsInScope, 'targetIsInScope'],
  [targetIsInTheDirectory, 'targetIsInTheDirectory'],
  [targetLacksThisAssignment, 'targetLacksThisAssignment'],
  [windowFitsThePolicy, 'windowFitsThePolicy'],
]);

/** The name of a rule; one of an extension's own has its function's. */
export const nameOfRule = (rule: Rule): string => names.get(rule) ?? rule.name;

/** Whether a rule has a name of its own. */
export const isNamed = (rule: Rule): boolean => names.has(rule);

/** The names of all the rules that are ours. */
export const ruleNames: readonly string[] = [...names.values()];
