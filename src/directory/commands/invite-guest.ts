import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../platform/time/clock.js';
import { createUser } from '../user.js';
import { UsersRepository } from '../users.repository.js';

/** Somebody from outside gets an account, under an id that was promised for their mail address. */
export class InviteGuestCommand extends Command<void> {
  constructor(
    readonly id: string,
    readonly email: string,
  ) {
    super();
  }
}

/** An account that is there already stays as it is. */
@CommandHandler(InviteGuestCommand)
export class InviteGuestHandler implements ICommandHandler<InviteGuestCommand> {
  constructor(
    private readonly users: UsersRepository,
    private readonly clock: Clock,
  ) {}

  async execute({ id, email }: InviteGuestCommand): Promise<void> {
    if (await this.users.exists(id)) return;
    const values = {
      displayName: email,
      userPrincipalName: `${email.replace('@', '_')}#EXT#@guests`,
      mail: email,
      userType: 'Guest',
      accountEnabled: true,
    } as const;
    await this.users.add(createUser({ id, managerId: null }, values, this.clock.now()));
  }
}
