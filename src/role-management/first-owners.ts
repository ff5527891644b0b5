import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { roles } from '../graph/index.js';
import type { Caller } from '../platform/auth/caller.js';
import { createRoleAssignment } from './role-assignment.js';
import { RoleAssignmentsRepository } from './role-assignments.repository.js';

/** Whoever opens a catalog owns it (Entra's page on delegation and roles). */
@Injectable()
export class FirstOwners {
  constructor(private readonly assignments: RoleAssignmentsRepository) {}

  /** Names who opened a catalog its owner; whom the directory does not know can hold no role. */
  async name({ kind, objectId: id }: Caller, catalogId: string, now: Date): Promise<void> {
    const principal = { kind: kind === 'user' ? 'user' : 'servicePrincipal', id } as const;
    if (!(await this.assignments.knows(principal))) return;
    const roleDefinitionId = roles['Catalog owner'].id;
    await this.assignments.add(createRoleAssignment(uuid(), { roleDefinitionId, principal, catalogId }, now));
  }
}
