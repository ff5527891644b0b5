import { Module } from '@nestjs/common';
import { EnsureSubjectHandler } from './commands/ensure-subject.js';
import { FollowDirectoryHandler } from './commands/follow-directory.js';
import { SubjectsController } from './subjects.controller.js';
import { SubjectsRepository } from './subjects.repository.js';

@Module({
  controllers: [SubjectsController],
  providers: [SubjectsRepository, EnsureSubjectHandler, FollowDirectoryHandler],
})
export class SubjectsModule {}
