import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { isGuid } from '../platform/http/members.js';
import { isPrincipalName, type User } from './user.js';

/** What the rest of the server may ask about people and groups. */
@Injectable()
export class DirectoryReader {
  constructor(private readonly database: Database) {}

  /** Somebody in the ambient tenant. */
  find(id: string): Promise<User | null> {
    const { client, tenantId } = this.database;
    return client.directoryUser.findUnique({ where: { tenantId_id: { tenantId, id } } });
  }

  /** Refuses ids of which one names nobody in the ambient tenant. */
  async requirePeople(ids: readonly string[]): Promise<void> {
    const { client, tenantId } = this.database;
    const found = await client.directoryUser.findMany({
      where: { tenantId, id: { in: [...ids] } },
      select: { id: true },
    });
    const known = new Set(found.map(({ id }) => id));
    const missing = ids.find((id) => !known.has(id));
    if (missing !== undefined) throw new DomainError('ResourceNotFound', `There is no user '${missing}'.`);
  }

  /** Refuses an id that names no group in the ambient tenant. */
  async requireGroup(id: string): Promise<void> {
    const { client, tenantId } = this.database;
    const found = await client.directoryGroup.count({ where: { tenantId, id } });
    if (found === 0) throw new DomainError('ResourceNotFound', `There is no group '${id}'.`);
  }

  /** Somebody by id or user principal name, in any case. */
  async named(tenantId: string, key: string): Promise<User | null> {
    const id = isGuid(key) ? key : await this.idOf(tenantId, key);
    return id === undefined
      ? null
      : this.database.client.directoryUser.findUnique({ where: { tenantId_id: { tenantId, id: id.toLowerCase() } } });
  }

  private async idOf(tenantId: string, userPrincipalName: string): Promise<string | undefined> {
    if (!isPrincipalName(userPrincipalName)) return undefined;
    const [found] = await this.database.query<{ id: string }[]>`
      SELECT id FROM directory_user WHERE tenant_id = ${tenantId}::uuid AND lower(user_principal_name) = lower(${userPrincipalName})`;
    return found?.id;
  }
}
