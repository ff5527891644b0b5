import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { GrantsRepository } from '../../grants/index.js';
import { AssignmentsRepository } from '../assignments.repository.js';

/** A grant was given or taken away, some time after it was wanted. */
export class FollowGrantCommand extends Command<void> {
  constructor(readonly grantId: string) {
    super();
  }
}

@CommandHandler(FollowGrantCommand)
export class FollowGrantHandler implements ICommandHandler<FollowGrantCommand> {
  constructor(
    private readonly grants: GrantsRepository,
    private readonly assignments: AssignmentsRepository,
  ) {}

  async execute({ grantId }: FollowGrantCommand): Promise<void> {
    for (const id of await this.grants.assignmentsOf(grantId)) await this.assignments.follow(id);
  }
}
