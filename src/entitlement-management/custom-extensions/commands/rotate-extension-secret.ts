import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Clock } from '../../../platform/time/clock.js';
import { rotateSecret } from '../custom-extension.js';
import { CustomExtensionsRepository } from '../custom-extensions.repository.js';
import { ExtensionSecrets } from '../extension-secrets.reader.js';

/** An owner of a catalog gives an extension a new secret, and is shown it once; the one before counts until the next. */
export class RotateExtensionSecretCommand extends Command<string> {
  constructor(
    readonly caller: Caller,
    readonly catalogId: string,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(RotateExtensionSecretCommand)
export class RotateExtensionSecretHandler implements ICommandHandler<RotateExtensionSecretCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: DelegatedAuthority,
    private readonly extensions: CustomExtensionsRepository,
    private readonly secrets: ExtensionSecrets,
    private readonly clock: Clock,
  ) {}

  execute({ caller, catalogId, id }: RotateExtensionSecretCommand): Promise<string> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'catalogs.manage', { kind: 'catalog', id: catalogId });
      const extension = await this.extensions.getForUpdate(catalogId, id);
      return this.secrets.newest(await this.extensions.update(rotateSecret(extension, this.clock.now())));
    });
  }
}
