/** The ways of naming people, by Graph's names for them. */
export const kindNames = [
  ...(['singleUser', 'groupMembers', 'connectedOrganizationMembers'] as const),
  ...(['singleServicePrincipal', 'attributeRuleMembers', 'requestorManager', 'targetManager'] as const),
  ...(['internalSponsors', 'externalSponsors', 'targetUserSponsors', 'targetApplicationOwners'] as const),
  ...(['targetAgentIdentitySponsorsOrOwners', 'identityGovernance.groupBasedSubjectSet'] as const),
  'identityGovernance.ruleBasedSubjectSet' as const,
] as const;

export type KindName = (typeof kindNames)[number];

/** People named one by one, by group or by their relation (Graph's subjectSet and what derives from it). */
export interface SubjectSet {
  /** Such as `#microsoft.graph.singleUser`. */
  readonly '@odata.type': string;
  readonly userId?: string | null;
  readonly groupId?: string | null;
  readonly connectedOrganizationId?: string | null;
  readonly managerLevel?: number | null;
  readonly groups?: readonly { readonly id: string }[] | null;
}

/** Where a policy names people: those in its scope, those who may act for them, and those who decide. */
export type PolicyPlace =
  'specificDirectoryUsers' | 'specificConnectedOrganizationUsers' | 'onBehalfRequestors' | 'approvers';

/** Somebody, as far as sets ask about them. */
export interface Standing {
  readonly id: string;
  /** The groups they are in, themselves or through groups in groups; null where there are more than are looked at. */
  readonly groupIds: readonly string[] | null;
  /** The manager, the manager's manager and so on, four at most. */
  readonly managerIds: readonly string[];
  /** The configured connected organizations that they come from. */
  readonly organizationIds: readonly string[];
}

/** Of whom a set's manager is one. */
export interface Related {
  readonly requestor: Standing | null;
  readonly target: Standing | null;
}

/** The name of a set's type without a namespace, also where no kind has it; types are told apart by the case of their letters, as at Graph. */
export const kindOf = (set: Pick<SubjectSet, '@odata.type'>): string =>
  set['@odata.type'].replace(/^#?microsoft\.graph\./, '');
