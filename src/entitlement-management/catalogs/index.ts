export { CatalogLink } from './catalog-link.body.js';
export type { Catalog, CatalogValues } from './catalog.js';
export { CatalogCreated, CatalogDeleted, CatalogUpdated } from './catalog.events.js';
export { CatalogsModule } from './catalogs.module.js';
export { CatalogsReader } from './catalogs.reader.js';
export { catalogs, concerning, requestsOf } from './catalogs.resource.js';
export { CreateCatalogCommand } from './commands/create-catalog.js';
export { DeleteCatalogCommand } from './commands/delete-catalog.js';
export { UpdateCatalogCommand } from './commands/update-catalog.js';
