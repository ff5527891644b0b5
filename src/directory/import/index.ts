export { DirectoryImport } from './directory-import.js';
export { ImportModule } from './import.module.js';
export type { Report, Summary } from './ledger.js';
