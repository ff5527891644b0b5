import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../platform/auth/caller.js';
import { Transactions } from '../../platform/database/transactions.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { GroupAuthority } from '../group-authority.js';
import { givenByAssignment, removeMember } from '../group.js';
import { GroupsRepository } from '../groups.repository.js';

/** Somebody, or a group with its people, is taken out of a group. */
export class RemoveMemberCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly groupId: string,
    readonly memberId: string,
  ) {
    super();
  }
}

@CommandHandler(RemoveMemberCommand)
export class RemoveMemberHandler implements ICommandHandler<RemoveMemberCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: GroupAuthority,
    private readonly groups: GroupsRepository,
  ) {}

  execute({ caller, groupId, memberId: id }: RemoveMemberCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      const group = await this.authority.getForChange(caller, groupId);
      if (await this.groups.isGranted(groupId, id)) throw givenByAssignment(`'${id}' is in the group`);
      const { userIds, groupIds } = await this.groups.membersAmong(groupId, { userIds: [id], groupIds: [id] });
      if (userIds.length + groupIds.length === 0) {
        throw new DomainError('ResourceNotFound', `The member '${id}' is not in the group.`);
      }
      const member = { id, isGroup: userIds.length === 0 };
      await this.groups.removeMember(removeMember(group, member), member);
    });
  }
}
