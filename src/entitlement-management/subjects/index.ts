export { EnsureSubjectCommand } from './commands/ensure-subject.js';
export { requestors, subjects } from './subject.resource.js';
export { SubjectsModule } from './subjects.module.js';
