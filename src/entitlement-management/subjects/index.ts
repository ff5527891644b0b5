export { EnsureSubjectCommand } from './commands/ensure-subject.js';
export { FollowDirectoryCommand } from './commands/follow-directory.js';
export { requestors, subjects } from './subjects.resource.js';
export { SubjectsModule } from './subjects.module.js';
