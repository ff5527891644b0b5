import { describe, expect, it } from '@jest/globals';
import {
  AssignmentPolicyCreated,
  AssignmentPolicyDeleted,
  AssignmentPolicyReplaced,
} from './assignment-policy.events.js';
import {
  type AssignmentPolicy,
  createAssignmentPolicy,
  deleteAssignmentPolicy,
  type PolicyValues,
  replaceAssignmentPolicy,
} from './assignment-policy.js';
import type { PolicySettings } from './policy-settings.js';

const [monday, tuesday] = [new Date('2026-11-23T08:00:00Z'), new Date('2026-11-24T08:00:00Z')];
const values = (settings: PolicySettings = {}): PolicyValues => ({
  displayName: 'All members',
  description: null,
  allowedTargetScope: 'allMemberUsers',
  settings,
});
const question = (id: string | null) => ({ '@odata.type': '#microsoft.graph.accessPackageTextInputQuestion', id });
const counting = () => {
  let last = 0;
  return () => `new-${(last += 1)}`;
};

const create = (settings: PolicySettings = {}) =>
  createAssignmentPolicy({ id: 'policy', accessPackageId: 'package' }, values(settings), monday, counting());
const policy = (settings: PolicySettings = {}): AssignmentPolicy => ({ ...create(settings).row, tenantId: 'tenant' });
const replace = (before: AssignmentPolicy, settings: PolicySettings = {}, accessPackageId = 'package') =>
  replaceAssignmentPolicy(before, { ...values(settings), accessPackageId }, tuesday, counting());

describe('A new policy', () => {
  it('is the first version, and gives ids to questions and call-outs', () => {
    const { row, events } = create({ questions: [question(null)], customExtensionStageSettings: [{ id: null }] });
    expect(row).toMatchObject({
      id: 'policy',
      accessPackageId: 'package',
      version: 1,
      createdAt: monday,
      modifiedAt: monday,
    });
    expect(row.settings).toEqual({ questions: [question('new-1')], customExtensionStageSettings: [{ id: 'new-2' }] });
    const faces = { displayName: 'All members', allowedTargetScope: 'allMemberUsers' };
    expect(events).toEqual([new AssignmentPolicyCreated('policy', 'package', 1, faces)]);
  });

  it('knows no question yet', () => {
    expect(() => create({ questions: [question('somewhere-else')] })).toThrow(
      "'questions[0].id' is not the id of one in this policy",
    );
  });

  it('keeps the rules', () => {
    expect(() => create({ expiration: { type: 'afterDuration' } })).toThrow("'expiration.duration' is required");
  });
});

describe('A replaced policy', () => {
  it('is the next version with the values given and nothing of the old ones', () => {
    const before = policy({ expiration: { type: 'noExpiration' } });
    const { row, events } = replace(before);
    expect(row).toMatchObject({ id: 'policy', tenantId: 'tenant', version: 2, createdAt: monday, modifiedAt: tuesday });
    expect(row.settings).toEqual({ questions: [], customExtensionStageSettings: [] });
    expect(events).toEqual([expect.any(AssignmentPolicyReplaced)]);
  });

  it('keeps the ids of questions that come again, once each', () => {
    const before = policy({ questions: [question(null), question(null)] });
    const again = replace(before, { questions: [question('new-2'), question(null)] });
    expect(again.row.settings).toMatchObject({ questions: [question('new-2'), question('new-1')] });
    expect(() => replace(before, { questions: [question('new-1'), question('new-1')] })).toThrow("'questions[1].id'");
    expect(() => replace(before, { customExtensionStageSettings: [{ id: 'new-1' }] })).toThrow(
      "'customExtensionStageSettings[0].id'",
    );
  });

  it('stays with its package, and keeps the rules', () => {
    expect(() => replace(policy(), {}, 'another')).toThrow("'accessPackage' is another one");
    expect(() => replace(policy(), { requestApprovalSettings: { isApprovalRequiredForAdd: true } })).toThrow('stages');
  });
});

describe('A policy to delete', () => {
  it('goes once nobody has access through it', () => {
    expect(deleteAssignmentPolicy(policy(), 0).events).toEqual([new AssignmentPolicyDeleted('policy', 'package')]);
    expect(() => deleteAssignmentPolicy(policy(), 2)).toThrow('people have access through it (2 assignments)');
  });
});
