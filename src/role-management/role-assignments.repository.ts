import { Injectable } from '@nestjs/common';
import { DirectoryStanding } from '../directory/index.js';
import { roles } from '../graph/index.js';
import { Database } from '../platform/database/database.js';
import type { NewRow } from '../platform/database/models.js';
import { Announcements } from '../platform/eventing/announcements.js';
import type { Decision } from '../platform/eventing/decision.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { Repository } from '../platform/repositories/repository.js';
import type { Principal, RoleAssignment } from './role-assignment.js';

@Injectable()
export class RoleAssignmentsRepository extends Repository<'roleAssignment'> {
  protected readonly model = 'roleAssignment';
  protected readonly called = 'role assignment';

  constructor(
    database: Database,
    announcements: Announcements,
    private readonly standing: DirectoryStanding,
  ) {
    super(database, announcements);
  }

  override add(decision: Decision<NewRow<RoleAssignment, 'tenantId'>>): Promise<RoleAssignment> {
    this.forget(decision.row);
    return super.add(decision);
  }

  override remove(decision: Decision<RoleAssignment>): Promise<void> {
    this.forget(decision.row);
    return super.remove(decision);
  }

  /** The catalog in which it is, which never changes; null for everywhere. */
  async catalogOf(id: string): Promise<string | null> {
    const { client, tenantId } = this.database;
    const found = await client.roleAssignment.findUnique({
      where: { tenantId_id: { tenantId, id } },
      select: { catalogId: true },
    });
    if (!found) throw new DomainError('ResourceNotFound', `There is no role assignment '${id}'.`);
    return found.catalogId;
  }

  /** How many other owners the catalog of an assignment has. */
  ownersBeside({ tenantId, id, catalogId }: RoleAssignment): Promise<number> {
    const { id: roleDefinitionId } = roles['Catalog owner'];
    return this.database.client.roleAssignment.count({
      where: { tenantId, catalogId, roleDefinitionId, id: { not: id } },
    });
  }

  /** Whether the directory knows somebody who can be given a role. */
  async knows({ kind, id }: Principal): Promise<boolean> {
    const { client, tenantId } = this.database;
    const where = { tenantId, id };
    const counts = {
      user: () => client.directoryUser.count({ where }),
      group: () => client.directoryGroup.count({ where }),
      servicePrincipal: () => client.servicePrincipal.count({ where }),
    };
    return (await counts[kind]()) > 0;
  }

  /** What somebody holds is asked for again; whoever is in a group may be anybody. */
  private forget({ groupId, principalId }: { groupId?: string | null; principalId: string }): void {
    this.standing.changes(groupId ? undefined : principalId);
  }
}
