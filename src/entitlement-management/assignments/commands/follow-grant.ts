import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { GrantsRepository } from '../../grants/index.js';
import { AccessTakenAway } from '../assignment.events.js';
import { complete, isComing } from '../assignment.js';
import { AssignmentsRepository } from '../assignments.repository.js';

/** A grant was given or taken away, some time after it was wanted. */
export class FollowGrantCommand extends Command<void> {
  constructor(readonly grantId: string) {
    super();
  }
}

/** Access is delivered with the last of what it gives, and taken away with the last of what it gave. */
@CommandHandler(FollowGrantCommand)
export class FollowGrantHandler implements ICommandHandler<FollowGrantCommand> {
  constructor(
    private readonly grants: GrantsRepository,
    private readonly assignments: AssignmentsRepository,
  ) {}

  async execute({ grantId }: FollowGrantCommand): Promise<void> {
    for (const id of await this.grants.assignmentsOf(grantId)) {
      const assignment = await this.assignments.getForUpdate(id);
      if (!assignment || !(await this.grants.isDoneWith(id))) continue;
      if (isComing(assignment)) await this.assignments.update(complete(assignment));
      if (assignment.state === 'expired') this.assignments.announce(new AccessTakenAway(id));
    }
  }
}
