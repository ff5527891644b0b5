/** A test that sees an operation answer: its file under test/e2e, and its title. */
export type Witness = readonly [file: string, title: string];

const everyEntity: Witness = [
  'contract.spec.ts',
  'every page and every entity of every collection, with every link followed',
];
const approvals = (title: string): Witness => ['approvals.spec.ts', title];
const incompatible = (title: string): Witness => ['incompatibilities.spec.ts', title];
const organizations = (title: string): Witness => ['connected-organizations.spec.ts', title];

const extensions = (title: string): Witness => ['custom-extensions.spec.ts', title];
const resources = (title: string): Witness => ['resources.spec.ts', title];
const given = (title: string): Witness => ['resource-role-scopes.spec.ts', title];

const roles = (title: string): Witness => ['role-assignments.spec.ts', title];

const heldRoles = roles('show the caller what they hold in person, without end, in %s');
const noRoles = roles('show none of the %s on %s, as nothing here makes any');
const noRoleRequests = roles('cancel none of the %s: there is none');

const groupsAreAdded = resources(
  'are added as groups, with both roles, one scope and the environment of the directory',
);
const roleScopesComeAndGo = given('is added by origin, as PowerShell sends it, and read with roles and scopes');
const packagesComeAndGo = incompatible('are declared in one direction, listed from both sides, and withdrawn');
const groupsComeAndGo = incompatible('are declared, listed and withdrawn');
const sponsorsComeAndGo = organizations('come, are listed, and go');
const approvalsAreRead = approvals('and deciding are answered as they are described');

