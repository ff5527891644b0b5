import type { ExpirationPatternType } from '../../graph/index.js';
import type { AssignmentPolicy } from '../../platform/database/generated/client.js';
import type { StageSetting } from '../custom-extensions/index.js';
import type { SubjectSet } from '../subject-sets/index.js';

/** Who can be assigned through a policy (Graph's allowedTargetScope). */
export const allowedTargetScopes = [
  'notSpecified',
  'specificDirectoryUsers',
  'specificConnectedOrganizationUsers',
  'specificDirectoryServicePrincipals',
  'allMemberUsers',
  'allDirectoryUsers',
  'allDirectoryServicePrincipals',
  'allConfiguredConnectedOrganizationUsers',
  'allExternalUsers',
  'allDirectoryAgentIdentities',
] as const;

export type AllowedTargetScope = (typeof allowedTargetScopes)[number];

/** When something ends (Graph's expirationPattern). */
export interface ExpirationPattern {
  readonly type?: ExpirationPatternType | null;
  /** ISO instant, with `afterDateTime`. */
  readonly endDateTime?: string | null;
  /** Edm.Duration, with `afterDuration`. */
  readonly duration?: string | null;
}

/** Who may ask under a policy, and for what. */
export interface RequestorSettings {
  readonly enableTargetsToSelfAddAccess?: boolean | null;
  readonly enableTargetsToSelfUpdateAccess?: boolean | null;
  readonly enableTargetsToSelfRemoveAccess?: boolean | null;
  readonly allowCustomAssignmentSchedule?: boolean | null;
  readonly enableOnBehalfRequestorsToAddAccess?: boolean | null;
  readonly enableOnBehalfRequestorsToUpdateAccess?: boolean | null;
  readonly enableOnBehalfRequestorsToRemoveAccess?: boolean | null;
  readonly onBehalfRequestors?: readonly SubjectSet[] | null;
  /** Beta's word for the policy's scope, where v1.0 has none for it; shown there only. */
  readonly scopeType?: string | null;
}

/** One round of approval. */
export interface StageSettings {
  readonly durationBeforeAutomaticDenial?: string | null;
  readonly isApproverJustificationRequired?: boolean | null;
  readonly isEscalationEnabled?: boolean | null;
  readonly durationBeforeEscalation?: string | null;
  readonly approverInformationVisibility?: 'default' | 'notVisible' | 'visible';
  readonly primaryApprovers?: readonly SubjectSet[] | null;
  readonly fallbackPrimaryApprovers?: readonly SubjectSet[] | null;
  readonly escalationApprovers?: readonly SubjectSet[] | null;
  readonly fallbackEscalationApprovers?: readonly SubjectSet[] | null;
}

/** Whether somebody must agree, and who. */
export interface ApprovalSettings {
  readonly isApprovalRequiredForAdd?: boolean | null;
  readonly isApprovalRequiredForUpdate?: boolean | null;
  readonly isRequestorJustificationRequired?: boolean | null;
  readonly stages?: readonly StageSettings[] | null;
}

/** Something a requestor is asked. */
export interface Question {
  readonly '@odata.type': string;
  readonly id: string | null;
  readonly text?: string | null;
  readonly isRequired?: boolean | null;
  readonly isAnswerEditable?: boolean | null;
  readonly isMultipleSelectionAllowed?: boolean | null;
  readonly choices?: readonly { readonly actualValue: string }[] | null;
  readonly regexPattern?: string | null;
}

/** What decisions read of a policy's settings; the rest of Graph's shape is stored and answered, not read. */
export interface PolicySettings {
  readonly expiration?: ExpirationPattern | null;
  readonly requestorSettings?: RequestorSettings | null;
  readonly requestApprovalSettings?: ApprovalSettings | null;
  readonly specificAllowedTargets?: readonly SubjectSet[] | null;
  readonly automaticRequestSettings?: object | null;
  readonly notificationSettings?: object | null;
  readonly reviewSettings?: {
    readonly isEnabled?: boolean | null;
    readonly schedule?: { readonly expiration?: ExpirationPattern | null } | null;
  } | null;
  readonly questions?: readonly Question[] | null;
  /** Not in v1.0's metadata: kept and decided by where it is given. */
  readonly verifiableCredentialSettings?: { readonly credentialTypes?: readonly object[] | null } | null;
  readonly customExtensionStageSettings?: readonly StageSetting[] | null;
}

export const settingsOf = (policy: Pick<AssignmentPolicy, 'settings'>): PolicySettings =>
  policy.settings as PolicySettings;
