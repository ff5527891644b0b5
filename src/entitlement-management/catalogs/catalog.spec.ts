import { describe, expect, it } from '@jest/globals';
import { stored } from '../../../test/support/stored.js';
import { CatalogCreated, CatalogDeleted, CatalogUpdated } from './catalog.events.js';
import { type Catalog, createCatalog, deleteCatalog, updateCatalog } from './catalog.js';

const [monday, tuesday] = [new Date('2026-11-23T08:00:00Z'), new Date('2026-11-24T08:00:00Z')];
const values = {
  displayName: 'Sales',
  description: null,
  state: 'published',
  isExternallyVisible: false,
};
const created = createCatalog('catalog', values, monday);
const catalog: Catalog = stored('catalog', { ...created.row, tenantId: 'tenant' });

describe('A catalog', () => {
  it('is made by a user, when an administrator creates it', () => {
    const dates = { createdAt: monday, modifiedAt: monday };
    expect(created.row).toEqual({ id: 'catalog', catalogType: 'userManaged', ...values, ...dates });
    expect(created.events).toEqual([new CatalogCreated('catalog', values)]);
  });

  it('changes what it is told to, and nothing else', () => {
    const { row, events } = updateCatalog(catalog, { state: 'unpublished' }, tuesday);
    expect(row).toEqual({ ...catalog, state: 'unpublished', modifiedAt: tuesday });
    expect(events).toEqual([new CatalogUpdated('catalog', { state: 'unpublished' })]);
  });

  it('goes only when it is empty', () => {
    expect(deleteCatalog(catalog, 0, 0, 0).events).toEqual([new CatalogDeleted('catalog')]);
    expect(() => deleteCatalog(catalog, 2, 0, 0)).toThrow('holds access packages (2)');
    expect(() => deleteCatalog(catalog, 0, 1, 0)).toThrow('has custom extensions (1)');
    expect(() => deleteCatalog(catalog, 0, 0, 3)).toThrow('holds resources (3)');
  });
});
