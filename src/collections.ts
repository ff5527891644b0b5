import type { Type } from '@nestjs/common';
import { DirectoryModule, groups, servicePrincipals, users } from './directory/index.js';
import { AccessPackagesModule, accessPackages } from './entitlement-management/access-packages/index.js';
import { approvals, ApprovalsModule, approvalStages } from './entitlement-management/approvals/index.js';
import { assignmentPolicies, AssignmentPoliciesModule } from './entitlement-management/assignment-policies/index.js';
import {
  assignmentRequests,
  AssignmentRequestsModule,
  availableAccessPackages,
  policyRequirements,
} from './entitlement-management/assignment-requests/index.js';
import { assignments, AssignmentsModule } from './entitlement-management/assignments/index.js';
import { catalogs, CatalogsModule } from './entitlement-management/catalogs/index.js';
import {
  connectedOrganizations,
  ConnectedOrganizationsModule,
} from './entitlement-management/connected-organizations/index.js';
import { CustomExtensionsModule, customWorkflowExtensions } from './entitlement-management/custom-extensions/index.js';
import { requestors, subjects, SubjectsModule } from './entitlement-management/subjects/index.js';
import {
  roleAssignments,
  roleAssignmentScheduleInstances,
  roleAssignmentScheduleRequests,
  roleAssignmentSchedules,
  roleDefinitions,
  roleEligibilityScheduleInstances,
  roleEligibilityScheduleRequests,
  roleEligibilitySchedules,
  RoleManagementModule,
} from './role-management/index.js';
import {
  offeredRoleScopes,
  resourceRoleScopes,
  RoleScopesModule,
} from './entitlement-management/resource-role-scopes/index.js';
import {
  resourceEnvironments,
  resourceRequests,
  resourceRoles,
  resources,
  resourceScopes,
  ResourcesModule,
} from './entitlement-management/resources/index.js';
import type { Resource } from './platform/odata/resource.js';

/** What is served together: a Nest module, and what can be read of it. */
export interface Collection {
  readonly module: Type;
  readonly resources: readonly Resource[];
}

/** Everything that is served, each collection on a line; `$expand` and paths find the others here. */
export const collections: readonly Collection[] = [
  { module: CatalogsModule, resources: [catalogs] },
  { module: CustomExtensionsModule, resources: [customWorkflowExtensions] },
  { module: ConnectedOrganizationsModule, resources: [connectedOrganizations] },
  { module: AccessPackagesModule, resources: [accessPackages] },
  {
    module: ResourcesModule,
    resources: [resources, resourceRoles, resourceScopes, resourceEnvironments, resourceRequests],
  },
  { module: RoleScopesModule, resources: [resourceRoleScopes, offeredRoleScopes] },
  { module: AssignmentPoliciesModule, resources: [assignmentPolicies] },
  { module: SubjectsModule, resources: [requestors, subjects] },
  { module: AssignmentsModule, resources: [assignments] },
  { module: ApprovalsModule, resources: [approvals, approvalStages] },
  {
    module: AssignmentRequestsModule,
    resources: [assignmentRequests, policyRequirements, availableAccessPackages],
  },
  {
    module: RoleManagementModule,
    resources: [
      ...[roleDefinitions, roleAssignments, roleAssignmentSchedules, roleAssignmentScheduleInstances],
      ...[roleAssignmentScheduleRequests, roleEligibilitySchedules, roleEligibilityScheduleInstances],
      roleEligibilityScheduleRequests,
    ],
  },
];

/** People, groups and applications, whose links have addresses in their own controllers. */
export const directory: Collection = { module: DirectoryModule, resources: [users, groups, servicePrincipals] };
