import { expectCollection, expectContract, operations } from '../support/contract.js';

const assignment = {
  '@odata.context': 'http://localhost/v1.0/$metadata#identityGovernance/entitlementManagement/assignments/$entity',
  id: '0196a0f4-2c3e-7a51-8c33-9a1c5f8f2b10',
  state: 'delivered',
  status: 'Delivered',
  expiredDateTime: null,
  customExtensionCalloutInstances: [],
  schedule: {
    startDateTime: '2026-11-24T08:00:00.123Z',
    recurrence: null,
    expiration: { endDateTime: null, duration: 'P14D', type: 'afterDuration' },
  },
  target: { id: '1', objectId: '2', subjectType: 'user' },
  'accessPackage@odata.context': 'http://localhost/v1.0/$metadata#accessPackage',
  accessPackage: { id: '3', displayName: 'Sales' },
};

const policy = (...targets: object[]) => ({ id: '1', specificAllowedTargets: targets });

describe('the contract', () => {
  it('accepts what Graph answers', () => {
    expectContract('accessPackageAssignment', assignment);
    expectCollection('accessPackageAssignment', { '@odata.count': 1, value: [assignment] });
  });

  it('refuses a misspelt member, wherever it stands', () => {
    expect(() => expectContract('accessPackageAssignment', { ...assignment, expiredDatetime: null })).toThrow(
      '- the body must NOT have additional properties: "expiredDatetime"',
    );
    expect(() => expectContract('accessPackageAssignment', { ...assignment, target: { objectID: '2' } })).toThrow(
      '- target must NOT have additional properties: "objectID"',
    );
    expect(() => expectCollection('accessPackage', { value: [{ displayname: 'Sales' }] })).toThrow('"displayname"');
    expect(() => expectCollection('accessPackage', { values: [] })).toThrow("must have required property 'value'");
  });

  it('refuses an annotation of a member that is not declared', () => {
    expect(() => expectContract('accessPackageAssignment', { 'package@odata.context': 'x' })).toThrow('package@odata');
  });

  it('refuses another word for a state, and what Graph keeps for the future', () => {
    expect(() => expectContract('accessPackageAssignment', { state: 'Delivered' })).toThrow(
      '- state must be equal to one',
    );
    expect(() => expectContract('accessPackageAssignment', { state: 'unknownFutureValue' })).toThrow('- state must be');
  });

  it('refuses times with another offset, and durations that are none', () => {
    for (const expiredDateTime of ['2026-11-24T08:00:00+01:00', '2026-11-24', 'soon']) {
      expect(() => expectContract('accessPackageAssignment', { expiredDateTime })).toThrow('- expiredDateTime');
    }
    for (const duration of ['P', 'PT', '14 days']) {
      expect(() => expectContract('expirationPattern', { duration })).toThrow('- duration must match pattern');
    }
  });

  it('refuses null where Graph never says it', () => {
    expect(() => expectContract('accessPackageAssignment', { id: null })).toThrow('- id must be string');
  });

  it('tells polymorphic types by their @odata.type', () => {
    expectContract(
      'accessPackageAssignmentPolicy',
      policy({ '@odata.type': '#microsoft.graph.singleUser', userId: '1' }),
    );
    expect(() =>
      expectContract(
        'accessPackageAssignmentPolicy',
        policy({ '@odata.type': '#microsoft.graph.singleUser', groupId: '1' }),
      ),
    ).toThrow('- specificAllowedTargets.0 must NOT have additional properties: "groupId"');
    expect(() => expectContract('accessPackageAssignmentPolicy', policy({ userId: '1' }))).toThrow(
      "- specificAllowedTargets.0 must have required property '@odata.type'",
    );
    expect(() => expectContract('accessPackageAssignmentPolicy', policy({ '@odata.type': '#singleUser' }))).toThrow(
      '- specificAllowedTargets.0.@odata.type must be equal to one of the allowed values',
    );
  });

  it('is open where Graph is: a group has more members than its metadata says here', () => {
    expectContract('group', { id: '1', displayName: 'Sales', mailNickname: 'sales' });
  });

  it('refuses a type that does not exist', () => {
    expect(() => expectContract('accessPackageAsignment', {})).toThrow('declares no type accessPackageAsignment');
  });

  it('lists the operations with their permissions', () => {
    const create = operations.find(({ method, path }) => method === 'POST' && path.endsWith('/assignmentRequests'));
    expect(create).toMatchObject({
      documented: true,
      success: ['201'],
      permission: { application: ['EntitlementManagement.ReadWrite.All'] },
    });
    expect(operations.filter(({ success }) => success.length === 0)).toEqual([]);
  });
});
