import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AssignmentsRepository } from '../assignments.repository.js';

/** Assignments need something no more that their package gave. */
export class FollowReleasedNeedsCommand extends Command<void> {
  constructor(readonly assignmentIds: readonly string[]) {
    super();
  }
}

/** Access that waited for nothing else is delivered. */
@CommandHandler(FollowReleasedNeedsCommand)
export class FollowReleasedNeedsHandler implements ICommandHandler<FollowReleasedNeedsCommand> {
  constructor(private readonly assignments: AssignmentsRepository) {}

  async execute({ assignmentIds }: FollowReleasedNeedsCommand): Promise<void> {
    for (const id of assignmentIds) await this.assignments.follow(id);
  }
}
