import { randomUUID } from 'node:crypto';
import type { Dialect } from '../../src/platform/beta/names.js';
import { Database } from '../../src/platform/database/database.js';
import { given } from './given.js';
import type { Answered, Client, TestServer } from './server.js';

export type Json = Record<string, unknown>;

/** A call that is accepted, and what is stored once it was answered. */
export interface Accepted {
  readonly path: string;
  /** In v1.0's names, but for a policy's, which has the shape of its dialect. */
  readonly body: Json;
  readonly stored: (answer: Answered) => Promise<unknown>;
  /** Who calls, if not an administrator. */
  readonly as?: Client;
}

/** Prepares another call of its kind, so that all of them are accepted. */
export type Prepare = (dialect: Dialect) => Promise<Accepted>;
export type Prepares = Readonly<Record<string, Prepare>>;
type Stored = (id: string) => Promise<unknown>;

export const em = 'identityGovernance/entitlementManagement';
export const name = (): string => `Name ${randomUUID()}`;
export const mail = (): string => `${randomUUID()}@contoso.example`;
export const reference = (collection: string, id: string): Json => ({
  '@odata.id': `https://any.example/v1.0/${collection}/${id}`,
});
export const bound = (...ids: string[]): string[] => ids.map((id) => `https://any.example/v1.0/users/${id}`);
export const idOf = ({ body }: Answered): string => String(body?.id ?? randomUUID());

/** A call that makes something. */
export const creating =
  (path: string, body: () => Json, stored: Stored): Prepare =>
  () =>
    Promise.resolve({ path, body: body(), stored: (answer) => stored(idOf(answer)) });

/** A call that changes what was just made. */
export const changing =
  (path: string, make: () => Promise<{ id: string }>, body: (id: string) => Json, stored: Stored): Prepare =>
  async () => {
    const { id } = await make();
    return { path: path.replace('{id}', id), body: body(id), stored: () => stored(id) };
  };

/** What calls need: who puts things in place, the rows that they leave, and people. */
export function worldOf(server: TestServer, people: readonly string[]) {
  const { pool: db } = server.app.get(Database);
  const [ada = '', bob = ''] = people;
  const ofPackage = { incompatible: true, incompatibleGroups: true };
  return {
    ...{ server, ada, bob, there: given(server) },
    row: {
      catalog: (id: string) => db.catalog.findFirst({ where: { id } }),
      accessPackage: (id: string) => db.accessPackage.findFirst({ where: { id }, include: ofPackage }),
      policy: (id: string) => db.assignmentPolicy.findFirst({ where: { id } }),
      request: (id: string) => db.assignmentRequest.findFirst({ where: { id } }),
      stage: (id: string) => db.approvalStage.findFirst({ where: { id } }),
      user: (id: string) => db.directoryUser.findFirst({ where: { id }, include: { sponsors: true } }),
      group: (id: string) => db.directoryGroup.findFirst({ where: { id }, include: { members: true, owners: true } }),
      roleAssignment: (id: string) => db.roleAssignment.findFirst({ where: { id } }),
      servicePrincipal: (id: string) => db.servicePrincipal.findFirst({ where: { id } }),
      organization: (id: string) => db.connectedOrganization.findFirst({ where: { id }, include: { sponsors: true } }),
    },
  };
}

export type World = ReturnType<typeof worldOf>;
