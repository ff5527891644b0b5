import { policyValuesFrom } from '../assignment-policies.body.js';
import type { AssignmentPolicy } from '../assignment-policy.js';
import { betaFields } from './fields.js';
import type { Members } from './translated.js';
import { policyFromBeta, policyToBeta } from './policy.js';

const groupId = '0a000000-0000-4000-8000-00000000000a';
const userId = '0a000000-0000-4000-8000-00000000000b';
const group = { '@odata.type': '#microsoft.graph.groupMembers', description: 'Sales' };
const user = { '@odata.type': '#microsoft.graph.singleUser', description: 'Ada' };

/** What beta says, and how v1.0 says it. */
const both: readonly [string, Members, Members][] = [
  ['that people may extend', { canExtend: true }, { requestorSettings: { enableTargetsToSelfUpdateAccess: true } }],
  ['days', { durationInDays: 30 }, { expiration: { type: 'afterDuration', duration: 'P30D' } }],
  ['no end', { durationInDays: 0 }, { expiration: { type: 'noExpiration' } }],
  [
    'an end, and no days beside it',
    { durationInDays: 0, expirationDateTime: '2027-01-01T00:00:00Z' },
    { expiration: { type: 'afterDateTime', endDateTime: '2027-01-01T00:00:00Z' } },
  ],
  [
    'who may ask',
    {
      requestorSettings: {
        scopeType: 'SpecificDirectorySubjects',
        acceptRequests: true,
        allowedRequestors: [{ ...group, isBackup: false, id: groupId }],
      },
    },
    {
      allowedTargetScope: 'specificDirectoryUsers',
      specificAllowedTargets: [{ ...group, groupId }],
      requestorSettings: { enableTargetsToSelfAddAccess: true, enableTargetsToSelfRemoveAccess: true },
    },
  ],
  [
    'who has to agree, and who stands in',
    {
      requestApprovalSettings: {
        isApprovalRequired: true,
        isApprovalRequiredForExtension: false,
        isRequestorJustificationRequired: true,
        approvalMode: 'SingleStage',
        approvalStages: [
          {
            approvalStageTimeOutInDays: 14,
            isApproverJustificationRequired: true,
            isEscalationEnabled: true,
            escalationTimeInMinutes: 11_520,
            approverInformationVisibility: 'notVisible',
            primaryApprovers: [
              { '@odata.type': '#microsoft.graph.requestorManager', managerLevel: 1, isBackup: false },
              { ...user, isBackup: true, id: userId },
            ],
            escalationApprovers: [{ ...group, isBackup: false, id: groupId }],
          },
        ],
      },
    },
    {
      requestApprovalSettings: {
        isApprovalRequiredForAdd: true,
        isApprovalRequiredForUpdate: false,
        isRequestorJustificationRequired: true,
        stages: [
          {
            durationBeforeAutomaticDenial: 'P14D',
            isApproverJustificationRequired: true,
            isEscalationEnabled: true,
            durationBeforeEscalation: 'PT11520M',
            approverInformationVisibility: 'notVisible',
            primaryApprovers: [{ '@odata.type': '#microsoft.graph.requestorManager', managerLevel: 1 }],
            fallbackPrimaryApprovers: [{ ...user, userId }],
            escalationApprovers: [{ ...group, groupId }],
          },
        ],
      },
    },
  ],
  [
    'who looks it over',
    {
      accessReviewSettings: {
        isEnabled: true,
        recurrenceType: 'quarterly',
        reviewerType: 'Reviewers',
        startDateTime: '2026-12-01T00:00:00.000Z',
        durationInDays: 25,
        isAccessRecommendationEnabled: true,
        isApprovalJustificationRequired: false,
        accessReviewTimeoutBehavior: 'removeAccess',
        reviewers: [{ ...user, isBackup: false, id: userId }],
      },
    },
    {
      reviewSettings: {
        isEnabled: true,
        expirationBehavior: 'removeAccess',
        isRecommendationEnabled: true,
        isReviewerJustificationRequired: false,
        isSelfReview: false,
        primaryReviewers: [{ ...user, userId }],
        schedule: {
          startDateTime: '2026-12-01T00:00:00.000Z',
          expiration: { type: 'afterDuration', duration: 'P25D' },
          recurrence: { pattern: { type: 'absoluteMonthly', interval: 3 }, range: { type: 'noEnd' } },
        },
      },
    },
  ],
  [
    'that the manager looks it over',
    { accessReviewSettings: { isEnabled: true, reviewerType: 'Manager', recurrenceType: 'annual', reviewers: [] } },
    {
      reviewSettings: {
        isEnabled: true,
        primaryReviewers: [{ '@odata.type': '#microsoft.graph.requestorManager', managerLevel: 1 }],
        schedule: { recurrence: { pattern: { type: 'absoluteYearly', interval: 1 }, range: { type: 'noEnd' } } },
      },
    },
  ],
  [
    'what is asked, in several languages',
    {
      questions: [
        {
          '@odata.type': '#microsoft.graph.accessPackageMultipleChoiceQuestion',
          isRequired: true,
          text: { defaultText: 'Where?', localizedTexts: [{ text: 'Wo?', languageCode: 'de' }] },
          allowsMultipleSelection: true,
          choices: [{ actualValue: 'here', displayValue: { defaultText: 'Here', localizedTexts: [] } }],
        },
      ],
    },
    {
      questions: [
        {
          '@odata.type': '#microsoft.graph.accessPackageMultipleChoiceQuestion',
          isRequired: true,
          text: 'Where?',
          localizations: [{ text: 'Wo?', languageCode: 'de' }],
          isMultipleSelectionAllowed: true,
          choices: [{ actualValue: 'here', text: 'Here', localizations: [] }],
        },
      ],
    },
  ],
];