/** For every documented operation that is served, a test that sees it answer; `docs/parity.md` shows them. */
export const witnesses: Readonly<Record<string, Witness>> = {
  "GET /accessPackageAssignmentApprovals/filterByCurrentUser(on='{}')": approvals(
    'lists what waits for the caller, and nothing that does not',
  ),
  'GET /accessPackageAssignmentApprovals/{}': approvals(
    'shows people the approvals that concern them, and administrators all',
  ),
  'GET /accessPackageAssignmentApprovals/{}/stages': approvalsAreRead,
  'GET /accessPackageAssignmentApprovals/{}/stages/{}': approvalsAreRead,
  'PATCH /accessPackageAssignmentApprovals/{}/stages/{}': approvals(
    'lead from the request over the manager to the assignment',
  ),

  'GET /accessPackages': everyEntity,
  'POST /accessPackages': ['access-packages.spec.ts', 'answers 201 with the package and where it is'],
  "GET /accessPackages/filterByCurrentUser(on='{}')": [
    'filter-by-current-user.spec.ts',
    'lists what the caller may ask for, hidden or not, asked for already or not',
  ],
  'DELETE /accessPackages/{}': ['access-packages.spec.ts', 'answers 204, and the package is gone'],
  'GET /accessPackages/{}': everyEntity,
  'PATCH /accessPackages/{}': ['access-packages.spec.ts', 'answers 204 and changes only what it was given'],
  'GET /accessPackages/{}/accessPackagesIncompatibleWith': packagesComeAndGo,
  'POST /accessPackages/{}/getApplicablePolicyRequirements': [
    'requirements.spec.ts',
    'answers what the policy wants, in the shape that Graph declares',
  ],
  'GET /accessPackages/{}/incompatibleAccessPackages': packagesComeAndGo,
  'POST /accessPackages/{}/incompatibleAccessPackages/$ref': packagesComeAndGo,
  'DELETE /accessPackages/{}/incompatibleAccessPackages/{}/$ref': packagesComeAndGo,
  'GET /accessPackages/{}/incompatibleGroups': groupsComeAndGo,
  'POST /accessPackages/{}/incompatibleGroups/$ref': groupsComeAndGo,
  'DELETE /accessPackages/{}/incompatibleGroups/{}/$ref': groupsComeAndGo,

  'GET /assignmentPolicies': everyEntity,
  'POST /assignmentPolicies': [
    'assignment-policies.spec.ts',
    'answers 201 with every member as it was sent, and ids for questions and call-outs',
  ],
  'DELETE /assignmentPolicies/{}': ['assignment-policies.spec.ts', 'answers 204, and the policy is gone'],
  'GET /assignmentPolicies/{}': everyEntity,
  'PUT /assignmentPolicies/{}': [
    'assignment-policies.spec.ts',
    'replaces the whole: what is left out goes back to its default',
  ],

  'GET /assignmentRequests': everyEntity,
  'POST /assignmentRequests': ['admin-add.spec.ts', 'is accepted with the shape of Graph'],
  "GET /assignmentRequests/filterByCurrentUser(on='{}')": [
    'filter-by-current-user.spec.ts',
    'lists the requests for the caller, those they sent, and those for their reports',
  ],
  'DELETE /assignmentRequests/{}': ['request-types.spec.ts', 'is deleted once it has ended, and its access has'],
  'GET /assignmentRequests/{}': everyEntity,
  'POST /assignmentRequests/{}/cancel': [
    'request-types.spec.ts',
    'is canceled by its requestor, and gives its place free',
  ],
  'POST /assignmentRequests/{}/reprocess': [
    'request-types.spec.ts',
    'whose delivery failed is tried again, within 14 days',
  ],

  'GET /assignments': everyEntity,
  'GET /assignments/additionalAccess()': incompatible(
    'answers, without packages, what is held beside anything declared incompatible',
  ),
  "GET /assignments/additionalAccess(accessPackageId='{}',incompatibleAccessPackageId='{}')": incompatible(
    'answers the live assignments to the first package of those who hold the second too',
  ),
  "GET /assignments/filterByCurrentUser(on='{}')": [
    'filter-by-current-user.spec.ts',
    'lists the assignments of the caller, ended or not, those they asked for, and those of their reports',
  ],
  'GET /assignments/{}': everyEntity,
  'POST /assignments/{}/reprocess': ['reprocess.spec.ts', 'is 202 while it is in place, and is told with who asked'],

  'GET /catalogs': everyEntity,
  'POST /catalogs': ['catalogs.spec.ts', 'answers 201 with the catalog and where it is'],
  'DELETE /catalogs/{}': ['catalogs.spec.ts', 'answers 204, and the catalog is gone'],
  'GET /catalogs/{}': everyEntity,
  'PATCH /catalogs/{}': ['catalogs.spec.ts', 'answers 204 and changes only what it was given'],

  'GET /catalogs/{}/customWorkflowExtensions': extensions(
    'is listed in its catalog and shown by $expand, filtered and page by page',
  ),
  'POST /catalogs/{}/customWorkflowExtensions': extensions(
    'answers 201 with every member as it was sent, where it is, and its secret this once',
  ),
  'DELETE /catalogs/{}/customWorkflowExtensions/{}': extensions(
    'is deleted, and then there is none; its catalog goes only without it',
  ),
  'GET /catalogs/{}/customWorkflowExtensions/{}': extensions(
    'answers 201 with every member as it was sent, where it is, and its secret this once',
  ),
  'PATCH /catalogs/{}/customWorkflowExtensions/{}': extensions(
    'is replaced as a whole by PUT, and changed member by member by PATCH; both are 200 with it',
  ),

  'GET /connectedOrganizations': organizations('lists them, filtered, ordered and page by page'),
  'POST /connectedOrganizations': organizations(
    'answers 201 with the organization, every kind of identity source, and where it is',
  ),
  'DELETE /connectedOrganizations/{}': organizations('answers 204, and the organization is gone with its sponsors'),
  'GET /connectedOrganizations/{}': organizations('shows people without a role only those that they sponsor'),
  'PATCH /connectedOrganizations/{}': organizations(
    'answers 202 with the organization, of which only what was said is changed',
  ),
  'GET /connectedOrganizations/{}/externalSponsors': sponsorsComeAndGo,
  'POST /connectedOrganizations/{}/externalSponsors/$ref': sponsorsComeAndGo,
  'DELETE /connectedOrganizations/{}/externalSponsors/{}/$ref': sponsorsComeAndGo,
  'GET /connectedOrganizations/{}/internalSponsors': sponsorsComeAndGo,
  'POST /connectedOrganizations/{}/internalSponsors/$ref': sponsorsComeAndGo,
  'DELETE /connectedOrganizations/{}/internalSponsors/{}/$ref': sponsorsComeAndGo,

  'GET /roleManagement/entitlementManagement/roleAssignments': roles(
    'are found by their members, and show whom they name and which role, in %s',
  ),
  'POST /roleManagement/entitlementManagement/roleAssignments': roles('are made, read and deleted in %s'),
  "GET /roleManagement/entitlementManagement/roleAssignmentSchedules/filterByCurrentUser(on='{}')": heldRoles,
  "GET /roleManagement/entitlementManagement/roleAssignmentScheduleInstances/filterByCurrentUser(on='{}')": heldRoles,
  "GET /roleManagement/entitlementManagement/roleAssignmentScheduleRequests/filterByCurrentUser(on='{}')": noRoles,
  'POST /roleManagement/entitlementManagement/roleAssignmentScheduleRequests/{}/cancel': noRoleRequests,
  "GET /roleManagement/entitlementManagement/roleEligibilitySchedules/filterByCurrentUser(on='{}')": noRoles,
  "GET /roleManagement/entitlementManagement/roleEligibilityScheduleInstances/filterByCurrentUser(on='{}')": noRoles,
  "GET /roleManagement/entitlementManagement/roleEligibilityScheduleRequests/filterByCurrentUser(on='{}')": noRoles,
  'POST /roleManagement/entitlementManagement/roleEligibilityScheduleRequests/{}/cancel': noRoleRequests,
  'GET /roleManagement/entitlementManagement/roleDefinitions': roles(
    'have the definitions that are built in, each with what it allows and where it is held',
  ),

  'POST /accessPackages/{}/resourceRoleScopes': roleScopesComeAndGo,
  'DELETE /accessPackages/{}/resourceRoleScopes/{}': roleScopesComeAndGo,
  'GET /availableAccessPackages/{}/resourceRoleScopes': given(
    'is shown to who may ask for the package, where it says so',
  ),
  'GET /catalogs/{}/resourceRoles': resources('are found by what they give, with the filter that clients send'),
  'GET /catalogs/{}/resources': groupsAreAdded,
  'GET /resourceEnvironments': resources('have environments, of which a filter names the system'),
  'GET /resourceRequests': resources(
    'are renamed and removed, by their id or by where they are, and the requests stay',
  ),
  'POST /resourceRequests': groupsAreAdded,

  'GET /subjects': everyEntity,
  "GET /subjects(objectId='{}')": ['contract.spec.ts', 'the collections inside others'],
};

