import { beta, v1 } from './speaker.mjs';

const graph = '#microsoft.graph.';
export const user = ({ id }) => ({ '@odata.type': `${graph}singleUser`, userId: id });
export const members = ({ id }) => ({ '@odata.type': `${graph}groupMembers`, groupId: id });
export const manager = { '@odata.type': `${graph}requestorManager`, managerLevel: 1 };
export const stage = (...primaryApprovers) => ({ durationBeforeAutomaticDenial: 'P14D', primaryApprovers });

export const selfService = {
  allowedTargetScope: 'allDirectoryUsers',
  requestorSettings: {
    enableTargetsToSelfAddAccess: true,
    enableTargetsToSelfUpdateAccess: true,
    enableTargetsToSelfRemoveAccess: true,
    allowCustomAssignmentSchedule: true,
  },
};

export const approvedBy = (...stages) => ({
  ...selfService,
  requestApprovalSettings: { isApprovalRequiredForAdd: true, stages },
});

export const questions = [
  {
    '@odata.type': `${graph}accessPackageMultipleChoiceQuestion`,
    ...{ sequence: 0, text: 'Where?', isRequired: true, isMultipleSelectionAllowed: true },
    choices: [{ actualValue: 'Kyiv' }, { actualValue: 'Lima' }],
  },
  text('Which badge?', String.raw`[A-Z]{2}\d{4}`),
  text('Why?', null),
];

function text(asked, regexPattern) {
  return { '@odata.type': `${graph}accessPackageTextInputQuestion`, sequence: 1, text: asked, regexPattern };
}

/** Settings that say half of something, or the opposite too, as earlier builds took them. */
export const halfSaid = {
  'an end of no type': { expiration: { duration: 'P30D' } },
  'an end at a moment that is missing': { expiration: { type: 'afterDateTime' } },
  'two ends': { expiration: { type: 'noExpiration', duration: 'P30D', endDateTime: '2031-01-01T00:00:00.000Z' } },
  'an end after a while, and another at a moment': {
    expiration: { type: 'afterDuration', duration: 'P30D', endDateTime: '2031-01-01T00:00:00.000Z' },
  },
  'no settings at all': { requestorSettings: null, requestApprovalSettings: null, expiration: null },
  'patterns that no linear matcher takes': {
    questions: ['(?=.*\\d).+', '(a|b)\\1', '[^]+', '(?<!x)y', '\\p{Lu}\\w+'].map((pattern) =>
      text(`Fits ${pattern}?`, pattern),
    ),
  },
  'extensions without a name': { customExtensionStageSettings: [{ stage: 'assignmentRequestCreated' }] },
  'access that comes by itself': { automaticRequestSettings: { requestAccessForAllowedTargets: true } },
  reviews: { reviewSettings: { isEnabled: true, isSelfReview: true } },
  'a scope that matches nobody': {
    specificAllowedTargets: [{ '@odata.type': `${graph}identityGovernance.groupBasedSubjectSet`, groups: [] }],
  },
};

/** Policies in the shape of /beta: an end in days, at a moment, and none. */
export const inBetasShape = [
  { durationInDays: 30 },
  { expirationDateTime: '2031-01-01T00:00:00Z' },
  { durationInDays: 0, canExtend: true },
].map((end) => ({ ...end, requestorSettings: { scopeType: 'AllExistingDirectorySubjects', acceptRequests: true } }));

/** Makes packages, each with a policy of its own. */
export function policiesOn({ post, send, query }) {
  let number = 0;
  const made = async (settings, { catalog, accessPackage, path = `${v1}/assignmentPolicies` }) => {
    number += 1;
    const offered =
      accessPackage ?? (await post(`${v1}/accessPackages`, { displayName: `Package ${number}`, catalog }));
    const displayName = `Policy ${number}`;
    const sent = path.startsWith(beta) ? { accessPackageId: offered.id } : { accessPackage: { id: offered.id } };
    const answer = await send({ path, body: { displayName, ...settings, ...sent } });
    return {
      answer,
      names: { accessPackageId: offered.id, assignmentPolicyId: answer.body.id },
      accessPackage: offered,
    };
  };
  const aPolicy = async (settings, where) => {
    const policy = await made(settings, where);
    if (policy.answer.status !== 201) throw new Error(policy.answer.text);
    return policy;
  };
  return {
    aPolicy,
    /** Written over HTTP where this build takes it, else put where an earlier one had written it. */
    async aHalfSaidPolicy(settings, where) {
      const taken = await made({ ...selfService, ...settings }, where);
      if (taken.answer.status === 201) return taken;
      const policy = await aPolicy(selfService, { ...where, accessPackage: taken.accessPackage });
      const json = `'${JSON.stringify(settings).replaceAll("'", "''")}'::jsonb`;
      const id = policy.names.assignmentPolicyId;
      await query(`UPDATE assignment_policy SET settings = settings || ${json} WHERE id = '${id}' RETURNING 1 AS one`);
      await query(
        `UPDATE assignment_policy_version SET settings = settings || ${json} WHERE policy_id = '${id}' RETURNING 1 AS one`,
      );
      return policy;
    },
  };
}
