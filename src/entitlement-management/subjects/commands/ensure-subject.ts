import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InviteGuestCommand } from '../../../directory/index.js';
import { SubjectsRepository } from '../subjects.repository.js';

/** Somebody is about to get access, change it or lose it. */
export class EnsureSubjectCommand extends Command<void> {
  constructor(
    readonly objectId: string,
    /** The mail address of somebody whom the directory may not know yet. */
    readonly email: string | null = null,
  ) {
    super();
  }
}

/** Makes sure a subject exists for somebody, inviting them first if need be, and holds it until the transaction ends: the target's lock. */
@CommandHandler(EnsureSubjectCommand)
export class EnsureSubjectHandler implements ICommandHandler<EnsureSubjectCommand> {
  constructor(
    private readonly subjects: SubjectsRepository,
    private readonly commandBus: CommandBus,
  ) {}

  async execute({ objectId, email }: EnsureSubjectCommand): Promise<void> {
    if (await this.subjects.lock(objectId)) return;
    if (email) await this.commandBus.execute(new InviteGuestCommand(objectId, email));
    if (!(await this.subjects.make(objectId))) await this.subjects.lock(objectId);
  }
}
