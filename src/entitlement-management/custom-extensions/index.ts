export { CallableExtensions } from './callable-extensions.reader.js';
export { CustomExtensionsModule } from './custom-extensions.module.js';
export { customWorkflowExtensions } from './custom-extensions.resource.js';
export type { StageSetting } from './stage-settings.js';
export { assignmentExtension, requestExtension, type Stage, stages } from './stages.js';
