import { randomUUID } from 'node:crypto';
import { anApplication, type Answered, type TestServer } from './server.js';

export const entitlements = '/v1.0/identityGovernance/entitlementManagement';
export const betaEntitlements = entitlements.replace('/v1.0', '/beta');

type Json = Record<string, unknown>;

/** What self-service needs: everybody in the directory may ask, change and leave. */
export const selfService: Json = {
  allowedTargetScope: 'allDirectoryUsers',
  requestorSettings: {
    enableTargetsToSelfAddAccess: true,
    enableTargetsToSelfUpdateAccess: true,
    enableTargetsToSelfRemoveAccess: true,
    allowCustomAssignmentSchedule: true,
  },
};

/** Only administrators assign. */
export const directOnly: Json = { allowedTargetScope: 'notSpecified' };

const needsApprovalForAdd: Json = {
  isApprovalRequiredForAdd: true,
  isApprovalRequiredForUpdate: false,
  stages: [
    {
      durationBeforeAutomaticDenial: 'P14D',
      primaryApprovers: [{ '@odata.type': '#microsoft.graph.requestorManager', managerLevel: 1 }],
    },
  ],
};

export const needsApproval: Json = { ...selfService, requestApprovalSettings: needsApprovalForAdd };

/** Puts things in place over the API, each with a name of its own. */
export function given(server: TestServer) {
  const post = async (path: string, body: Json): Promise<Json & { id: string }> =>
    made(await server.as(anApplication).post(path, body));
  const unique = (what: string): string => `${what} ${randomUUID().slice(0, 8)}`;
  return {
    aPerson: (members: Json = {}) =>
      post('/v1.0/users', {
        displayName: 'Somebody',
        userPrincipalName: `${randomUUID()}@contoso.example`,
        ...members,
      }),
    aGroup: (members: Json = {}) => post('/v1.0/groups', { displayName: unique('Group'), ...members }),
    aServicePrincipal: (members: Json = {}) =>
      post('/v1.0/servicePrincipals', { displayName: unique('Application'), appId: randomUUID(), ...members }),
    aConnectedOrganization: (members: Json = {}) =>
      post(`${entitlements}/connectedOrganizations`, { displayName: unique('Organization'), ...members }),
    aCatalog: (members: Json = {}) =>
      post(`${entitlements}/catalogs`, { displayName: unique('Catalog'), state: 'published', ...members }),
    aCustomExtension: (catalogId: string, members: Json = {}) =>
      post(`${entitlements}/catalogs/${catalogId}/customWorkflowExtensions`, {
        '@odata.type': '#microsoft.graph.accessPackageAssignmentRequestWorkflowExtension',
        displayName: unique('Extension'),
        endpointConfiguration: {
          '@odata.type': '#microsoft.graph.httpRequestEndpoint',
          targetUrl: 'https://hooks.example/',
        },
        ...members,
      }),
    async aPackage(members: Json = {}) {
      const catalog = members['catalog'] ?? { id: (await this.aCatalog()).id };
      return post(`${entitlements}/accessPackages`, { displayName: unique('Package'), ...members, catalog });
    },
    async aPolicy(members: Json = {}) {
      const accessPackage = (members['accessPackage'] ?? { id: (await this.aPackage()).id }) as { id: string };
      const policy = await post(`${entitlements}/assignmentPolicies`, {
        displayName: unique('Policy'),
        ...directOnly,
        ...members,
        accessPackage,
      });
      const names = { assignmentPolicyId: policy.id, accessPackageId: accessPackage.id };
      return Object.assign(policy, { names, accessPackageId: accessPackage.id });
    },
  };
}

function made({ status, text, body }: Answered): Json & { id: string } {
  if (status !== 201) throw new Error(`Expected 201, got ${status}: ${text}`);
  return body as Json & { id: string };
}
