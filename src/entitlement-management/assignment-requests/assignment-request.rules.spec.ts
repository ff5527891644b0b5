import type { Caller } from '../../platform/auth/caller.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { check, type Rule } from './assignment-request.rules.js';
import { policyThatFits } from './policy-choice.js';
import type { PolicyFacts, RequestFacts } from './request-facts.js';
import { adminAddRules } from './request-types/admin-add.js';
import { userAddRules } from './request-types/user-add.js';
import { userUpdateRules } from './request-types/user-update.js';

const now = new Date('2026-11-24T12:00:00Z');
const caller: Caller = {
  kind: 'user',
  tenantId: 't',
  objectId: 'u1',
  applicationId: 'app',
  permissions: [],
  directoryRoles: [],
};
const person = { id: 'u1', displayName: 'Ada', userType: 'Member', accountEnabled: true, groupIds: ['g1'] };
const accessPackage = { id: 'p1', displayName: 'Sales', catalogState: 'published', incompatibleIds: ['p9'] };
const selfService = { enableTargetsToSelfAddAccess: true, enableTargetsToSelfUpdateAccess: true };
const policy = (members: Partial<PolicyFacts> = {}): PolicyFacts => ({
  id: 'a1',
  displayName: 'Everybody',
  version: 1,
  accessPackageId: 'p1',
  allowedTargetScope: 'allDirectoryUsers',
  settings: { requestorSettings: selfService },
  ...members,
});
const held = { id: 'x1', accessPackageId: 'p1', assignmentPolicyId: 'a1' };
const facts = (members: Partial<RequestFacts> = {}): RequestFacts => ({
  now,
  caller,
  targetId: 'u1',
  accessPackageId: 'p1',
  assignmentPolicyId: 'a1',
  schedule: null,
  target: person,
  accessPackage,
  policy: policy(),
  policies: [policy()],
  held: [],
  ...members,
});

const refusalOf = (rules: readonly Rule[], given: RequestFacts): string | undefined => {
  try {
    check(rules, given);
    return undefined;
  } catch (error) {
    return error instanceof DomainError ? error.code : String(error);
  }
};

describe('AdminAdd', () => {
  it('passes over scope, settings and an unpublished catalog', () => {
    const direct = policy({ allowedTargetScope: 'notSpecified', settings: {} });
    expect(
      refusalOf(
        adminAddRules,
        facts({ policy: direct, accessPackage: { ...accessPackage, catalogState: 'unpublished' } }),
      ),
    ).toBeUndefined();
  });

  it.each<[string, Partial<RequestFacts>, string]>([
    ['the package does not exist', { accessPackage: null }, 'ResourceNotFound'],
    ['the policy does not exist', { policy: null }, 'ResourceNotFound'],
    ['the policy is of another package', { policy: policy({ accessPackageId: 'p2' }) }, 'InvalidModel'],
    ['the target is not in the directory', { target: null }, 'ResourceNotFound'],
    ['the target is disabled', { target: { ...person, accountEnabled: false } }, 'PolicyRequirementsNotMet'],
    [
      'the end asked for is beyond the policy',
      {
        policy: policy({ settings: { expiration: { type: 'afterDuration', duration: 'P1D' } } }),
        schedule: { expiration: { type: 'noExpiration' } },
      },
      'InvalidModel',
    ],
    [
      'the policy has ended',
      { policy: policy({ settings: { expiration: { type: 'afterDateTime', endDateTime: '2026-01-01T00:00:00Z' } } }) },
      'PolicyRequirementsNotMet',
    ],
    ['the target holds it already under this policy', { held: [held] }, 'InvalidRequestExistingGrant'],
    ['the target holds something incompatible', { held: [{ ...held, accessPackageId: 'p9' }] }, 'IncompatibleAccess'],
  ])('is refused when %s', (_, given, code) => {
    expect(refusalOf(adminAddRules, facts(given))).toBe(code);
  });

  it('is not refused when it is held under another policy', () => {
    expect(refusalOf(adminAddRules, facts({ held: [{ ...held, assignmentPolicyId: 'a2' }] }))).toBeUndefined();
  });
});

