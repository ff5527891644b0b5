import { randomUUID } from 'node:crypto';
import { crowd, crowdSize } from './crowd.js';
import {
  anyReport,
  assignments,
  type Dear,
  get,
  many,
  packages,
  policies,
  post,
  reportsOf,
  requests,
  users,
  type Who,
} from './dear-words.js';
import { entitlements } from './given.js';

/** Functions that look at everything for one person. */
export const functions: readonly Dear[] = [
  ...['allowedRequestor', 'ALLOWEDREQUESTOR', 'x'].flatMap((word) =>
    [1, 999].map((top) =>
      get(`packages on ${word}, ${top} of them`, `${packages}/filterByCurrentUser(on='${word}')?$top=${top}`, 'person'),
    ),
  ),
  ...['$top=1', '$top=999&$count=true', '$orderby=displayName desc'].map((query) =>
    get(
      `packages of which nobody offers any, ${query}`,
      `${packages}/filterByCurrentUser(on='allowedRequestor')?${query}`,
      'guest',
    ),
  ),
  get(
    'what may be asked for, with all of it',
    `${packages}/filterByCurrentUser(on='allowedRequestor')?$top=999&$expand=assignmentPolicies,catalog($expand=accessPackages)&$count=true`,
    'person',
  ),
  ...['target', 'approver', 'createdBy'].map((word) =>
    get(
      `requests on ${word}`,
      `${requests}/filterByCurrentUser(on='${word}')?$top=999&$expand=accessPackage,assignment`,
      'person',
    ),
  ),
  ...['target', 'createdBy'].map((word) =>
    get(
      `assignments on ${word}`,
      `${assignments}/filterByCurrentUser(on='${word}')?$top=999&$expand=accessPackage,target`,
      'person',
    ),
  ),
  get(
    'approvals on approver',
    `${entitlements}/accessPackageAssignmentApprovals/filterByCurrentUser(on='approver')?$top=999`,
    'person',
  ),
  get(
    'the catalog of a package, with all that is around it',
    `${packages}/${crowd.accessPackage(1)}/catalog?$expand=accessPackages($expand=assignmentPolicies,catalog($expand=accessPackages))`,
    'administrator',
  ),
  post(
    'a thousand people by their ids',
    '/v1.0/directoryObjects/getByIds',
    { ids: Array.from({ length: 1_000 }, (_, number) => crowd.person(number)) },
    'administrator',
  ),
  get('additional access of everybody', `${assignments}/additionalAccess()?$top=999`, 'administrator'),
  get(
    'additional access to one package',
    `${assignments}/additionalAccess(accessPackageId='${crowd.accessPackage(0)}',incompatibleAccessPackageId='${crowd.accessPackage(1)}')`,
    'administrator',
  ),
  post(
    'requirements of a package with hundreds of policies',
    `${packages}/${crowd.accessPackage(0)}/getApplicablePolicyRequirements`,
    {},
    'person',
  ),
];

const asked = {
  requestType: 'userAdd',
  assignment: { accessPackageId: crowd.accessPackage(0), assignmentPolicyId: crowd.policy(0) },
};
const answer = (n: number) => ({
  ...{ '@odata.type': '#microsoft.graph.accessPackageAnswerString', value: 'a '.repeat(1_900) },
  answeredQuestion: {
    '@odata.type': '#microsoft.graph.accessPackageTextInputQuestion',
    id: `0000000b-0000-4000-8000-${n.toString(16).padStart(12, '0')}`,
  },
});

const aliased = (count: number): string => many(count, () => '@a=1').join('&');
/** An address that names aliases, with values for them. */
const aliases = (count: number, values: number): string =>
  `/v1.0/users(${many(count, () => '@a').join(',')})?${aliased(values)}`;

