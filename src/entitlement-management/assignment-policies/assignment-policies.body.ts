import { plainToInstance } from 'class-transformer';
import { BodyOf } from '../../platform/beta/bodies.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { membersIn } from '../../platform/http/body-members.js';
import { asWritten } from '../../platform/http/body.pipe.js';
import { PassesOver, Refuses } from '../../platform/edm/member-classes.js';
import { Guid, Name, OneOf, Part, Parts, Text } from '../../platform/edm/members.js';
import { Example } from '../../platform/openapi/example.js';
import { managerOfRequestor, onePerson, peopleOfGroup, type SubjectSet, SubjectSets } from '../subject-sets/index.js';
import type { PolicyValues } from './assignment-policy.js';
import { betaPaths, placedInBeta } from './beta/paths.js';
import { policyFromBeta } from './beta/policy.js';
import { PolicyInBeta } from './beta/policy-shape.js';
import { otherWords } from './beta/scopes.js';
import { spelledOut } from './expiration.js';
import { type AllowedTargetScope, allowedTargetScopes } from './policy-settings.js';
import { AccessPackageAssignmentApprovalSettings } from './policy-types/approval-settings.js';
import { VerifiableCredentialSettings } from './policy-types/credential-settings.js';
import { CustomExtensionStageSetting } from './policy-types/custom-extensions.js';
import { AccessPackageQuestion, questionTypes } from './policy-types/questions.js';
import {
  AccessPackageAssignmentRequestorSettings,
  AccessPackageAutomaticRequestSettings,
  AccessPackageNotificationSettings,
} from './policy-types/request-settings.js';
import { AccessPackageAssignmentReviewSettings } from './policy-types/review-settings.js';
import { ExpirationPatternBody } from '../../graph/index.js';
import { WireName } from '../../platform/edm/type-names.js';

/** Names an access package by its id; what else an answer showed of it may be sent back. */
@BodyOf('accessPackage')
@PassesOver('createdDateTime', 'description', 'displayName', 'isHidden', 'modifiedDateTime', 'catalog')
@PassesOver('assignmentPolicies', 'incompatibleAccessPackages', 'accessPackagesIncompatibleWith', 'incompatibleGroups')
@PassesOver('createdBy', 'modifiedBy', 'isRoleScopesVisible', 'uniqueName')
@Refuses('is not served yet: packages carry no resources here', 'resourceRoleScopes', 'accessPackageResourceRoleScopes')
@WireName('AccessPackageLink')
export class AccessPackageLink {
  @Guid('required') id: string;
}

/** The members of a policy that every body may carry or leave out. */
@BodyOf('accessPackageAssignmentPolicy', {
  type: () => PolicyInBeta,
  fromBeta: policyFromBeta,
  paths: betaPaths,
  placed: placedInBeta,
})
@Refuses("is not taken here: send 'customExtensionStageSettings'", 'customExtensionHandlers')
abstract class PolicyMembersBody {
  @Text(4_000) description: string | null = null;
  @OneOf(allowedTargetScopes) allowedTargetScope: AllowedTargetScope | null = null;
  @SubjectSets(1_000) specificAllowedTargets: SubjectSet[] = [];
  @Part(() => ExpirationPatternBody) expiration: ExpirationPatternBody | null = null;
  @Part(() => AccessPackageAssignmentRequestorSettings)
  requestorSettings: AccessPackageAssignmentRequestorSettings | null = null;
  @Part(() => AccessPackageAssignmentApprovalSettings)
  requestApprovalSettings: AccessPackageAssignmentApprovalSettings | null = null;
  @Part(() => AccessPackageAssignmentReviewSettings)
  reviewSettings: AccessPackageAssignmentReviewSettings | null = null;
  @Part(() => AccessPackageAutomaticRequestSettings)
  automaticRequestSettings: AccessPackageAutomaticRequestSettings | null = null;
  @Part(() => AccessPackageNotificationSettings) notificationSettings: AccessPackageNotificationSettings | null = null;
  @Parts(() => AccessPackageQuestion, 100, questionTypes) questions: AccessPackageQuestion[] = [];
  @Parts(() => CustomExtensionStageSetting, 30) customExtensionStageSettings: CustomExtensionStageSetting[] = [];
  /** Not in v1.0's answers: what a body does not say of it stays as it is. */
  @Part(() => VerifiableCredentialSettings) verifiableCredentialSettings?: VerifiableCredentialSettings | null;
}