describe('UserAdd', () => {
  it.each<[string, Partial<RequestFacts>, string]>([
    ['it is for somebody else', { targetId: 'u2' }, 'UnAuthorized'],
    ['the caller is not in the directory', { target: null }, 'PolicyRequirementsNotMet'],
    [
      'the catalog is unpublished',
      { accessPackage: { ...accessPackage, catalogState: 'unpublished' } },
      'PolicyRequirementsNotMet',
    ],
    ['the policy says nothing about who may ask', { policy: policy({ settings: {} }) }, 'PolicyRequirementsNotMet'],
    [
      'the scope is notSpecified',
      { policy: policy({ allowedTargetScope: 'notSpecified' }) },
      'PolicyRequirementsNotMet',
    ],
    [
      'the scope is one that is not served yet',
      { policy: policy({ allowedTargetScope: 'allExternalUsers' }) },
      'PolicyRequirementsNotMet',
    ],
    [
      'a guest asks where members may',
      { target: { ...person, userType: 'Guest' }, policy: policy({ allowedTargetScope: 'allMemberUsers' }) },
      'PolicyRequirementsNotMet',
    ],
  ])('is refused when %s', (_, given, code) => {
    expect(refusalOf(userAddRules, facts(given))).toBe(code);
  });

  it.each([
    ['themselves', { '@odata.type': '#microsoft.graph.singleUser', userId: 'u1' }, true],
    ['a group of theirs', { '@odata.type': 'microsoft.graph.groupMembers', groupId: 'g1' }, true],
    ['somebody else', { '@odata.type': 'microsoft.graph.singleUser', userId: 'u2' }, false],
    ['another group', { '@odata.type': 'microsoft.graph.groupMembers', groupId: 'g2' }, false],
    ['their manager', { '@odata.type': 'microsoft.graph.targetManager' }, false],
  ])('under specific users, naming %s', (_, set, allowed) => {
    const specific = policy({
      allowedTargetScope: 'specificDirectoryUsers',
      settings: { requestorSettings: selfService, specificAllowedTargets: [set] },
    });
    expect(refusalOf(userAddRules, facts({ policy: specific })) === undefined).toBe(allowed);
  });

  it('says which policy and which requirement refused', () => {
    expect(() => check(userAddRules, facts({ policy: policy({ settings: {} }) }))).toThrow(
      /policy 'Everybody' \(a1\).*enableTargetsToSelfAddAccess/,
    );
  });
});

describe('UserUpdate', () => {
  it('is refused when nothing is held, before the policy is asked', () => {
    expect(refusalOf(userUpdateRules, facts({ policy: policy({ settings: {} }) }))).toBe('InvalidRequestNoActiveGrant');
  });

  it('is refused when the policy lets nobody change their access', () => {
    const silent = policy({ settings: { requestorSettings: { enableTargetsToSelfAddAccess: true } } });
    expect(refusalOf(userUpdateRules, facts({ policy: silent, held: [held] }))).toBe('PolicyRequirementsNotMet');
  });

  it('is accepted when the access is held and the policy agrees', () => {
    expect(refusalOf(userUpdateRules, facts({ held: [held] }))).toBeUndefined();
  });
});

describe('a decision', () => {
  it('keeps what every rule said, by the name of the rule', () => {
    const trace = check(adminAddRules, facts());
    expect(trace.map(({ rule }) => rule)).toEqual(adminAddRules.map((rule) => rule.name));
    expect(trace.every(({ holds }) => holds)).toBe(true);
  });

  it('is the first refusal in the order of the list', () => {
    expect(refusalOf(adminAddRules, facts({ accessPackage: null, target: null, held: [held] }))).toBe(
      'ResourceNotFound',
    );
    expect(() => check(adminAddRules, facts({ accessPackage: null, target: null }))).toThrow('no access package');
  });
});

describe('the policy that fits', () => {
  it('is the only one under which the target may ask', () => {
    const closed = policy({ id: 'a2', settings: {} });
    expect(
      policyThatFits(facts({ policy: null, assignmentPolicyId: null, policies: [closed, policy()] })).policy?.id,
    ).toBe('a1');
  });

  it('is none when every policy refuses, with all their reasons', () => {
    const closed = [policy({ id: 'a2', settings: {} }), policy({ id: 'a3', allowedTargetScope: 'notSpecified' })];
    expect(() => policyThatFits(facts({ policies: closed }))).toThrow(/No policy.*a2.*a3/);
    expect(() => policyThatFits(facts({ policies: [] }))).toThrow('has no policy');
  });

  it('is left to the caller when several fit', () => {
    expect(() => policyThatFits(facts({ policies: [policy(), policy({ id: 'a2' })] }))).toThrow(/name one.*a1, a2/);
  });
});
