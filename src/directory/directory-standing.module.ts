import { Global, Module } from '@nestjs/common';
import { AccountStanding } from '../platform/auth/account-standing.js';
import { DirectoryStanding } from './directory-standing.js';

/** Tells the guard, which knows no module, whose accounts the directory has as disabled. */
@Global()
@Module({
  providers: [DirectoryStanding, { provide: AccountStanding, useExisting: DirectoryStanding }],
  exports: [DirectoryStanding, AccountStanding],
})
export class DirectoryStandingModule {}
