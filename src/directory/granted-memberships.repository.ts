import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { sql, type Sql } from '../platform/database/sql.js';
import { Announcements } from '../platform/eventing/announcements.js';
import { DirectoryStanding } from './directory-standing.js';
import { GroupOwnerRemoved, GroupOwnersAdded, MemberRemoved, MembersAdded } from './group.events.js';

/** What somebody can be of a group. */
export type RoleInGroup = 'member' | 'owner';

/** Somebody and a group of theirs. */
export interface Membership {
  readonly groupId: string;
  readonly userId: string;
}

/** A membership that was written, and whether there was none of it before. */
interface Given extends Membership {
  readonly isNew: boolean;
}

const tables: Readonly<Record<RoleInGroup, Sql>> = { member: sql`group_member`, owner: sql`group_owner` };

/** Memberships and ownerships that assignments give: they stand beside those that somebody wrote, and end without them. */
@Injectable()
export class GrantedMemberships {
  constructor(
    private readonly database: Database,
    private readonly announcements: Announcements,
    private readonly standing: DirectoryStanding,
  ) {}

  /** Answers those that are there now; what is missing has no group or no person any more. */
  async give(role: RoleInGroup, wanted: readonly Membership[]): Promise<readonly Membership[]> {
    const given = await this.database.query<Given[]>`
      INSERT INTO ${tables[role]} AS held (tenant_id, group_id, user_id, is_direct, is_granted)
      SELECT person.tenant_id, g.id, person.id, false, true FROM ${this.rowsOf(wanted)}
        JOIN directory_group g ON g.tenant_id = ${this.tenant} AND g.id = wanted.group_id
        JOIN directory_user person ON person.tenant_id = ${this.tenant} AND person.id = wanted.user_id
      ON CONFLICT (tenant_id, group_id, user_id) DO UPDATE SET is_granted = true
      RETURNING group_id AS "groupId", user_id AS "userId", (xmax = 0) AS "isNew"`;
    this.tell(
      given.filter(({ isNew }) => isNew),
      role === 'member' ? toMembersAdded : toOwnersAdded,
    );
    return given;
  }

  /** Ends what assignments gave; whom somebody put there stays. */
  async take(role: RoleInGroup, unwanted: readonly Membership[]): Promise<void> {
    const isIt = sql`held.tenant_id = ${this.tenant} AND held.group_id = wanted.group_id AND held.user_id = wanted.user_id`;
    const gone = await this.database.query<Membership[]>`
      DELETE FROM ${tables[role]} held USING ${this.rowsOf(unwanted)} WHERE ${isIt} AND NOT held.is_direct
      RETURNING held.group_id AS "groupId", held.user_id AS "userId"`;
    await this.database.execute`
      UPDATE ${tables[role]} held SET is_granted = false FROM ${this.rowsOf(unwanted)} WHERE ${isIt} AND held.is_granted`;
    this.tell(gone, role === 'member' ? toMemberRemoved : toOwnerRemoved);
  }

  private tell(changed: readonly Membership[], event: (membership: Membership) => object): void {
    changed.forEach(({ userId }) => this.standing.changes(userId));
    this.announcements.announce({ events: changed.map(event) });
  }

  private rowsOf(memberships: readonly Membership[]): Sql {
    const [groups, people] = [memberships.map(({ groupId }) => groupId), memberships.map(({ userId }) => userId)];
    return sql`unnest(${groups}::uuid[], ${people}::uuid[]) AS wanted (group_id, user_id)`;
  }

  private get tenant(): Sql {
    return sql`${this.database.tenantId}::uuid`;
  }
}

const toMembersAdded = ({ groupId, userId }: Membership) => new MembersAdded(groupId, [userId]);
const toOwnersAdded = ({ groupId, userId }: Membership) => new GroupOwnersAdded(groupId, [userId]);
const toMemberRemoved = ({ groupId, userId }: Membership) => new MemberRemoved(groupId, userId);
const toOwnerRemoved = ({ groupId, userId }: Membership) => new GroupOwnerRemoved(groupId, userId);
