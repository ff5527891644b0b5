import { Injectable } from '@nestjs/common';
import { GrantedMemberships, type Membership, type RoleInGroup } from '../../directory/index.js';
import { Clock } from '../../platform/time/clock.js';
import { backOffMillis, type DirectoryGrant, roleInGroup } from './grant.js';
import { GrantsRepository } from './grants.repository.js';
import { OutsideGrants } from './outside/outside-grants.worker.js';

/** Carries out what is wanted in the directory itself, in the transaction that wants it. */
@Injectable()
export class DirectoryGrants {
  constructor(
    private readonly grants: GrantsRepository,
    private readonly memberships: GrantedMemberships,
    private readonly outside: OutsideGrants,
    private readonly clock: Clock,
  ) {}

  /** Gives these people what they should have, and takes away what they should not; answers what is settled now. */
  async carryOut(targetIds: readonly string[]): Promise<readonly DirectoryGrant[]> {
    this.outside.wakeAfterCommit();
    const owed = await this.grants.owedInDirectory(targetIds);
    const failed = new Set<DirectoryGrant>();
    for (const role of ['member', 'owner'] as const) {
      const of = owed.filter((grant) => roleInGroup(grant) === role);
      await this.take(role, of.filter(({ isWanted }) => !isWanted)); // prettier-ignore
      for (const grant of await this.give(role, of.filter(({ isWanted }) => isWanted))) failed.add(grant); // prettier-ignore
    }
    const settled = owed.filter((grant) => !failed.has(grant));
    await this.grants.settle(settled.map(({ id }) => id));
    return settled;
  }

  private async take(role: RoleInGroup, unwanted: readonly DirectoryGrant[]): Promise<void> {
    if (unwanted.length > 0) await this.memberships.take(role, unwanted.map(membershipOf));
  }

  /** Answers those that could not be given. */
  private async give(role: RoleInGroup, wanted: readonly DirectoryGrant[]): Promise<readonly DirectoryGrant[]> {
    if (wanted.length === 0) return [];
    const given = new Set((await this.memberships.give(role, wanted.map(membershipOf))).map(keyOf));
    const failed = wanted.filter((grant) => !given.has(keyOf(membershipOf(grant))));
    for (const { id, resourceOriginId, attempts } of failed) {
      const dueAt = new Date(this.clock.now().getTime() + backOffMillis(attempts + 1));
      await this.grants.fail(id, `the group ${resourceOriginId} or the person is no longer in the directory`, dueAt);
    }
    return failed;
  }
}

const membershipOf = ({ resourceOriginId, targetId }: DirectoryGrant): Membership => ({
  groupId: resourceOriginId,
  userId: targetId,
});

const keyOf = ({ groupId, userId }: Membership): string => `${groupId}/${userId}`;
