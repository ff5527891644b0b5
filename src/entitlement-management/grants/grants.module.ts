import { Module } from '@nestjs/common';
import { DirectoryModule } from '../../directory/index.js';
import { SpreadRoleScopeHandler } from './commands/spread-role-scope.js';
import { DirectoryGrants } from './directory-grants.repository.js';
import { GrantsRepository } from './grants.repository.js';
import { OwedInDirectory } from './owed-in-directory.due.js';

/** What somebody should have in a system, and what is known of it there. */
@Module({
  imports: [DirectoryModule],
  providers: [GrantsRepository, DirectoryGrants, OwedInDirectory, SpreadRoleScopeHandler],
  exports: [GrantsRepository, DirectoryGrants],
})
export class GrantsModule {}
