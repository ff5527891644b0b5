import { GraphEntity, OnlyAnswered, WireName } from '../../../platform/edm/type-names.js';
import { Flag, Guid, Moment, ODataType, OneOf, Parts, Part, Text, Whole } from '../../../platform/edm/members.js';
import { PassesOverOnlyIf } from '../../../platform/edm/member-classes.js';
import { UserSet } from '../../subject-sets/index.js';
import { visibilities } from '../policy-types/approval-settings.js';
import { AccessPackageLocalizedText } from '../policy-types/questions.js';

@WireName('RequestorSettings')
export class RequestorSettingsInBeta {
  @Text(100) scopeType: string | null;
  @Flag() acceptRequests: boolean | null;
  @Parts(() => UserSet, 1_000) allowedRequestors: UserSet[];
}

@WireName('ApprovalStage')
export class ApprovalStageInBeta {
  @Whole(0, 14) approvalStageTimeOutInDays: number | null;
  @Flag() isApproverJustificationRequired: boolean | null;
  @Flag() isEscalationEnabled: boolean | null;
  @Whole(0, 20_160) escalationTimeInMinutes: number | null;
  @OneOf(visibilities) approverInformationVisibility: (typeof visibilities)[number] | null;
  @Parts(() => UserSet, 200) primaryApprovers: UserSet[];
  @Parts(() => UserSet, 200) escalationApprovers: UserSet[];
}

@WireName('ApprovalSettings')
export class ApprovalSettingsInBeta {
  @Flag() isApprovalRequired: boolean | null;
  @Flag() isApprovalRequiredForExtension: boolean | null;
  @Flag() isRequestorJustificationRequired: boolean | null;
  @Text(100) approvalMode: string | null;
  @Parts(() => ApprovalStageInBeta, 3) approvalStages: ApprovalStageInBeta[];
}

@PassesOverOnlyIf((value) => value === false, 'can be false only: no agent reviews here', 'isAgenticExperienceEnabled')
@WireName('AssignmentReviewSettings')
export class ReviewSettingsInBeta {
  @Flag() isEnabled: boolean | null;
  @Text(100) recurrenceType: string | null;
  @Text(100) reviewerType: string | null;
  @Moment() startDateTime: string | null;
  @Whole(0, 9_999) durationInDays: number | null;
  @Flag() isAccessRecommendationEnabled: boolean | null;
  @Flag() isApprovalJustificationRequired: boolean | null;
  @Text(100) accessReviewTimeoutBehavior: string | null;
  @Parts(() => UserSet, 200) reviewers: UserSet[];
}

/** A text, and what it is in other languages. */
@WireName('AccessPackageLocalizedContent')
export class AccessPackageLocalizedContent {
  @Text(1_000) defaultText: string | null;
  @Parts(() => AccessPackageLocalizedText, 100) localizedTexts: AccessPackageLocalizedText[];
}

@GraphEntity('accessPackageQuestion')
export class QuestionInBeta {
  @ODataType(['microsoft.graph.accessPackageMultipleChoiceQuestion', 'microsoft.graph.accessPackageTextInputQuestion'])
  '@odata.type': string;
  @Guid() id: string | null;
  @Whole(0, 1_000) sequence: number | null;
  @Part(() => AccessPackageLocalizedContent) text: AccessPackageLocalizedContent | null;
  @Flag() isRequired: boolean | null;
  @Flag() isAnswerEditable: boolean | null;
}

@OnlyAnswered()
@GraphEntity('accessPackageTextInputQuestion')
export class TextInputQuestionInBeta extends QuestionInBeta {
  @Flag() isSingleLineQuestion: boolean | null;
  @Text(1_000) regexPattern: string | null;
}

/** One of the answers that may be chosen. */
@WireName('AccessPackageAnswerChoice')
export class AccessPackageAnswerChoiceInBeta {
  @Text(500) actualValue: string | null;
  @Part(() => AccessPackageLocalizedContent) displayValue: AccessPackageLocalizedContent | null;
}

@OnlyAnswered()
@GraphEntity('accessPackageMultipleChoiceQuestion')
export class MultipleChoiceQuestionInBeta extends QuestionInBeta {
  @Flag() allowsMultipleSelection: boolean | null;
  @Parts(() => AccessPackageAnswerChoiceInBeta, 100) choices: AccessPackageAnswerChoiceInBeta[];
}
