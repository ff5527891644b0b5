import { Injectable } from '@nestjs/common';
import { isHeldBy } from '../directory/index.js';
import { mayActSomewhere, mayAdminister, mayReadAll, roleIdsFor, rolesFor, type Task } from '../graph/index.js';
import type { Caller } from '../platform/auth/caller.js';
import { Database } from '../platform/database/database.js';
import { sql } from '../platform/database/sql.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { kindsInCatalogs, type Thing } from './catalog-of.sql.js';

/** How somebody stands to a thing: they may do what they want to, they may only know of it, or it does not exist for them. */
export type Standing = 'may' | 'sees' | 'isUnaware';

/**
 * Settles inside a unit of work who may do what in a catalog: administrators everywhere, others where a role is held now.
 *
 * The role is held by a row lock until the transaction ends, so that taking it away comes before or after what is done by it.
 */
@Injectable()
export class DelegatedAuthority {
  constructor(private readonly database: Database) {}

  /** Refuses who may not do this to a thing; who cannot read it is told that there is none. Of administrators nothing is asked. */
  async require(caller: Caller, task: Task, thing: Thing): Promise<void> {
    const standing = await this.over(caller, task, thing);
    if (standing === 'may') return;
    if (standing === 'isUnaware') throw unseen(thing);
    const { called } = kindsInCatalogs[thing.kind];
    throw new DomainError(
      'UnAuthorized',
      `For this ${called} you need the role ${rolesFor(task).join(' or ')} in its catalog, or one of the directory roles of an administrator: ask an owner of the catalog.`,
    );
  }

  /** Refuses a thing that somebody cannot read by a role or by right of everything. */
  async requireSeen(caller: Caller, thing: Thing): Promise<void> {
    if ((await this.over(caller, kindsInCatalogs[thing.kind].seenBy, thing)) === 'isUnaware') throw unseen(thing);
  }

  /** How somebody stands to a thing, by what they hold now; nobody is refused. */
  async over(caller: Caller, task: Task, thing: Thing): Promise<Standing> {
    if (mayAdminister(caller)) return 'may';
    const held = caller.heldRoles?.length ? await this.heldAt(caller, thing) : [];
    const does = (what: Task): boolean => roleIdsFor(what).some((id) => held.includes(id));
    if (mayActSomewhere(caller, task) && does(task)) return 'may';
    return mayReadAll(caller) || does(kindsInCatalogs[thing.kind].seenBy) ? 'sees' : 'isUnaware';
  }

  /** The roles that are held where the thing lies. */
  private async heldAt({ kind, tenantId, objectId }: Caller, thing: Thing): Promise<string[]> {
    const [tenant, id] = [sql`${tenantId}::uuid`, sql`${thing.id}::uuid`];
    const principal = { kind, tenantId: tenant, id: sql`${objectId}::uuid` };
    const rows = await this.database.query<{ roleId: string }[]>`
      SELECT r.role_definition_id AS "roleId" FROM role_assignment r
      WHERE ${isHeldBy(principal)} AND r.catalog_id = ${kindsInCatalogs[thing.kind].catalogId(tenant, id)}
      ORDER BY r.id FOR KEY SHARE OF r`;
    return rows.map(({ roleId }) => roleId);
  }
}

const unseen = ({ kind, id }: Thing): DomainError =>
  new DomainError('ResourceNotFound', `There is no ${kindsInCatalogs[kind].called} '${id}'.`);