/** Members by Graph's name of their type that are taken or answered and have no effect; `*` is all of them. */
export const storedOnly: Readonly<Record<string, '*' | readonly string[]>> = {
  accessPackageAnswerChoice: ['localizations'],
  accessPackageAssignment: ['customExtensionCalloutInstances'],
  accessPackageAssignmentPolicy: [
    ...['automaticRequestSettings', 'customExtensionStageSettings', 'notificationSettings', 'reviewSettings'],
  ],
  accessPackageAssignmentRequest: ['customExtensionCalloutInstances'],
  accessPackageAssignmentRequestorSettings: [
    ...['enableOnBehalfRequestorsToRemoveAccess', 'enableOnBehalfRequestorsToUpdateAccess'],
  ],
  accessPackageAssignmentReviewSettings: '*',
  accessPackageAutomaticRequestSettings: '*',
  accessPackageDynamicApprovalStage: '*',
  accessPackageLocalizedText: '*',
  accessPackageNotificationSettings: '*',
  accessPackageQuestion: ['isAnswerEditable', 'localizations'],
  accessPackageResource: ['attributes'],
  accessPackageResourceAttribute: '*',
  accessPackageResourceEnvironment: ['connectionInfo'],
  accessPackageResourceRole: ['type'],
  accessPackageSubject: ['onPremisesSecurityIdentifier', 'subjectLifecycle'],
  accessPackageTextInputQuestion: ['isSingleLineQuestion'],
  attributeRuleMembers: '*',
  crossCloudAzureActiveDirectoryTenant: ['cloudInstance', 'tenantId'],
  azureActiveDirectoryTenant: ['tenantId'],
  customExtensionStageSetting: '*',
  entitlementManagementSchedule: ['recurrence'],
  externalDomainFederation: ['displayName', 'issuerUri'],
  'identityGovernance.ruleBasedSubjectSet': '*',
  patternedRecurrence: '*',
  recurrencePattern: '*',
  recurrenceRange: '*',
  singleServicePrincipal: '*',
  socialIdentitySource: '*',
  targetAgentIdentitySponsorsOrOwners: '*',
  targetApplicationOwners: '*',
};
