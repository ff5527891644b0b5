import { Allow } from 'class-validator';
import { BodyOf } from '../../../platform/beta/bodies.js';
import type { Dialect } from '../../../platform/beta/names.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { asWritten } from '../../../platform/http/body.pipe.js';
import { MailAddress } from '../../../platform/edm/mail-address.js';
import { PassesOver, PassesOverOnlyIf, Refuses } from '../../../platform/edm/member-classes.js';
import { check } from '../../../platform/edm/member.js';
import { Flag, Guid, isGuid, Part, Parts, Text } from '../../../platform/edm/members.js';
import { AccessPackageLink, EntitlementManagementSchedule } from '../../assignment-policies/index.js';
import { wantedScheduleOf } from './wanted-schedule.js';
import { Example } from '../../../platform/openapi/example.js';
import { AccessPackageAnswer, answers } from '../answers.body.js';
import { RequestInBeta, requestFromBeta } from './parameters.beta.js';
import type { NamedTarget, WantedRequest } from '../wanted-request.js';
import { WireName } from '../../../platform/edm/type-names.js';

/** Names a policy by its id; what else an answer showed of it may be sent back. */
@BodyOf('accessPackageAssignmentPolicy')
@PassesOver('allowedTargetScope', 'automaticRequestSettings', 'createdDateTime', 'description', 'displayName')
@PassesOver('expiration', 'modifiedDateTime', 'notificationSettings', 'requestApprovalSettings', 'requestorSettings')
@PassesOver('reviewSettings', 'specificAllowedTargets', 'accessPackage', 'catalog', 'customExtensionStageSettings')
@PassesOver('questions', 'accessPackageCatalog', 'accessReviewSettings', 'canExtend', 'createdBy', 'modifiedBy')
@PassesOver('customExtensionHandlers', 'durationInDays', 'expirationDateTime', 'verifiableCredentialSettings')
@WireName('AssignmentPolicyLink')
class AssignmentPolicyLink {
  @Guid('required')
  id: string;
}

const identifying = ['objectId', 'id', 'email', 'principalName'] as const;

/** Whom the access is for: every member that identifies somebody is heeded, a name alone is nobody's. */
@BodyOf('accessPackageSubject')
@PassesOver('displayName', 'subjectLifecycle', 'connectedOrganization', 'connectedOrganizationId')
@PassesOver('cleanupScheduledDateTime')
@Refuses("identifies nobody here: send 'objectId'", 'onPremisesSecurityIdentifier', 'altSecId')
@WireName('TargetBody')
class TargetBody {
  @Guid()
  objectId?: string | null;

  @Guid()
  id?: string | null;

  @MailAddress()
  email?: string | null;

  @Text(320)
  principalName?: string | null;

  @Text(40)
  @check('person', (value) => /^(user|notSpecified)$/i.test(String(value)), "must be 'user': access is for people")
  subjectType?: string | null;

  /** What identifies somebody here. */
  named(): NamedTarget {
    const said = identifying.filter((member) => this[member]);
    if (said.length > 0) return Object.fromEntries(said.map((member) => [member, this[member]]));
    throw new DomainError(
      'InvalidModel',
      `The model is invalid: 'assignment.target' names nobody: send ${identifying.map((name) => `'${name}'`).join(', ')}, or leave it out.`,
    );
  }
}

/** The window of Graph's on-behalf sample, which says nothing. */
@BodyOf('entitlementManagementSchedule')
@Refuses(
  "must be null: send 'schedule' beside 'assignment'",
  'startDateTime',
  'stopDateTime',
  'expiration',
  'recurrence',
)
@WireName('SampleSchedule')
class SampleSchedule {
  /** Validation takes no class of which it knows no member. */
  @Allow()
  readonly startDateTime?: undefined;
}

/** The assignment that is wanted: by its id, or by target, policy and package in either of Graph's spellings. */
@BodyOf('accessPackageAssignment')
@PassesOver('state', 'status', 'expiredDateTime', 'customExtensionCalloutInstances')
@PassesOver('catalogId', 'isExtended', 'accessPackageAssignmentRequests', 'accessPackageAssignmentResourceRoles')
@WireName('AssignmentBody')
class AssignmentBody {
  @Guid()
  id?: string | null;

  @Guid()
  targetId?: string | null;

  @Guid()
  assignmentPolicyId?: string | null;

  @Guid()
  accessPackageId?: string | null;

  @Part(() => TargetBody)
  target?: TargetBody | null;

