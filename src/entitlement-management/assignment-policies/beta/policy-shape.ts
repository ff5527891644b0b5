import { Flag, Moment, Part, Parts, Whole } from '../../../platform/edm/members.js';
import { ApprovalSettings, AssignmentReviewSettings, BetaQuestion, RequestorSettings } from './types.js';

/** A policy as beta has it, for the names of its members; its values are judged once they are in v1.0's shape. */
export class PolicyInBeta {
  @Flag() canExtend?: boolean | null;
  @Whole(0, 3_660) durationInDays?: number | null;
  @Moment() expirationDateTime?: string | null;
  @Part(() => RequestorSettings) requestorSettings?: RequestorSettings | null;
  @Part(() => ApprovalSettings) requestApprovalSettings?: ApprovalSettings | null;
  @Part(() => AssignmentReviewSettings) accessReviewSettings?: AssignmentReviewSettings | null;
  @Parts(() => BetaQuestion, 100) questions?: BetaQuestion[] | null;
}
