import type { Caller } from '../../../../platform/auth/caller.js';
import type { PolicyFacts, RequestFacts } from '../../deciding/request-facts.js';
import { openPolicies } from './open-policies.js';

const caller: Caller = {
  kind: 'user',
  tenantId: 't',
  objectId: 'u1',
  applicationId: 'app',
  permissions: [],
  directoryRoles: [],
};
const person = {
  ...{ id: 'u1', displayName: 'Ada', userType: 'Member', accountEnabled: true },
  ...{ groupIds: [], managerIds: [], organizationIds: [] },
};
const accessPackage = {
  ...{ id: 'p1', displayName: 'Sales', catalogState: 'published', isExternallyVisible: false },
  ...{ incompatibleIds: ['p9'], incompatibleGroupIds: [] },
};
const policy = (id: string, allowedTargetScope: string, enableTargetsToSelfAddAccess = true): PolicyFacts => ({
  ...{ id, displayName: id, version: 1, accessPackageId: 'p1', allowedTargetScope },
  settings: { requestorSettings: { enableTargetsToSelfAddAccess } },
});
const facts = (members: Partial<RequestFacts> = {}): RequestFacts => ({
  ...{ now: new Date('2026-11-24T12:00:00Z'), caller, targetId: 'u1', targetEmail: null, accessPackageId: 'p1' },
  ...{
    requestType: 'userAdd',
    assignmentPolicyId: null,
    assignmentId: null,
    schedule: null,
    justification: null,
    answers: [],
    keepsApproval: false,
  },
  ...{ target: person, requestor: person, accessPackage, policy: null, held: [] },
  policies: [policy('everybody', 'allDirectoryUsers')],
  ...members,
});
const idsOf = (given: RequestFacts) => openPolicies(given).map(({ id }) => id);

describe('the policies open to somebody', () => {
  it('are those of the strictest scope under which they may ask', () => {
    const members = policy('members', 'allMemberUsers');
    const policies = [
      ...facts().policies,
      members,
      policy('direct', 'notSpecified'),
      policy('shut', 'allMemberUsers', false),
    ];
    expect(idsOf(facts({ policies }))).toEqual(['members']);
    const guest = { ...person, userType: 'Guest' };
    expect(idsOf(facts({ policies, target: guest, requestor: guest }))).toEqual(['everybody']);
  });

  it('do not depend on what is held', () => {
    const held = [{ id: 'x', accessPackageId: 'p9', assignmentPolicyId: 'a9', endAt: null }];
    expect(idsOf(facts({ held }))).toEqual(['everybody']);
  });

  it.each<[string, Partial<RequestFacts>]>([
    ['the package is not there', { accessPackage: null }],
    ['its catalog is not published', { accessPackage: { ...accessPackage, catalogState: 'unpublished' } }],
    ['the directory does not know them', { target: null, requestor: null }],
    ['their account is disabled', { target: { ...person, accountEnabled: false } }],
    ['it has no policy', { policies: [] }],
  ])('are none when %s', (_, given) => {
    expect(idsOf(facts(given))).toEqual([]);
  });
});
