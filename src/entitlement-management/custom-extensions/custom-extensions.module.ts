import { Module } from '@nestjs/common';
import { RoleManagementModule } from '../../role-management/index.js';
import { CatalogsModule } from '../catalogs/index.js';
import { CallableExtensions } from './callable-extensions.reader.js';
import { CreateCustomExtensionHandler } from './commands/create-custom-extension.js';
import { DeleteCustomExtensionHandler } from './commands/delete-custom-extension.js';
import { RotateExtensionSecretHandler } from './commands/rotate-extension-secret.js';
import { UpdateCustomExtensionHandler } from './commands/update-custom-extension.js';
import { CustomExtensionsController } from './custom-extensions.controller.js';
import { CustomExtensionsRepository } from './custom-extensions.repository.js';
import { ExtensionSecrets } from './extension-secrets.reader.js';
import { Outgoing } from './outgoing.reader.js';

@Module({
  imports: [RoleManagementModule, CatalogsModule],
  controllers: [CustomExtensionsController],
  providers: [
    ...[CallableExtensions, CustomExtensionsRepository, ExtensionSecrets, Outgoing],
    ...[CreateCustomExtensionHandler, UpdateCustomExtensionHandler, DeleteCustomExtensionHandler],
    RotateExtensionSecretHandler,
  ],
  exports: [CallableExtensions, ExtensionSecrets],
})
export class CustomExtensionsModule {}
