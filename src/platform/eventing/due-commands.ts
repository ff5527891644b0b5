import { Injectable, Logger } from '@nestjs/common';
import { CommandBus, type ICommand } from '@nestjs/cqrs';
import { Transactions } from '../database/transactions.js';

/** Something that is due, and what it is called where it fails. */
export interface DueCommand {
  readonly tenantId: string;
  readonly command: ICommand;
  readonly name: string;
}

/** Carries out what is due, each in a transaction of its own; what fails holds up no other, and is due again. */
@Injectable()
export class DueCommands {
  private readonly logger = new Logger('DueWork');

  constructor(
    private readonly transactions: Transactions,
    private readonly commandBus: CommandBus,
  ) {}

  /** Answers how many of them were done. */
  async execute(due: readonly DueCommand[], actor: string): Promise<number> {
    let done = 0;
    for (const { tenantId, command, name } of due) {
      await this.transactions
        .run({ tenantId, actor }, () => this.commandBus.execute(command))
        .then(() => (done += 1))
        .catch((error: unknown) => this.logger.error(error, `${name} failed.`));
    }
    return done;
  }
}
