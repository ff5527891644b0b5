import { assignmentExtension, requestExtension, stages as ourStages } from '../../custom-extensions/index.js';
import { enumerated, GraphEntity, WireName } from '../../../platform/edm/type-names.js';
import { PassesOver } from '../../../platform/edm/member-classes.js';
import { Guid, ODataType, OneOf, Part } from '../../../platform/edm/members.js';

const stages = enumerated('accessPackageCustomExtensionStage', ourStages);

const types = [requestExtension, assignmentExtension].map((type) => `microsoft.graph.${type}`);

/** Names a custom extension of the catalog; what else an answer showed of it may be sent back. */
@GraphEntity('customCalloutExtension')
@PassesOver('authenticationConfiguration', 'callbackConfiguration', 'clientConfiguration', 'endpointConfiguration')
@PassesOver('displayName', 'description', 'createdBy', 'createdDateTime', 'lastModifiedBy', 'lastModifiedDateTime')
@WireName('CustomCalloutExtensionLink')
export class CustomCalloutExtensionLink {
  @ODataType(types, 'omittable') '@odata.type'?: string;
  @Guid('required') id: string;
}

/** What is called at which point of a request's or an assignment's life. */
@GraphEntity()
@WireName('CustomExtensionStageSetting')
export class CustomExtensionStageSetting {
  @Guid() id: string | null = null;
  @OneOf(stages, 'required') stage: (typeof stages)[number];
  /** Answers may lack it: policies were kept without one before. */
  @Part(() => CustomCalloutExtensionLink, 'required', { nullable: true }) customExtension: CustomCalloutExtensionLink;
}
