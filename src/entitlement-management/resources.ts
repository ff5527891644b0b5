import type { Resource } from '../platform/odata/resource.js';
import { accessPackages } from './access-packages/index.js';
import { approvals, approvalStages } from './approvals/index.js';
import { assignmentPolicies } from './assignment-policies/index.js';
import { assignmentRequests, policyRequirements } from './assignment-requests/index.js';
import { assignments } from './assignments/index.js';
import { catalogs } from './catalogs/index.js';
import { connectedOrganizations } from './connected-organizations/index.js';
import { requestors, subjects } from './subjects/index.js';

/** Every resource of entitlement management; `$expand` and paths find the others here. */
export const entitlementResources: readonly Resource[] = [
  accessPackages,
  approvals,
  approvalStages,
  assignmentPolicies,
  assignmentRequests,
  assignments,
  catalogs,
  connectedOrganizations,
  policyRequirements,
  requestors,
  subjects,
];
