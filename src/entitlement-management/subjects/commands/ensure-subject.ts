import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SubjectsRepository } from '../subjects.repository.js';

/** Somebody is about to get access, change it or lose it. */
export class EnsureSubjectCommand extends Command<void> {
  constructor(readonly objectId: string) {
    super();
  }
}

/** Makes sure a subject exists for somebody in the directory, and holds it until the transaction ends: the target's lock. */
@CommandHandler(EnsureSubjectCommand)
export class EnsureSubjectHandler implements ICommandHandler<EnsureSubjectCommand> {
  constructor(private readonly subjects: SubjectsRepository) {}

  async execute({ objectId }: EnsureSubjectCommand): Promise<void> {
    if (await this.subjects.lock(objectId)) return;
    await this.subjects.ensure(objectId);
    await this.subjects.lock(objectId);
  }
}
