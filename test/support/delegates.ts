import { randomUUID } from 'node:crypto';
import { roles } from '../../src/graph/index.js';
import { createRoleAssignment, RoleAssignmentsRepository } from '../../src/role-management/index.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { developmentTenantId, type TestServer } from './server.js';

export type Role = keyof typeof roles;
export const roleNames = Object.keys(roles) as Role[];

/** Who holds a role: a person unless it is said. */
export interface Holder {
  readonly id: string;
  readonly kind?: 'user' | 'group' | 'servicePrincipal';
}

/** Gives somebody a role, in one catalog or, with null, everywhere; answers the id of the assignment. */
export async function holds(
  { app }: TestServer,
  { id: principalId, kind = 'user' }: Holder,
  role: Role,
  catalogId: string | null,
): Promise<string> {
  const id = randomUUID();
  const values = { roleDefinitionId: roles[role].id, principal: { kind, id: principalId }, catalogId };
  await app
    .get(Transactions)
    .run({ tenantId: developmentTenantId, actor: 'a test' }, () =>
      app.get(RoleAssignmentsRepository, { strict: false }).add(createRoleAssignment(id, values, new Date())),
    );
  return id;
}
