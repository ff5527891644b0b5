import type { Answered, Client } from './server.js';

type Json = Record<string, unknown>;

/** What the provider azuread sends with every call: a kind of content also where there is none, and OData's versions. */
export const headers = {
  accept: 'application/json; charset=utf-8; IEEE754Compatible=false',
  'content-type': 'application/json; charset=utf-8',
  'odata-maxversion': '4.0',
  'odata-version': '4.0',
  'user-agent':
    'HashiCorp Terraform/1.9.8 (+https://www.terraform.io) Terraform Plugin SDK/2.34.0 terraform-provider-azuread/3.0.2 HashiCorp/go-azure-sdk (Go-http-Client/1.1 MicrosoftGraph-AccessPackage/beta)',
};

/** Whom a policy names. */
interface People {
  readonly approverId: string;
  readonly groupId: string;
}

/** What a configuration says of each resource, as a body in one version; the provider sends what is unset as null. */
export interface Configuration {
  readonly version: 'beta' | 'v1.0';
  readonly catalogs: string;
  readonly policies: string;
  catalog(published: boolean): Json;
  accessPackage(catalog: Json): Json;
  policy(accessPackageId: string, displayName: string, people: People): Json;
}

const entitlements = '/identityGovernance/entitlementManagement';
export const roleAssignments = '/roleManagement/entitlementManagement/roleAssignments';
export const packages = `${entitlements}/accessPackages`;
const about = (what: string): Json => ({ displayName: what, description: `${what}, kept by Terraform` });

/** The models of the provider's library drop what is read-only, and add the type that they are of. */
function asModel(answer: Json, type: string): Json {
  const dropped = ['@odata.context', 'createdBy', 'createdDateTime', 'modifiedBy', 'modifiedDateTime'];
  const kept = Object.entries(answer).filter(([name]) => !dropped.includes(name));
  return { ...Object.fromEntries(kept), '@odata.type': `#microsoft.graph.${type}` };
}

export const inBeta: Configuration = {
  version: 'beta',
  catalogs: `${entitlements}/accessPackageCatalogs`,
  policies: `${entitlements}/accessPackageAssignmentPolicies`,
  catalog: (published) => ({
    ...about('Sales'),
    ...{ catalogStatus: published ? 'published' : 'unpublished', isExternallyVisible: false },
    '@odata.type': '#microsoft.graph.accessPackageCatalog',
  }),
  accessPackage: (catalog) => ({
    ...about('Sales tools'),
    ...{ isHidden: false, accessPackageCatalog: asModel(catalog, 'accessPackageCatalog') },
    '@odata.type': '#microsoft.graph.accessPackage',
  }),
  policy: (accessPackageId, displayName, { approverId, groupId }) => ({
    ...about(displayName),
    ...{ accessPackageId, canExtend: true, durationInDays: 0, expirationDateTime: '2096-09-23T01:02:03Z' },
    requestorSettings: {
      ...{ scopeType: 'SpecificDirectorySubjects', acceptRequests: true },
      allowedRequestors: [{ '@odata.type': '#microsoft.graph.groupMembers', id: groupId, isBackup: false }],
    },
    requestApprovalSettings: {
      ...{ isApprovalRequired: true, isApprovalRequiredForExtension: true, isRequestorJustificationRequired: true },
      approvalStages: [
        {
          ...{ approvalStageTimeOutInDays: 14, escalationTimeInMinutes: 11_520, isEscalationEnabled: true },
          isApproverJustificationRequired: true,
          primaryApprovers: [{ '@odata.type': '#microsoft.graph.requestorManager', isBackup: false }],
          escalationApprovers: [{ '@odata.type': '#microsoft.graph.groupMembers', id: groupId, isBackup: false }],
        },
        {
          ...{ approvalStageTimeOutInDays: 14, escalationTimeInMinutes: null, isEscalationEnabled: null },
          isApproverJustificationRequired: null,
          primaryApprovers: [{ '@odata.type': '#microsoft.graph.singleUser', id: approverId, isBackup: false }],
          escalationApprovers: [],
        },
      ],
    },
    accessReviewSettings: {
      ...{ accessReviewTimeoutBehavior: 'keepAccess', durationInDays: 3, isAccessRecommendationEnabled: false },
      ...{ isApprovalJustificationRequired: false, isEnabled: true, recurrenceType: 'weekly', reviewerType: 'Self' },
      ...{ startDateTime: null, reviewers: [] },
    },
    questions: [
      {
        '@odata.type': '#microsoft.graph.accessPackageTextInputQuestion',
        ...{ isRequired: false, sequence: 1, text: { defaultText: 'What for?', localizedTexts: [] } },
      },
    ],
    '@odata.type': '#microsoft.graph.accessPackageAssignmentPolicy',
  }),
};