describe('a policy of beta', () => {
  it.each(both)('says %s', (_, beta, v1) => {
    expect(policyFromBeta(beta)).toEqual(v1);
  });

  it.each(both)('is answered as it was said: %s', (_, beta) => {
    const body = { displayName: 'Policy', accessPackage: { id: groupId }, ...policyFromBeta(beta) };
    const { allowedTargetScope, settings } = policyValuesFrom(body);
    expect(policyToBeta({ allowedTargetScope, settings })).toMatchObject(beta);
  });

  it.each(both)('may be said in the words of v1.0: %s', (_, __, v1) => {
    expect(policyFromBeta(v1)).toEqual(v1);
  });

  it.each<[string, Members, string]>([
    ['both ways at once', { durationInDays: 3, expiration: { type: 'noExpiration' } }, 'durationInDays'],
    ['an end and days', { durationInDays: 3, expirationDateTime: '2027-01-01T00:00:00.000Z' }, 'durationInDays'],
    ['no number of days', { durationInDays: 'many' }, 'durationInDays'],
    [
      'a scope twice',
      { allowedTargetScope: 'notSpecified', requestorSettings: { scopeType: 'NoSubjects' } },
      'scopeType',
    ],
    [
      'a member of no name',
      { requestorSettings: { $policy: { allowedTargetScope: 'x' } } },
      '"requestorSettings":{"$policy"',
    ],
  ])('leaves to its class what cannot be meant: %s', (_, sent, name) => {
    expect(JSON.stringify(policyFromBeta(sent))).toContain(name);
  });

  it('is worked out once for all members of a row', () => {
    const reads = (shown: readonly string[]): number => {
      let count = 0;
      const row: AssignmentPolicy = {
        ...{ tenantId: 't', id: 'p', accessPackageId: 'a', displayName: 'Policy', description: null, version: 1 },
        ...{ allowedTargetScope: 'notSpecified', createdAt: new Date(0), modifiedAt: new Date(0) },
        get settings() {
          count += 1;
          return {};
        },
      };
      for (const name of shown) betaFields[name as keyof typeof betaFields].read(row);
      return count;
    };
    const names = Object.keys(betaFields);
    expect(names.length).toBeGreaterThan(7);
    expect(reads(names)).toBe(reads(names.slice(0, 1)));
  });

  it('says what v1.0 alone can say in the nearest words', () => {
    const settings = {
      expiration: { type: 'afterDuration' as const, duration: 'PT36H' },
      requestApprovalSettings: { isApprovalRequiredForAdd: true, stages: [{ durationBeforeAutomaticDenial: null }] },
    };
    expect(policyToBeta({ allowedTargetScope: 'allDirectoryAgentIdentities', settings })).toMatchObject({
      durationInDays: 2,
      expirationDateTime: null,
      requestorSettings: { scopeType: 'allDirectoryAgentIdentities', acceptRequests: false, allowedRequestors: [] },
      requestApprovalSettings: { approvalStages: [{ approvalStageTimeOutInDays: 0, escalationTimeInMinutes: 0 }] },
      accessReviewSettings: null,
    });
  });
});
