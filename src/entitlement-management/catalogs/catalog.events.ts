import { StoredAs } from '../../platform/eventing/stored-as.js';

/** There is a new catalog to put access packages into. */
@StoredAs('catalog.created', { aggregate: 'catalogId' })
export class CatalogCreated {
  constructor(
    readonly catalogId: string,
    readonly values: object,
  ) {}
}

/** Members of a catalog were given other values. */
@StoredAs('catalog.updated', { aggregate: 'catalogId' })
export class CatalogUpdated {
  constructor(
    readonly catalogId: string,
    readonly changes: { readonly state?: string },
  ) {}
}

/** An empty catalog is gone. */
@StoredAs('catalog.deleted', { aggregate: 'catalogId' })
export class CatalogDeleted {
  constructor(readonly catalogId: string) {}
}
