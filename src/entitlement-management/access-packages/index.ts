export type { AccessPackage, AccessPackageValues } from './access-package.js';
export {
  AccessPackageCreated,
  AccessPackageDeleted,
  AccessPackageUpdated,
  IncompatibilityDeclared,
  IncompatibilityWithdrawn,
} from './access-package.events.js';
export { AccessPackagesModule } from './access-packages.module.js';
export { AccessPackagesReader } from './access-packages.reader.js';
export { accessPackages } from './access-packages.resource.js';
export { type Dependents, type Leaving, PackageDependents } from './dependents.registry.js';
export { CreateAccessPackageCommand } from './commands/create-access-package.js';
export { DeleteAccessPackageCommand } from './commands/delete-access-package.js';
export { UpdateAccessPackageCommand } from './commands/update-access-package.js';
