import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { deleteExtension } from '../custom-extension.js';
import { CustomExtensionsRepository } from '../custom-extensions.repository.js';

/** An owner of a catalog removes an extension that no policy calls. */
export class DeleteCustomExtensionCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly catalogId: string,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteCustomExtensionCommand)
export class DeleteCustomExtensionHandler implements ICommandHandler<DeleteCustomExtensionCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: DelegatedAuthority,
    private readonly extensions: CustomExtensionsRepository,
  ) {}

  execute({ caller, catalogId, id }: DeleteCustomExtensionCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'catalogs.manage', { kind: 'catalog', id: catalogId });
      const extension = await this.extensions.getForUpdate(catalogId, id);
      await this.extensions.remove(deleteExtension(extension, await this.extensions.policiesNaming(id)));
    });
  }
}
