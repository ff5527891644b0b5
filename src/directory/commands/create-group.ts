import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { type Caller, scopeOf } from '../../platform/auth/caller.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Clock } from '../../platform/time/clock.js';
import { DirectoryReader } from '../directory.reader.js';
import { GroupAuthority } from '../group-authority.js';
import { addOwners } from '../group-ownership.js';
import { GroupOwnersRepository } from '../group-owners.repository.js';
import { createGroup, type Group, type GroupValues } from '../group.js';
import type { MemberAddress } from '../member-address.js';
import { GroupsRepository } from '../groups.repository.js';

/** Who comes into a group with it, and who owns it. */
export interface BoundToGroup {
  readonly members?: readonly MemberAddress[];
  readonly owners?: readonly string[];
}

/** A group is entered into the directory, under an id that another directory may have given, with its first members and owners. */
export class CreateGroupCommand extends Command<Group> {
  constructor(
    readonly caller: Caller,
    readonly values: GroupValues,
    readonly bound: BoundToGroup = {},
    readonly id: string = uuid(),
  ) {
    super();
  }
}

@CommandHandler(CreateGroupCommand)
export class CreateGroupHandler implements ICommandHandler<CreateGroupCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: GroupAuthority,
    private readonly groups: GroupsRepository,
    private readonly owners: GroupOwnersRepository,
    private readonly directory: DirectoryReader,
    private readonly clock: Clock,
  ) {}

  execute({ caller, values, bound: { members = [], owners = [] }, id }: CreateGroupCommand): Promise<Group> {
    return this.transactions.run(scopeOf(caller), async () => {
      // Policies outlive the groups that they name: one may come back under the id of such a group.
      if (members.length + owners.length > 0) await this.authority.requireMayGive(caller, id);
      const newMembers = await this.directory.requireMembers(members);
      await this.directory.requirePeople(owners);
      const group = await this.groups.add(createGroup(id, values, newMembers, this.clock.now()));
      if (owners.length > 0) await this.owners.add(addOwners(group, owners), owners);
      return group;
    });
  }
}