export const inV1: Configuration = {
  version: 'v1.0',
  catalogs: `${entitlements}/catalogs`,
  policies: `${entitlements}/assignmentPolicies`,
  catalog: (published) => ({
    ...about('Sales'),
    ...{ state: published ? 'published' : 'unpublished', isExternallyVisible: false },
    '@odata.type': '#microsoft.graph.accessPackageCatalog',
  }),
  accessPackage: ({ id }) => ({
    ...about('Sales tools'),
    ...{ isHidden: false, catalog: { id } },
    '@odata.type': '#microsoft.graph.accessPackage',
  }),
  policy: (id, displayName, { approverId: userId }) => ({
    ...about(displayName),
    ...{ accessPackage: { id }, allowedTargetScope: 'allMemberUsers', questions: [] },
    expiration: { type: 'afterDuration', duration: 'P90D' },
    requestorSettings: { enableTargetsToSelfAddAccess: true },
    requestApprovalSettings: {
      ...{ isApprovalRequiredForAdd: true, isApprovalRequiredForUpdate: false, isRequestorJustificationRequired: true },
      stages: [
        {
          ...{ durationBeforeAutomaticDenial: 'P14D', isEscalationEnabled: false, escalationApprovers: [] },
          primaryApprovers: [{ '@odata.type': '#microsoft.graph.singleUser', userId }],
        },
      ],
    },
    '@odata.type': '#microsoft.graph.accessPackageAssignmentPolicy',
  }),
};

/** Calls as the provider makes them; what is not the status that it expects ends the run, and names the refusal. */
export function provider(client: Client, version: string) {
  const at = (path: string) => `/${version}${path}`;
  const succeeded = ({ status, body }: Answered, expected: number[]): Json & { readonly id: string } => {
    expect([expected.includes(status), status, body?.error]).toEqual([true, status, undefined]);
    return body;
  };
  const read = async (path: string, id: string) => succeeded(await client.get(at(`${path}/${id}`), headers), [200]);
  return {
    read,
    list: async (path: string, query: Record<string, string>) =>
      succeeded(await client.get(at(`${path}?${String(new URLSearchParams(query))}`), headers), [200])[
        'value'
      ] as Json[],
    /** Reads at once what it has created: an answer of 404 would be read again and again. */
    create: async (path: string, body: Json) =>
      read(path, succeeded(await client.post(at(path), body, headers), [200, 201]).id),
    patch: async (path: string, id: string, body: Json) => {
      const { status, body: answer } = await client.patch(at(`${path}/${id}`), body, headers);
      expect([200, 204]).toContain(status);
      expect(answer?.error).toBeUndefined();
      return read(path, id);
    },
    replace: async (path: string, id: string, body: Json) => {
      succeeded(await client.put(at(`${path}/${id}`), body, headers), [200, 204]);
      return read(path, id);
    },
    /** Deletes, and reads until it is gone. */
    destroy: async (path: string, id: string) => {
      expect((await client.delete(at(`${path}/${id}`), headers)).status).toBe(204);
      expect((await client.get(at(`${path}/${id}`), headers)).status).toBe(404);
    },
  };
}

/**
 * What the provider keeps of a body or an answer: null, false, nothing and a default are the same to it, words are so in any case, and neither the
 * type of a resource nor the catalog in it are kept. What is another afterwards is a change that each run of Terraform shows again.
 */
export const kept = (said: Json): unknown => {
  const { '@odata.type': _, accessPackageCatalog: __, catalog: ___, accessPackage: ____, ...own } = said;
  return essential(own);
};

function essential(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(essential);
  if (typeof value === 'string') return value.toLowerCase();
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]): [string, unknown] => [name, essential(member)]);
  return Object.fromEntries(members.filter(([, member]) => !isNothing(member)));
}

const isNothing = (value: unknown): boolean =>
  value === null || value === false || value === 0 || value === '' || (Array.isArray(value) && value.length === 0);
