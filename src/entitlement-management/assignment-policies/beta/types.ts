import { GraphEntity } from '../../../platform/csdl/declared.js';
import { Flag, Guid, Moment, ODataType, Parts, Part, Text, Whole } from '../../../platform/http/members.js';
import { AccessPackageLocalizedText } from '../policy-types/questions.js';

/** People, named or described, as beta says it: `@odata.type` tells how. */
export class UserSet {
  @Text(200) '@odata.type': string;
  @Flag() isBackup: boolean | null;
}

export class RequestorSettings {
  @Text(100) scopeType: string | null;
  @Flag() acceptRequests: boolean | null;
  @Parts(() => UserSet, 1_000) allowedRequestors: UserSet[];
}

export class ApprovalStage {
  @Whole(0, 14) approvalStageTimeOutInDays: number | null;
  @Flag() isApproverJustificationRequired: boolean | null;
  @Flag() isEscalationEnabled: boolean | null;
  @Whole(0, 20_160) escalationTimeInMinutes: number | null;
  @Parts(() => UserSet, 200) primaryApprovers: UserSet[];
  @Parts(() => UserSet, 200) escalationApprovers: UserSet[];
}

export class ApprovalSettings {
  @Flag() isApprovalRequired: boolean | null;
  @Flag() isApprovalRequiredForExtension: boolean | null;
  @Flag() isRequestorJustificationRequired: boolean | null;
  @Text(100) approvalMode: string | null;
  @Parts(() => ApprovalStage, 3) approvalStages: ApprovalStage[];
}

export class AssignmentReviewSettings {
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
export class AccessPackageLocalizedContent {
  @Text(1_000) defaultText: string | null;
  @Parts(() => AccessPackageLocalizedText, 100) localizedTexts: AccessPackageLocalizedText[];
}

@GraphEntity('accessPackageQuestion')
export class BetaQuestion {
  @ODataType(['microsoft.graph.accessPackageMultipleChoiceQuestion', 'microsoft.graph.accessPackageTextInputQuestion'])
  '@odata.type': string;
  @Guid() id: string | null;
  @Whole(0, 1_000) sequence: number | null;
  @Part(() => AccessPackageLocalizedContent) text: AccessPackageLocalizedContent | null;
  @Flag() isRequired: boolean | null;
  @Flag() isAnswerEditable: boolean | null;
}
