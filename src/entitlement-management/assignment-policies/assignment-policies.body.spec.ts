import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sized } from '../../../test/support/size.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { BodyPipe } from '../../platform/http/body.pipe.js';
import { AssignmentPolicyReplacementBody, policyValuesFrom, valuesOf } from './assignment-policies.body.js';
import { createAssignmentPolicy } from './assignment-policy.js';

const id = '0a000000-0000-4000-8000-00000000000a';
const pipe = new BodyPipe();
const read = (json: object) =>
  pipe.transform(json, {
    type: 'body',
    metatype: AssignmentPolicyReplacementBody,
  }) as Promise<AssignmentPolicyReplacementBody>;

/** Members that mean something somewhere in a policy. */
const names = fc.constantFrom(
  ...[
    'displayName',
    'allowedTargetScope',
    'specificAllowedTargets',
    'expiration',
    'requestorSettings',
    'stages',
    'type',
  ],
  ...[
    'requestApprovalSettings',
    'reviewSettings',
    'schedule',
    'recurrence',
    'pattern',
    'range',
    'daysOfWeek',
    'questions',
  ],
  ...['choices', 'localizations', 'customExtensionStageSettings', 'customExtension', 'accessPackage', 'id', 'duration'],
  ...[
    'onBehalfRequestors',
    'primaryApprovers',
    'userId',
    'groupId',
    'managerLevel',
    '@odata.type',
    'groups',
    'then',
    'length',
  ],
);
const types = fc.constantFrom(
  ...[
    '#microsoft.graph.singleUser',
    'microsoft.graph.groupMembers',
    '#microsoft.graph.accessPackageDynamicApprovalStage',
  ],
  ...['#microsoft.graph.accessPackageTextInputQuestion', '#microsoft.graph.identityGovernance.groupBasedSubjectSet'],
);
const { policyLike } = fc.letrec<{ value: unknown; policyLike: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(id), types),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('policyLike'),
  ),
  policyLike: fc.dictionary(names, tie('value'), { maxKeys: 6 }),
}));

describe('The body of a policy', () => {
  it('is read or refused, whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(policyLike, async (members) => {
        const body = await read({ displayName: 'x', accessPackage: { id }, ...members }).catch(
          (error: unknown) => error,
        );
        if (body instanceof DomainError) return expect(body.code).toBe('InvalidModel');
        expect(body).toBeInstanceOf(AssignmentPolicyReplacementBody);
      }),
      { numRuns: sized({ small: 300, ci: 1_500, full: 10_000 }) },
    );
  });

  it('says every member of every type, so that an answer lacks none', async () => {
    const stage = { primaryApprovers: [{ '@odata.type': '#microsoft.graph.requestorManager' }] };
    const { settings } = valuesOf(
      await read({
        displayName: 'x',
        accessPackage: { id, displayName: 'Sales', isHidden: false },
        expiration: {},
        requestApprovalSettings: { stages: [stage] },
        reviewSettings: { schedule: { recurrence: { pattern: {}, range: {} } } },
        customExtensionStageSettings: [
          { stage: 'AssignmentRequestCreated', customExtension: { id, displayName: 'Call' } },
        ],
      }),
    );
    expect(settings).toMatchObject({
      expiration: { endDateTime: null, duration: null, type: null },
      requestApprovalSettings: {
        isApprovalRequiredForAdd: false,
        isRequestorJustificationRequired: false,
        stages: [
          {
            durationBeforeEscalation: null,
            approverInformationVisibility: 'default',
            primaryApprovers: [{ '@odata.type': '#microsoft.graph.requestorManager', managerLevel: 1 }],
            escalationApprovers: [],
          },
        ],
      },
      reviewSettings: {
        isRecommendationEnabled: true,
        schedule: {
          startDateTime: null,
          recurrence: { pattern: { month: 0, daysOfWeek: [] }, range: { startDate: null } },
        },
      },
      customExtensionStageSettings: [{ id: null, stage: 'assignmentRequestCreated' }],
    });
    const [callOut] = settings.customExtensionStageSettings ?? [];
    expect(callOut).toHaveProperty('customExtension', { id });
  });

  it.each([undefined, null, {}, { id: null }, { id: '' }, { id: 'x' }, { displayName: 'Call' }, id, [{ id }]])(
    'names the extension of every call-out by its id, and is refused with %j',
    async (customExtension) => {
      const customExtensionStageSettings = [{ stage: 'assignmentRequestCreated', customExtension }];
      const wrong = await read({ displayName: 'x', accessPackage: { id }, customExtensionStageSettings }).catch(
        (error: unknown) => error,
      );
      expect(wrong).toMatchObject({ code: 'InvalidModel', message: expect.stringContaining('customExtension') });
    },
  );

  it('says the same when it comes from inside the server', async () => {
    const json = { displayName: 'x', accessPackage: { id }, requestorSettings: { enableTargetsToSelfAddAccess: true } };
    expect(policyValuesFrom(json)).toEqual(valuesOf(await read(json)));
    expect(() =>
      createAssignmentPolicy({ id, accessPackageId: id }, policyValuesFrom(json), new Date(0), () => id),
    ).not.toThrow();
  });
});