/** A policy as a POST carries it; every member that is left out has its default. */
@Example({
  displayName: 'With the consent of the manager',
  description: 'Members of the group ask, their manager agrees.',
  allowedTargetScope: 'specificDirectoryUsers',
  specificAllowedTargets: [peopleOfGroup('0d000000-0000-4000-8000-0000000000e1')],
  expiration: { type: 'afterDuration', duration: 'P365D' },
  requestorSettings: { enableTargetsToSelfAddAccess: true, enableTargetsToSelfRemoveAccess: true },
  requestApprovalSettings: {
    isApprovalRequiredForAdd: true,
    stages: [
      {
        durationBeforeAutomaticDenial: 'P14D',
        primaryApprovers: [managerOfRequestor],
        fallbackPrimaryApprovers: [onePerson('0a000000-0000-4000-8000-000000000001')],
      },
    ],
  },
  accessPackage: { id: '0d000000-0000-4000-8000-0000000000a1' },
})
@Refuses('is not taken in a new policy: the server says it', 'id', 'createdDateTime', 'modifiedDateTime')
@Refuses('is not taken in a new policy: the server says it', 'createdBy', 'modifiedBy')
@Refuses("is not taken here: the package says it, send 'accessPackage'", 'catalog', 'accessPackageCatalog')
@WireName('AssignmentPolicyBody')
export class AssignmentPolicyBody extends PolicyMembersBody {
  @Name(256) displayName: string;
  @Part(() => AccessPackageLink, 'required') accessPackage: AccessPackageLink;
}

/** What the server says of a policy, and an answer showed. */
const ComesBack = () =>
  PassesOver('catalog', 'accessPackageCatalog', 'createdDateTime', 'modifiedDateTime', 'createdBy', 'modifiedBy');

/** A policy as a PUT carries it: whole, and perhaps with what only the server writes. */
@Example({
  displayName: 'Everybody for a quarter',
  allowedTargetScope: 'allMemberUsers',
  expiration: { type: 'afterDuration', duration: 'P90D' },
  requestorSettings: { enableTargetsToSelfAddAccess: true },
  accessPackage: { id: '0d000000-0000-4000-8000-0000000000a1' },
})
@ComesBack()
@WireName('AssignmentPolicyReplacementBody')
export class AssignmentPolicyReplacementBody extends AssignmentPolicyBody {
  @Guid() id?: string | null;
}

/** Members to change, as a PATCH carries them: objects are changed member by member, collections as a whole. */
@Example({ expiration: { type: 'afterDuration', duration: 'P180D' } })
@ComesBack()
@WireName('AssignmentPolicyChangesBody')
export class AssignmentPolicyChangesBody extends PolicyMembersBody {
  @Guid() id?: string | null;
  @Name(256, 'omittable') displayName?: string;
  @Part(() => AccessPackageLink) accessPackage?: AccessPackageLink | null;
}

export const valuesOf = (body: AssignmentPolicyBody): PolicyValues => ({
  ...changesOf(body),
  displayName: body.displayName,
});

export function changesOf(body: PolicyMembersBody & { readonly displayName?: string }) {
  const { requestorSettings, requestApprovalSettings, reviewSettings, automaticRequestSettings } = body;
  const { specificAllowedTargets, expiration, notificationSettings, questions, customExtensionStageSettings } = body;
  const { verifiableCredentialSettings } = body;
  refuseOtherScope(body);
  return {
    ...(body.displayName === undefined ? {} : { displayName: body.displayName }),
    description: body.description,
    allowedTargetScope: body.allowedTargetScope ?? 'notSpecified',
    settings: asWritten({
      ...{ specificAllowedTargets, requestorSettings, requestApprovalSettings },
      ...{ expiration: spelledOut(expiration), reviewSettings: reviewSettings && withItsEnd(reviewSettings) },
      ...{ automaticRequestSettings, notificationSettings, questions, customExtensionStageSettings },
      ...{ verifiableCredentialSettings },
    }),
  };
}

/** Both versions' words for the scope stand in one body only where they mean the same. */
function refuseOtherScope({ allowedTargetScope, requestorSettings }: PolicyMembersBody): void {
  const word = requestorSettings?.scopeType;
  if (!word || otherWords[word] === allowedTargetScope) return;
  throw new DomainError(
    'InvalidModel',
    "The model is invalid: 'requestorSettings.scopeType' and 'allowedTargetScope' say different scopes: send one of them.",
  );
}

function withItsEnd({ schedule, ...review }: AccessPackageAssignmentReviewSettings) {
  return { ...review, schedule: schedule && { ...schedule, expiration: spelledOut(schedule.expiration) } };
}

/** What a policy says in Graph's JSON, for callers inside the server, whose JSON is right. */
export const policyValuesFrom = (json: object): PolicyValues =>
  valuesOf(plainToInstance(AssignmentPolicyBody, membersIn(json, AssignmentPolicyBody)));
