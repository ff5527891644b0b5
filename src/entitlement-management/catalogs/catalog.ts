import type { Catalog } from '../../platform/database/generated/client.js';
import type { NewRow } from '../../platform/database/models.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { Decision } from '../../platform/eventing/decision.js';
import { CatalogCreated, CatalogDeleted, CatalogUpdated } from './catalog.events.js';

export type { Catalog };

export const catalogStates = ['unpublished', 'published'] as const;
export const catalogTypes = ['userManaged', 'serviceDefault', 'serviceManaged'] as const;

/** What an administrator says of a catalog. */
export type CatalogValues = NewRow<Catalog, 'tenantId' | 'id' | 'catalogType' | 'createdAt' | 'modifiedAt'>;

export type NewCatalog = NewRow<Catalog, 'tenantId'>;

export function createCatalog(id: string, values: CatalogValues, now: Date): Decision<NewCatalog> {
  const row = { id, ...values, catalogType: 'userManaged', createdAt: now, modifiedAt: now };
  return { row, events: [new CatalogCreated(id, values)] };
}

/** The catalog with the given members changed, and the others as they were. */
export function updateCatalog(catalog: Catalog, changes: Partial<CatalogValues>, now: Date): Decision<Catalog> {
  return { row: { ...catalog, ...changes, modifiedAt: now }, events: [new CatalogUpdated(catalog.id, changes)] };
}

/** A catalog goes only when it is empty. */
export function deleteCatalog(
  catalog: Catalog,
  packagesInIt: number,
  extensionsOfIt: number,
  resourcesInIt: number,
): Decision<Catalog> {
  if (packagesInIt > 0) {
    throw new DomainError(
      'ResourceInUse',
      `The catalog still holds access packages (${packagesInIt}): delete them first.`,
    );
  }
  if (extensionsOfIt > 0) {
    throw new DomainError(
      'ResourceInUse',
      `The catalog still has custom extensions (${extensionsOfIt}): delete them first.`,
    );
  }
  if (resourcesInIt > 0) {
    throw new DomainError(
      'ResourceInUse',
      `The catalog still holds resources (${resourcesInIt}): remove them by 'resourceRequests' first.`,
    );
  }
  return { row: catalog, events: [new CatalogDeleted(catalog.id)] };
}
