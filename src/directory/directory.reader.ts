import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { identifier } from '../platform/database/sql.js';
import { tableOf } from '../platform/database/tables.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { isGuid } from '../platform/edm/members.js';
import type { Members } from './group.js';
import { type MemberAddress, nounOf } from './member-address.js';
import { isPrincipalName, type User } from './user.js';

/** Who can be given something: a person, a group with whoever is in it, or an application. */
export interface DirectoryPrincipal {
  readonly kind: 'user' | 'group' | 'servicePrincipal';
  readonly id: string;
}

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
    await this.requireMembers(ids.map((id) => ({ collection: 'users', id })));
  }

  /** The people and groups at addresses in the ambient tenant, each once; refuses one that leads nowhere. An id alone is a person's first. */
  async requireMembers(addresses: readonly MemberAddress[]): Promise<Members> {
    const users = await this.known('directoryUser', addresses, 'groups');
    const groups = await this.known('directoryGroup', addresses, 'users');
    const isUser = ({ collection, id }: MemberAddress) => collection !== 'groups' && users.has(id);
    const missing = addresses.find((one) => !isUser(one) && (one.collection === 'users' || !groups.has(one.id)));
    if (missing) throw new DomainError('ResourceNotFound', `There is no ${nounOf(missing)} '${missing.id}'.`);
    const ids = (some: readonly MemberAddress[]) => [...new Set(some.map(({ id }) => id))];
    return {
      userIds: ids(addresses.filter(isUser)),
      groupIds: ids(addresses.filter((one) => !isUser(one))),
    };
  }

  private async known(
    model: 'directoryUser' | 'directoryGroup',
    addresses: readonly MemberAddress[],
    other: MemberAddress['collection'],
  ): Promise<ReadonlySet<string>> {
    const ids = addresses.filter(({ collection }) => collection !== other).map(({ id }) => id);
    if (ids.length === 0) return new Set();
    const { tenantId } = this.database;
    const found = await this.database.query<{ id: string }[]>`
      SELECT id FROM ${identifier(tableOf(model).name)} WHERE tenant_id = ${tenantId}::uuid AND id = ANY(${ids}::uuid[])`;
    return new Set(found.map(({ id }) => id));
  }

  /** Refuses an id that names no group in the ambient tenant. */
  async requireGroup(id: string): Promise<void> {
    const { client, tenantId } = this.database;
    const found = await client.directoryGroup.count({ where: { tenantId, id } });
    if (found === 0) throw new DomainError('ResourceNotFound', `There is no group '${id}'.`);
  }

  /** The person, group or application of an id in the ambient tenant; refuses one that names nobody, or several of them. */
  async requirePrincipal(id: string): Promise<DirectoryPrincipal> {
    const { tenantId } = this.database;
    const found = await this.database.query<{ kind: DirectoryPrincipal['kind'] }[]>`
      SELECT 'user' AS kind FROM directory_user WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid
      UNION ALL SELECT 'group' FROM directory_group WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid
      UNION ALL SELECT 'servicePrincipal' FROM service_principal WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid`;
    const [first, ...others] = found;
    if (!first) throw new DomainError('ResourceNotFound', `There is no user, group or service principal '${id}'.`);
    if (others.length === 0) return { kind: first.kind, id };
    const kinds = found.map(({ kind }) => kind).join(' and a ');
    throw new DomainError('InvalidModel', `The id '${id}' is that of a ${kinds}: nothing says which of them is meant.`);
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