  @Part(() => AssignmentPolicyLink)
  assignmentPolicy?: AssignmentPolicyLink | null;

  @Part(() => AccessPackageLink)
  accessPackage?: AccessPackageLink | null;

  @Part(() => SampleSchedule)
  schedule?: SampleSchedule | null;

  /** What the request is about, whichever spelling was used. */
  names(): Pick<WantedRequest, 'assignmentId' | 'target' | 'assignmentPolicyId' | 'accessPackageId'> {
    return {
      assignmentId: this.id ?? undefined,
      target: {
        ...this.target?.named(),
        objectId: either('assignment.targetId', this.targetId, 'assignment.target.objectId', this.target?.objectId),
      },
      assignmentPolicyId: either(
        ...(['assignment.assignmentPolicyId', this.assignmentPolicyId] as const),
        ...(['assignment.assignmentPolicy.id', this.assignmentPolicy?.id] as const),
      ),
      accessPackageId: either(
        ...(['assignment.accessPackageId', this.accessPackageId] as const),
        ...(['assignment.accessPackage.id', this.accessPackage?.id] as const),
      ),
    };
  }
}

/** Graph's accessPackageAssignmentRequest, as it is posted. */
@Example({
  requestType: 'adminAdd',
  assignment: {
    targetId: '0a000000-0000-4000-8000-000000000003',
    assignmentPolicyId: '0d000000-0000-4000-8000-0000000000b1',
    accessPackageId: '0d000000-0000-4000-8000-0000000000a1',
  },
})
@BodyOf('accessPackageAssignmentRequest', { type: () => RequestInBeta, fromBeta: requestFromBeta })
@PassesOverOnlyIf(isGuid, 'must be a GUID', 'id')
@Refuses('is not taken in a new request: the server says it', 'state', 'status', 'createdDateTime', 'completedDateTime')
@Refuses('is not taken in a new request: the server says it', 'customExtensionCalloutInstances')
@Refuses('is not taken in a new request: the server says it', 'customExtensionHandlerInstances')
@Refuses('is not taken in a new request: the server says it', 'expirationDateTime', 'history')
@Refuses("is not taken in a new request: send 'assignment.target' for whom it is", 'requestor')
@Refuses("is not taken in a new request: send 'assignment.accessPackageId'", 'accessPackage')
@Refuses('is not served yet', 'verifiedCredentialsData')
@WireName('AssignmentRequestBody')
export class AssignmentRequestBody {
  @Text(60, 'required')
  requestType: string;

  @Part(() => AssignmentBody)
  assignment?: AssignmentBody | null;

  @Part(() => AssignmentBody)
  accessPackageAssignment?: AssignmentBody | null;

  @Text(4_000)
  justification?: string | null;

  @Part(() => EntitlementManagementSchedule)
  schedule?: EntitlementManagementSchedule | null;

  @Parts(() => AccessPackageAnswer, 100, answers)
  answers?: AccessPackageAnswer[] | null;

  /** Decide and explain, write nothing. */
  @Flag()
  isValidationOnly?: boolean | null;

  /** What beta's `parameters` say; no body says it itself. */
  @Allow()
  keepsApproval?: boolean;

  /** What is asked for, in our words. */
  wanted(dialect: Dialect): WantedRequest {
    if (this.keepsApproval !== undefined && dialect !== 'beta') throw onlyInBeta;
    return {
      keepsApproval: this.keepsApproval,
      ...this.onlyAssignment().names(),
      justification: this.justification ?? null,
      answers: asWritten(this.answers ?? []),
      schedule: wantedScheduleOf(this.schedule),
    };
  }

  private onlyAssignment(): AssignmentBody {
    if (this.assignment && this.accessPackageAssignment) {
      throw new DomainError(
        'InvalidModel',
        "The model is invalid: send 'assignment' or 'accessPackageAssignment', not both.",
      );
    }
    return this.assignment ?? this.accessPackageAssignment ?? new AssignmentBody();
  }
}

const onlyInBeta = new DomainError(
  'InvalidModel',
  "The model is invalid: 'parameters' is not a member here: only beta's requests have it, send it to /beta.",
);

type Id = string | null | undefined;

/** One id said in one of two places; said differently in both, it is neither. */
function either(oneName: string, one: Id, otherName: string, other: Id): string | undefined {
  if (one && other && one !== other) {
    throw new DomainError('InvalidModel', `The model is invalid: '${oneName}' and '${otherName}' differ.`);
  }
  return one ?? other ?? undefined;
}
