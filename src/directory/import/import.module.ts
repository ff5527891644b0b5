import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule } from '../../platform/config/config.module.js';
import type { Config } from '../../platform/config/config.js';
import { DatabaseModule } from '../../platform/database/database.module.js';
import { EventingModule } from '../../platform/eventing/eventing.module.js';
import { TimeModule } from '../../platform/time/time.module.js';
import { DirectoryImport } from './directory-import.js';
import { DirectoryImportRepository } from './directory-import.repository.js';

/** As much of the server as an import needs: no HTTP, and no worker. */
@Module({ providers: [DirectoryImport, DirectoryImportRepository] })
export class ImportModule {
  static with(config: Config): DynamicModule {
    return { module: ImportModule, imports: [ConfigModule.with(config), DatabaseModule, TimeModule, EventingModule] };
  }
}
