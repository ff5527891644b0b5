import { Flag, Moment, Part, Parts, Whole } from '../../../platform/edm/members.js';
import {
  ApprovalSettingsInBeta,
  ReviewSettingsInBeta,
  QuestionInBeta,
  RequestorSettingsInBeta,
} from './policy-parts.js';

/** A policy as beta has it, for the names of its members; its values are judged once they are in v1.0's shape. */
export class PolicyInBeta {
  @Flag() canExtend?: boolean | null;
  @Whole(0, 3_660) durationInDays?: number | null;
  @Moment() expirationDateTime?: string | null;
  @Part(() => RequestorSettingsInBeta) requestorSettings?: RequestorSettingsInBeta | null;
  @Part(() => ApprovalSettingsInBeta) requestApprovalSettings?: ApprovalSettingsInBeta | null;
  @Part(() => ReviewSettingsInBeta) accessReviewSettings?: ReviewSettingsInBeta | null;
  @Parts(() => QuestionInBeta, 100) questions?: QuestionInBeta[] | null;
}
