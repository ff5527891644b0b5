import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Clock } from '../../../platform/time/clock.js';
import { type CustomExtension, type ExtensionValues, refuseOtherType, updateExtension } from '../custom-extension.js';
import { CustomExtensionsRepository } from '../custom-extensions.repository.js';
import { Outgoing } from '../outgoing.reader.js';
import type { ExtensionType } from '../stages.js';

/** Which extension is meant, by its catalog and its id, and what it is said to be. */
export interface MeantExtension {
  readonly catalogId: string;
  readonly id: string;
  readonly type: ExtensionType | undefined;
}

/** An owner of a catalog changes an extension: some members, or all of them. */
export class UpdateCustomExtensionCommand extends Command<CustomExtension> {
  constructor(
    readonly caller: Caller,
    readonly meant: MeantExtension,
    readonly changes: Partial<ExtensionValues>,
  ) {
    super();
  }
}

@CommandHandler(UpdateCustomExtensionCommand)
export class UpdateCustomExtensionHandler implements ICommandHandler<UpdateCustomExtensionCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: DelegatedAuthority,
    private readonly extensions: CustomExtensionsRepository,
    private readonly outgoing: Outgoing,
    private readonly clock: Clock,
  ) {}

  execute({ caller, meant, changes }: UpdateCustomExtensionCommand): Promise<CustomExtension> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'catalogs.manage', { kind: 'catalog', id: meant.catalogId });
      const extension = await this.extensions.getForUpdate(meant.catalogId, meant.id);
      refuseOtherType(extension, meant.type);
      return this.extensions.update(updateExtension(extension, changes, this.clock.now(), this.outgoing));
    });
  }
}
