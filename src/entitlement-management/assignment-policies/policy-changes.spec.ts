import { describe, expect, it } from '@jest/globals';
import type { AssignmentPolicy, PolicyValues } from './assignment-policy.js';
import { membersLost, mergedValues, refuseLoss } from './policy-changes.js';

const settings = {
  expiration: { type: 'afterDuration', duration: 'P30D', endDateTime: null },
  requestorSettings: { enableTargetsToSelfAddAccess: true, onBehalfRequestors: [] },
  reviewSettings: null,
  questions: [],
} as const;
const faces = { displayName: 'Sales', description: 'Who sells', allowedTargetScope: 'allMemberUsers' } as const;
const at = new Date('2026-11-24T08:00:00Z');
const policy: AssignmentPolicy = {
  ...faces,
  ...{ tenantId: 'tenant', id: 'policy', accessPackageId: 'package', version: 1, createdAt: at, modifiedAt: at },
  settings: {
    ...settings,
    requestorSettings: { enableTargetsToSelfAddAccess: true, onBehalfRequestors: [] },
    questions: [],
  },
};
const bare: PolicyValues = {
  ...{ displayName: 'Sales', description: null, allowedTargetScope: 'notSpecified' },
  settings: { expiration: null, requestorSettings: null, reviewSettings: null, questions: [] },
};

describe('merging changes into a policy', () => {
  it('leaves all that the body does not carry', () => {
    expect(mergedValues(policy, { ...bare, displayName: 'Other' }, { displayName: 'Other' })).toEqual({
      ...{ ...faces, displayName: 'Other' },
      settings,
    });
  });

  it('takes a null, an object where there was none and a collection as they are', () => {
    const reviewSettings = { schedule: { expiration: null } };
    const changed = { ...bare, settings: { ...bare.settings, reviewSettings } };
    const given = { description: null, expiration: null, reviewSettings: {}, questions: [] };
    expect(mergedValues(policy, changed, given)).toEqual({
      ...{ ...faces, description: null },
      settings: { ...settings, expiration: null, reviewSettings },
    });
  });

  it('merges an object by the members that were sent of it', () => {
    const expiration = { type: 'afterDuration', duration: 'P5D', endDateTime: null } as const;
    const changed = { ...bare, settings: { ...bare.settings, expiration } };
    expect(mergedValues(policy, changed, { expiration: { duration: 'P5D' } }).settings).toEqual({
      ...settings,
      expiration,
    });
  });
});

describe('what a policy would lose', () => {
  it('is what is set, differs and is not in the body, at any depth', () => {
    const requestorSettings = { enableTargetsToSelfAddAccess: false, onBehalfRequestors: [] };
    const values = { ...bare, settings: { ...bare.settings, requestorSettings } };
    const given = { displayName: 'Sales', allowedTargetScope: null, requestorSettings: {} };
    expect(membersLost(policy, values, given)).toEqual([
      'description',
      'expiration',
      'requestorSettings.enableTargetsToSelfAddAccess',
    ]);
    expect(() => refuseLoss(policy, values, given)).toThrow("'description', 'expiration', 'requestorSettings.");
  });

  it('is nothing where the body says so itself, or the same comes out', () => {
    const given = { description: null, allowedTargetScope: null, expiration: null, requestorSettings: null };
    expect(membersLost(policy, bare, given)).toEqual([]);
    const same: PolicyValues = {
      ...{ ...faces, displayName: 'Sales' },
      settings: JSON.parse(JSON.stringify(settings)) as PolicyValues['settings'],
    };
    expect(membersLost(policy, same, {})).toEqual([]);
    expect(() => refuseLoss(policy, same, {})).not.toThrow();
  });
});
