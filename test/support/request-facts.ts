import type { Caller } from '../../src/platform/auth/caller.js';
import type { Rule } from '../../src/entitlement-management/assignment-requests/deciding/assignment-request.rules.js';
import { decide } from '../../src/entitlement-management/assignment-requests/deciding/decision.js';
import type {
  PolicyFacts,
  RequestFacts,
} from '../../src/entitlement-management/assignment-requests/deciding/request-facts.js';

export const now = new Date('2026-11-24T12:00:00Z');
export const caller: Caller = {
  kind: 'user',
  tenantId: 't',
  objectId: 'u1',
  applicationId: 'app',
  permissions: [],
  directoryRoles: [],
};
export const person = {
  id: 'u1',
  displayName: 'Ada',
  userType: 'Member',
  accountEnabled: true,
  groupIds: ['g1'],
  organizationIds: ['o1'],
  managerIds: ['m1', 'm2'],
};
export const accessPackage = {
  id: 'p1',
  displayName: 'Sales',
  catalogState: 'published',
  isExternallyVisible: true,
  incompatibleIds: ['p9'],
  incompatibleGroupIds: ['g9'],
};
export const selfService = { enableTargetsToSelfAddAccess: true, enableTargetsToSelfUpdateAccess: true };
export const policy = (members: Partial<PolicyFacts> = {}): PolicyFacts => ({
  id: 'a1',
  displayName: 'Everybody',
  version: 1,
  accessPackageId: 'p1',
  allowedTargetScope: 'allDirectoryUsers',
  settings: { requestorSettings: selfService },
  ...members,
});
export const held = { id: 'x1', accessPackageId: 'p1', assignmentPolicyId: 'a1', endAt: null };
export const facts = (members: Partial<RequestFacts> = {}): RequestFacts => ({
  now,
  caller,
  requestType: 'userAdd',
  targetId: 'u1',
  accessPackageId: 'p1',
  assignmentPolicyId: 'a1',
  assignmentId: null,
  schedule: null,
  targetEmail: null,
  justification: null,
  answers: [],
  keepsApproval: false,
  requestor: person,
  target: person,
  accessPackage,
  policy: policy(),
  policies: [policy()],
  held: [],
  ...members,
});

export const refusalOf = (rules: readonly Rule[], given: RequestFacts): string | undefined =>
  decide(rules, given).refusal?.code;
export const reasonOf = (rules: readonly Rule[], given: RequestFacts): string | undefined =>
  decide(rules, given).refusal?.message;

/** Facts with no policy chosen yet. */
export const unchosen = (members: Partial<RequestFacts>) =>
  facts({ policy: null, assignmentPolicyId: null, ...members });

export function question(members: object = {}) {
  return { '@odata.type': '#microsoft.graph.accessPackageTextInputQuestion', id: 'q1', text: 'Why?', ...members };
}
