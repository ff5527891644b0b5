import { Module } from '@nestjs/common';
import { DirectoryImport } from './directory-import.js';
import { DirectoryImportRepository } from './directory-import.repository.js';
import { GivenGroups } from './given-groups.reader.js';
import { MembersImportRepository } from './members-import.repository.js';
import { SponsorsImportRepository } from './sponsors-import.repository.js';

/** Takes the directory over from a file; goes beside the server's own modules. */
@Module({
  providers: [
    ...[DirectoryImport, DirectoryImportRepository, GivenGroups],
    ...[SponsorsImportRepository, MembersImportRepository],
  ],
})
export class ImportModule {}
