import { entitlements, given } from './given.js';
import { anApplication, type Answered, type Client, type TestServer } from './server.js';

type Json = Record<string, unknown>;

/** A group that a catalog holds as a resource, with the ids by which its roles are given. */
export interface GroupResource {
  readonly catalogId: string;
  readonly groupId: string;
  readonly id: string;
  readonly memberId: string;
  readonly ownerId: string;
  readonly scopeId: string;
}

/** What a POST to `resourceRequests` carries that adds a group. */
export const adding = (catalogId: string, originId: string, more: Json = {}): Json => ({
  requestType: 'adminAdd',
  catalog: { id: catalogId },
  resource: { originId, originSystem: 'AadGroup', ...more },
});

/** What a POST to `resourceRoleScopes` carries that gives membership of a group, in words that PowerShell and Terraform send. */
export const membershipOf = (groupId: string): Json => ({
  role: {
    originId: `Member_${groupId}`,
    originSystem: 'AadGroup',
    resource: { originId: groupId, originSystem: 'AadGroup' },
  },
  scope: { originId: groupId, originSystem: 'AadGroup' },
});

/** Puts resources in place over the API. */
export function resourcesOf(server: TestServer) {
  const app = (): Client => server.as(anApplication);
  const made = ({ status, text, body }: Answered): Json & { id: string } => {
    if (status !== 201) throw new Error(`Expected 201, got ${status}: ${text}`);
    return body as Json & { id: string };
  };
  return {
    /** A group of a catalog, each new where none is given. */
    async aGroup(catalogId?: string, groupId?: string): Promise<GroupResource> {
      const catalog = catalogId ?? (await given(server).aCatalog()).id;
      const group = groupId ?? (await given(server).aGroup()).id;
      made(await app().post(`${entitlements}/resourceRequests`, adding(catalog, group)));
      const { body } = await app().get(
        `${entitlements}/catalogs/${catalog}/resources?$filter=originId eq '${group}'&$expand=roles,scopes`,
      );
      const [{ id, roles, scopes }] = body.value;
      const roleId = (name: string): string =>
        roles.find(({ displayName }: { displayName: string }) => displayName === name).id;
      return {
        ...{ catalogId: catalog, groupId: group, id, scopeId: scopes[0].id },
        ...{ memberId: roleId('Member'), ownerId: roleId('Owner') },
      };
    },
    /** Has a package give membership of a group; answers the id of what it gives. */
    async gives(packageId: string, { groupId }: Pick<GroupResource, 'groupId'>): Promise<string> {
      const path = `${entitlements}/accessPackages/${packageId}/resourceRoleScopes`;
      return made(await app().post(path, membershipOf(groupId))).id;
    },
  };
}