/** Bodies, addresses and requests that are large, deep or many. */
export const bodies: readonly Dear[] = [
  post('a request of a package with hundreds of policies and of incompatible ones', requests, asked, 'person'),
  post(
    'the same, without a policy',
    requests,
    { ...asked, assignment: { accessPackageId: crowd.accessPackage(0) } },
    'person',
  ),
  post('the same, to be judged only', requests, { ...asked, isValidationOnly: true }, 'person'),
  post('a hundred answers to one question', requests, { ...asked, answers: many(16, () => answer(0)) }, 'person'),
  post(
    'a hundred answers to a hundred questions',
    requests,
    { ...asked, answers: many(100, (n) => ({ ...answer(n), value: 'a'.repeat(400) })) },
    'person',
  ),
  post(
    'an answer that forty copies of a policy match',
    requests,
    {
      requestType: 'userAdd',
      assignment: { accessPackageId: crowd.accessPackage(2), assignmentPolicyId: crowd.policy(crowdSize + 300) },
      answers: [answer(0)],
    },
    'person',
  ),
  post('a body of a megabyte', requests, { ...asked, justification: 'j'.repeat(1_200_000) }),
  post('a deep body', requests, `${'{"assignment":'.repeat(9_000)}1${'}'.repeat(9_000)}`),
  post('a body of many members', requests, `{${many(6_000, (n) => `"m${n}":${n}`).join(',')}}`),
  post('a group of everybody', '/v1.0/groups', {
    displayName: randomUUID(),
    'members@odata.bind': many(600, (n) => `https://a.example/v1.0/users/${crowd.person(n)}`),
  }),
  post('a group of far too many', '/v1.0/groups', {
    displayName: randomUUID(),
    'members@odata.bind': many(crowdSize, (n) => `https://a.example/v1.0/users/${crowd.person(n)}`),
  }),
  post('a policy as large as can be', policies, {
    displayName: randomUUID(),
    accessPackage: { id: crowd.accessPackage(2) },
    specificAllowedTargets: many(400, (n) => ({
      '@odata.type': '#microsoft.graph.singleUser',
      userId: crowd.person(n),
    })),
  }),
  get('a long path', `${entitlements}${'/accessPackages/a'.repeat(400)}`),
  get('an address of many aliases', aliases(2_500, 1_400)),
  get('an address of many calls with aliases', `/v1.0/${many(1_000, () => 'a(@a)').join('/')}?${aliased(1_500)}`),
  get('many options', `${users}?${many(3_000, (n) => `a${n}=1`).join('&')}`, 'reader'),
  get('many percent signs', `${users}?$filter=${'%27'.repeat(2_500)}`, 'reader'),
];

const part = (url: string, n: number) => ({ id: String(n), method: 'GET', url });
const batch = (name: string, urls: readonly string[], who: Who = 'application'): Dear =>
  post(name, '/v1.0/$batch', { requests: urls.map(part) }, who);
const area = '/identityGovernance/entitlementManagement';

/** Batches, whose parts are calls. */
export const batches: readonly Dear[] = [
  batch(
    'a batch of heavy filters',
    many(20, () => `/users?$filter=${anyReport(3)}`),
    'reader',
  ),
  batch(
    'a batch of heavy expansions',
    many(20, () => `/users?$top=100&$expand=${reportsOf(2)}`),
    'reader',
  ),
  batch(
    'a batch of fat pages',
    many(20, () => `${area}/assignmentPolicies?$top=999`),
  ),
  batch(
    'a batch of what one may ask for',
    many(20, () => `${area}/accessPackages/filterByCurrentUser(on='allowedRequestor')`),
    'person',
  ),
  batch(
    'a batch of addresses of many aliases',
    many(20, () => aliases(1_300, 800).slice('/v1.0'.length)),
  ),
  post('a batch of many headers', '/v1.0/$batch', {
    requests: many(20, (n) => ({
      ...part('/users?$top=1', n),
      headers: Object.fromEntries(many(1_900, (m) => [`h${m}`, 'x'])),
    })),
  }),
  batch(
    'a batch of too many',
    many(600, () => '/users?$top=1'),
  ),
];

/** Batches whose parts are batches, however that is written. */
export const batchesOfBatches: readonly Dear[] = [
  ...['/$batch', '/%24batch', '/%2524batch', '//$batch', '/./$batch', '/v1.0/../$batch'],
  ...['/$BATCH', '/$batch/', '/$batch?x=1'],
].map((url) =>
  post(`a batch of batches, as ${url}`, '/v1.0/$batch', {
    requests: many(20, (n) => ({
      ...part(url, n),
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: { requests: many(20, (m) => part('/users?$top=1', m)) },
    })),
  }),
);
