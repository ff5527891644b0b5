import { fork } from 'node:child_process';
import { join } from 'node:path';

export interface ScimUser {
  readonly id: string;
  readonly externalId?: string;
  readonly userName: string;
  readonly displayName?: string;
  readonly active?: boolean;
  readonly emails?: readonly { readonly value: string }[];
}

export interface ScimGroup {
  readonly id: string;
  readonly displayName: string;
  readonly members?: readonly { readonly value: string }[];
}

/** A SCIM server of somebody else (scimmy-routers), as a process. */
export interface Scimmy {
  readonly url: string;
  readonly token: string;
  state(): Promise<{ readonly users: readonly ScimUser[]; readonly groups: readonly ScimGroup[] }>;
  /** Makes a user or a group, as its own administrators do; answers its id. */
  make(endpoint: 'Users' | 'Groups', body: object): Promise<string>;
  remove(endpoint: 'Users' | 'Groups', id: string): Promise<void>;
  close(): void;
}

/** The accounts that a person has by their own id. */
export const accountsOf = async (scimmy: Scimmy, { objectId }: { readonly objectId: string }): Promise<ScimUser[]> =>
  (await scimmy.state()).users.filter(({ externalId }) => externalId === objectId);

/** The ids of the accounts in a group, as often as they stand in it. */
export const membersOf = async (scimmy: Scimmy, groupId: string): Promise<string[]> =>
  (await scimmy.state()).groups.find(({ id }) => id === groupId)?.members?.map(({ value }) => value) ?? [];

const schemas = {
  Users: 'urn:ietf:params:scim:schemas:core:2.0:User',
  Groups: 'urn:ietf:params:scim:schemas:core:2.0:Group',
};

export async function startScimmy(): Promise<Scimmy> {
  const token = 'a-token-of-scimmy';
  const child = fork(join(import.meta.dirname, 'scimmy-server.mjs'), [token], { stdio: 'inherit', execArgv: [] });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (said) => resolve((said as { port: number }).port));
    child.once('exit', (code) => reject(new Error(`The SCIM server ended with ${code}.`)));
  });
  const url = `http://127.0.0.1:${port}/scim`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
  return {
    url,
    token,
    state: async () =>
      (await (await fetch(`http://127.0.0.1:${port}/state`)).json()) as Awaited<ReturnType<Scimmy['state']>>,
    make: async (endpoint, body) => {
      const sent = JSON.stringify({ schemas: [schemas[endpoint]], ...body });
      const answer = await fetch(`${url}/${endpoint}`, { method: 'POST', headers, body: sent });
      if (!answer.ok) throw new Error(await answer.text());
      return ((await answer.json()) as { id: string }).id;
    },
    remove: async (endpoint, id) => {
      await fetch(`${url}/${endpoint}/${id}`, { method: 'DELETE', headers });
    },
    close: () => void child.kill(),
  };
}
