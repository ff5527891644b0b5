import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Clock } from '../../../platform/time/clock.js';
import { CatalogsReader } from '../../catalogs/index.js';
import { createExtension, type CustomExtension, type ExtensionValues } from '../custom-extension.js';
import { CustomExtensionsRepository } from '../custom-extensions.repository.js';
import { ExtensionSecrets } from '../extension-secrets.reader.js';
import { Outgoing } from '../outgoing.reader.js';
import type { ExtensionType } from '../stages.js';

/** A new extension with the secret that is shown this once. */
export interface Created {
  readonly extension: CustomExtension;
  readonly secret: string;
}

/** An owner of a catalog says what is called for it. */
export class CreateCustomExtensionCommand extends Command<Created> {
  constructor(
    readonly caller: Caller,
    readonly catalogId: string,
    readonly type: ExtensionType,
    readonly values: ExtensionValues,
    readonly id: string = uuid(),
  ) {
    super();
  }
}

@CommandHandler(CreateCustomExtensionCommand)
export class CreateCustomExtensionHandler implements ICommandHandler<CreateCustomExtensionCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: DelegatedAuthority,
    private readonly catalogs: CatalogsReader,
    private readonly extensions: CustomExtensionsRepository,
    private readonly secrets: ExtensionSecrets,
    private readonly outgoing: Outgoing,
    private readonly clock: Clock,
  ) {}

  execute({ caller, catalogId, type, values, id }: CreateCustomExtensionCommand): Promise<Created> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'catalogs.manage', { kind: 'catalog', id: catalogId });
      await this.catalogs.requireExistence(catalogId);
      const decision = createExtension({ id, catalogId, type }, values, this.clock.now(), this.outgoing);
      const extension = await this.extensions.add(decision);
      return { extension, secret: await this.secrets.newest(extension) };
    });
  }
}
