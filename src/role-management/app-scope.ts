import { isGuid } from '../platform/edm/members.js';

const ofCatalog = /^\/AccessPackageCatalog\/([0-9a-f-]{36})$/i;

/** Where a role is held, as Graph writes it: everywhere, or in one catalog. */
export const scopeName = (catalogId: string | null): string =>
  catalogId === null ? '/' : `/AccessPackageCatalog/${catalogId}`;

/** The catalog that a scope names, null for everywhere; undefined for a text that is no scope. */
export function catalogIn(scope: string): string | null | undefined {
  if (scope === '/') return null;
  const id = ofCatalog.exec(scope)?.[1]?.toLowerCase();
  return isGuid(id) ? id : undefined;
}
