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
  targetIsEnabled,
  targetIsInScope,
  targetIsInTheDirectory,
  windowFitsThePolicy,
} from './assignment-request.rules.js';
import { onePolicyFits, policyIsOneThatBinds } from './policy-choice.js';
import {
  credentialsArePresented,
  policyAllowsTheSchedule,
  policyLetsTargetsAsk,
  requestorIsEnabled,
  requestorIsInTheDirectory,
  requestorJustifies,
  requestorMayAskForTarget,
} from './requestor.rules.js';

/** What has to hold for access that people ask for, when they ask and again when it is given instead of what has ended. */
export const userAddRules: readonly Rule[] = [
  requestorMayAskForTarget,
  accessPackageExists,
  requestorIsInTheDirectory,
  requestorIsEnabled,
  targetIsInTheDirectory,
  targetIsEnabled,
  catalogIsPublished,
  onePolicyFits,
  policyExists,
  policyOffersThePackage,
  policyLetsTargetsAsk,
  targetIsInScope,
  policyIsOneThatBinds,
  credentialsArePresented,
  policyAllowsTheSchedule,
  windowFitsThePolicy,
  requestorJustifies,
  everyQuestionIsAnsweredOnce,
  everyAnswerHasItsQuestion,
  givenAnswersStay,
  everyAnswerFitsItsQuestion,
  everyRequiredQuestionIsAnswered,
  nothingIncompatibleIsHeld,
  notInAnIncompatibleGroup,
];
