import { enumerated, GraphEntity, WireName } from '../../../platform/edm/type-names.js';
import { PassesOver } from '../../../platform/edm/member-classes.js';
import { Guid, ODataType, OneOf, Part } from '../../../platform/edm/members.js';

const stages = enumerated('accessPackageCustomExtensionStage', [
  ...(['assignmentRequestCreated', 'assignmentRequestApproved', 'assignmentRequestGranted'] as const),
  ...([
    'assignmentRequestRemoved',
    'assignmentFourteenDaysBeforeExpiration',
    'assignmentOneDayBeforeExpiration',
  ] as const),
]);

const requestExtension = 'microsoft.graph.accessPackageAssignmentRequestWorkflowExtension';
const assignmentExtension = 'microsoft.graph.accessPackageAssignmentWorkflowExtension';

/** Names a custom extension of the catalog; what else an answer showed of it may be sent back. */
@GraphEntity('customCalloutExtension')
@PassesOver('authenticationConfiguration', 'callbackConfiguration', 'clientConfiguration', 'endpointConfiguration')
@PassesOver('displayName', 'description', 'createdBy', 'createdDateTime', 'lastModifiedBy', 'lastModifiedDateTime')
@WireName('CustomCalloutExtensionLink')
export class CustomCalloutExtensionLink {
  @ODataType([requestExtension, assignmentExtension], 'omittable') '@odata.type' = requestExtension;
  @Guid('required') id: string;
}

/** What is called at which point of a request's or an assignment's life. */
@GraphEntity()
@WireName('CustomExtensionStageSetting')
export class CustomExtensionStageSetting {
  @Guid() id: string | null = null;
  @OneOf(stages, 'required') stage: (typeof stages)[number];
  /** Whether it exists is asked once extensions are served. Answers may lack it: policies were kept without one before. */
  @Part(() => CustomCalloutExtensionLink, 'required', { nullable: true }) customExtension: CustomCalloutExtensionLink;
}
