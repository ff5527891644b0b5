import { enumerated, WireName } from '../../../platform/edm/type-names.js';
import { Flag, OneOf, Part } from '../../../platform/edm/members.js';
import { type SubjectSet, SubjectSets } from '../../subject-sets/index.js';
import { EntitlementManagementSchedule } from '../../../graph/index.js';

const expirationBehaviors = enumerated('accessReviewExpirationBehavior', [
  'keepAccess',
  'removeAccess',
  'acceptAccessRecommendation',
]);

/** Who looks over the assignments from time to time, and what becomes of those nobody looked at. */
@WireName('AccessPackageAssignmentReviewSettings')
export class AccessPackageAssignmentReviewSettings {
  @Flag() isEnabled: boolean | null = false;
  @OneOf(expirationBehaviors) expirationBehavior: (typeof expirationBehaviors)[number] | null = null;
  @Flag() isRecommendationEnabled: boolean | null = true;
  @Flag() isReviewerJustificationRequired: boolean | null = true;
  @Flag() isSelfReview: boolean | null = false;
  @Part(() => EntitlementManagementSchedule) schedule: EntitlementManagementSchedule | null = null;
  @SubjectSets(100) primaryReviewers: SubjectSet[] = [];
  @SubjectSets(100) fallbackReviewers: SubjectSet[] = [];
}
