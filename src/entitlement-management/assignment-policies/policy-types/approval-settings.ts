import { enumerated, WireName } from '../../../platform/edm/type-names.js';
import { type Derived, Flag, ODataType, OneOf, Parts, Period } from '../../../platform/edm/members.js';
import { type SubjectSet, SubjectSets } from '../../subject-sets/index.js';

/** Whether those who ask may know who decides. */
export const visibilities = enumerated('approverInformationVisibility', ['default', 'notVisible', 'visible']);
const plainStage = 'microsoft.graph.accessPackageApprovalStage';
const dynamicStage = 'microsoft.graph.accessPackageDynamicApprovalStage';

/** One round of approval: who may decide, how long they have, and who is asked when they stay silent. */
@WireName('AccessPackageApprovalStage')
export class AccessPackageApprovalStage {
  @ODataType([plainStage, dynamicStage], 'omittable') '@odata.type'?: string;
  @Period() durationBeforeAutomaticDenial: string | null = null;
  @Flag() isApproverJustificationRequired: boolean | null = false;
  @Flag() isEscalationEnabled: boolean | null = false;
  @Period() durationBeforeEscalation: string | null = null;
  @OneOf(visibilities, 'omittable') approverInformationVisibility: (typeof visibilities)[number] = 'default';
  @SubjectSets(100) primaryApprovers: SubjectSet[] = [];
  @SubjectSets(100) fallbackPrimaryApprovers: SubjectSet[] = [];
  @SubjectSets(100) escalationApprovers: SubjectSet[] = [];
  @SubjectSets(100) fallbackEscalationApprovers: SubjectSet[] = [];
}

/** A round whose approvers a custom extension names when it comes to it. */
@WireName('AccessPackageDynamicApprovalStage')
export class AccessPackageDynamicApprovalStage extends AccessPackageApprovalStage {}

const stages: Derived = { [plainStage]: AccessPackageApprovalStage, [dynamicStage]: AccessPackageDynamicApprovalStage };

/** Whether somebody must agree before access is given or changed, and in which rounds. */
@WireName('AccessPackageAssignmentApprovalSettings')
export class AccessPackageAssignmentApprovalSettings {
  @Flag() isApprovalRequiredForAdd: boolean | null = false;
  @Flag() isApprovalRequiredForUpdate: boolean | null = false;
  @Flag() isRequestorJustificationRequired: boolean | null = false;
  @Parts(() => AccessPackageApprovalStage, 3, stages) stages: AccessPackageApprovalStage[] = [];
}
