import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SubjectsRepository } from '../subjects.repository.js';

/** The directory says another name or address of these people. */
export class FollowDirectoryCommand extends Command<void> {
  constructor(readonly objectIds: readonly string[]) {
    super();
  }
}

/** Their subjects say what the directory says now; who is no subject is passed over. */
@CommandHandler(FollowDirectoryCommand)
export class FollowDirectoryHandler implements ICommandHandler<FollowDirectoryCommand> {
  constructor(private readonly subjects: SubjectsRepository) {}

  execute({ objectIds }: FollowDirectoryCommand): Promise<void> {
    return this.subjects.followDirectory(objectIds);
  }
}
