import type { AccessPackage } from '../../platform/database/generated/client.js';
import type { NewRow } from '../../platform/database/models.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { Decision } from '../../platform/eventing/decision.js';
import { AccessPackageCreated, AccessPackageDeleted, AccessPackageUpdated } from './access-package.events.js';

export type { AccessPackage };

/** What an administrator says of an access package. */
export type AccessPackageValues = NewRow<AccessPackage, 'tenantId' | 'id' | 'catalogId' | 'createdAt' | 'modifiedAt'>;

export type NewAccessPackage = NewRow<AccessPackage, 'tenantId'>;

/** That a package leaves for the record of what was deleted, and when. */
export type Deletion = Decision<AccessPackage> & { readonly at: Date };

export function createAccessPackage(
  { id, catalogId }: { id: string; catalogId: string },
  values: AccessPackageValues,
  now: Date,
): Decision<NewAccessPackage> {
  const row = { id, catalogId, ...values, createdAt: now, modifiedAt: now };
  return { row, events: [new AccessPackageCreated(id, catalogId, values)] };
}

/** The package with the given members changed; the catalog may be repeated, and stays what it is. */
export function updateAccessPackage(
  accessPackage: AccessPackage,
  { catalogId, ...changes }: Partial<AccessPackageValues> & { readonly catalogId?: string },
  now: Date,
): Decision<AccessPackage> {
  if (catalogId !== undefined && catalogId !== accessPackage.catalogId) {
    throw new DomainError(
      'InvalidModel',
      "The model is invalid: 'catalog' is another one; a package stays in its catalog.",
    );
  }
  const row = { ...accessPackage, ...changes, modifiedAt: now };
  return { row, events: [new AccessPackageUpdated(row.id, changes)] };
}

/** A package goes once nobody has it; who had it stays on record, with its name. */
export function deleteAccessPackage(accessPackage: AccessPackage, liveAssignments: number, now: Date): Deletion {
  if (liveAssignments > 0) {
    throw inUse(`is assigned to somebody (${liveAssignments}): remove these assignments first`);
  }
  return { row: accessPackage, events: [new AccessPackageDeleted(accessPackage.id)], at: now };
}

const inUse = (what: string): DomainError => new DomainError('ResourceInUse', `The access package ${what}.`);
