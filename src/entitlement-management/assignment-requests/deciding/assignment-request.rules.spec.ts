import {
  accessPackage,
  facts,
  held,
  person,
  policy,
  reasonOf,
  refusalOf,
  selfService,
} from '../../../../test/support/request-facts.js';
import type { RequestFacts } from './request-facts.js';
import { adminAddRules } from '../types/admin-add.js';
import { userAddRules } from './user-add.rules.js';
import { userUpdateRules } from '../types/user-update.js';

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
    ['the target is in an incompatible group', { target: { ...person, groupIds: ['g9'] } }, 'IncompatibleAccess'],
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
    ['the caller is not in the directory', { requestor: null, target: null }, 'PolicyRequirementsNotMet'],
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
      'the scope is one that is for no people',
      { policy: policy({ allowedTargetScope: 'allDirectoryServicePrincipals' }) },
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
    expect(reasonOf(userAddRules, facts({ policy: policy({ settings: {} }) }))).toMatch(
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
