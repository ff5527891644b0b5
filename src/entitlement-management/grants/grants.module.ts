import { Module } from '@nestjs/common';
import { DirectoryModule } from '../../directory/index.js';
import { ProvisioningModule } from '../../provisioning/index.js';
import { SpreadRoleScopeHandler } from './commands/spread-role-scope.js';
import { DirectoryGrants } from './directory-grants.repository.js';
import { GrantsRepository } from './grants.repository.js';
import { OutsideGrantsMetrics } from './outside/outside-grants.metrics.js';
import { OutsideGrantsRepository } from './outside/outside-grants.repository.js';
import { OutsideGrants } from './outside/outside-grants.worker.js';
import { OwedInDirectory } from './owed-in-directory.due.js';

/** What somebody should have in a system, and what is known of it there. */
@Module({
  imports: [DirectoryModule, ProvisioningModule],
  providers: [
    ...[GrantsRepository, DirectoryGrants, OwedInDirectory, SpreadRoleScopeHandler],
    ...[OutsideGrants, OutsideGrantsRepository, OutsideGrantsMetrics],
  ],
  exports: [GrantsRepository, DirectoryGrants, OutsideGrants],
})
export class GrantsModule {}
