import { policyValuesFrom } from '../assignment-policies.body.js';
import { allowedTargetScopes } from '../policy-settings.js';
import type { Members } from './translated.js';
import { policyFromBeta, policyToBeta } from './policy.js';
import { scopeFromBeta, scopeTypes } from './scopes.js';

const id = '0a000000-0000-4000-8000-00000000000a';
const user = { '@odata.type': '#microsoft.graph.singleUser', description: 'Ada' };

describe('a word in a policy of beta', () => {
  it.each<[string, Members]>([
    [
      `'requestorSettings.scopeType' must be one of ${scopeTypes.join(', ')}.`,
      { requestorSettings: { scopeType: 'Everybody' } },
    ],
    [
      "'requestApprovalSettings.approvalMode' must be one of NoApproval, SingleStage, Serial, Parallel.",
      { requestApprovalSettings: { approvalMode: 'Sometimes' } },
    ],
    [
      "'accessReviewSettings.recurrenceType' must be one of weekly, monthly, quarterly, halfyearly, annual.",
      { accessReviewSettings: { recurrenceType: 'hourly' } },
    ],
    [
      "'accessReviewSettings.reviewerType' must be one of Self, Manager, Reviewers.",
      { accessReviewSettings: { reviewerType: 7 } },
    ],
    ...[
      ['Serial', 1, 'SingleStage'],
      ['Parallel', 2, 'Serial'],
      ['NoApproval', 1, 'SingleStage'],
      ['SingleStage', 0, 'NoApproval'],
    ].map(([approvalMode, count, mode]): [string, Members] => [
      `'requestApprovalSettings.approvalMode' has to be '${mode}' with these 'approvalStages', or left out.`,
      { requestApprovalSettings: { approvalMode, approvalStages: Array.from({ length: Number(count) }, () => ({})) } },
    ]),
    [
      "'requestorSettings.allowedRequestors[1].isBackup' can be true for approvers and reviewers only.",
      { requestorSettings: { allowedRequestors: [user, { ...user, isBackup: true }] } },
    ],
  ])('is refused where nobody would heed it: %s', (message, sent) => {
    expect(() => policyFromBeta(sent)).toThrow(
      expect.objectContaining({ code: 'InvalidModel', message: `The model is invalid: ${message}` }),
    );
  });

  it('may be NoApproval with stages, which do not count', () => {
    const settings = { isApprovalRequired: false, approvalMode: 'NoApproval', approvalStages: [{}] };
    expect(policyFromBeta({ requestApprovalSettings: settings })).toEqual({
      requestApprovalSettings: { isApprovalRequiredForAdd: false, stages: [{}] },
    });
  });

  it('is taken in any case, and null for none of them', () => {
    const sent = (word: (text: string) => string | null) => ({
      requestApprovalSettings: { approvalMode: word('serial') },
      accessReviewSettings: { recurrenceType: word('WEEKLY'), reviewerType: word('self') },
    });
    expect(policyFromBeta(sent((text) => text))).toEqual({
      requestApprovalSettings: {},
      reviewSettings: {
        isSelfReview: true,
        schedule: { recurrence: { pattern: { type: 'weekly', interval: 1 }, range: { type: 'noEnd' } } },
      },
    });
    expect(policyFromBeta(sent(() => null))).toEqual({ requestApprovalSettings: {}, reviewSettings: {} });
  });

  it.each(scopeTypes)('for its scope is taken in any case, and answered: %s', (scopeType) => {
    const beta = { requestorSettings: { scopeType: scopeType.toUpperCase() } };
    const body = { displayName: 'Policy', accessPackage: { id }, ...policyFromBeta(beta) };
    const { allowedTargetScope, settings } = policyValuesFrom(body);
    expect(allowedTargetScopes).toContain(allowedTargetScope);
    expect(policyToBeta({ allowedTargetScope, settings }).requestorSettings.scopeType).toBe(scopeType);
  });

  it('for its scope is every one that Graph documents, and stands for every scope of v1.0', () => {
    expect(scopeTypes).toEqual(
      expect.arrayContaining([
        ...['NoSubjects', 'SpecificDirectorySubjects', 'SpecificConnectedOrganizationSubjects'],
        ...['AllConfiguredConnectedOrganizationSubjects', 'AllExistingConnectedOrganizationSubjects'],
        ...['AllExistingDirectoryMemberUsers', 'AllExistingDirectorySubjects', 'AllExternalSubjects'],
      ]),
    );
    expect(new Set(scopeTypes.map((word) => scopeFromBeta(word).scope))).toEqual(new Set(allowedTargetScopes));
  });
});
