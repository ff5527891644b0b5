import { describe, expect, it } from '@jest/globals';
import { stored } from '../../../test/support/stored.js';
import { AccessPackageCreated, AccessPackageDeleted, AccessPackageUpdated } from './access-package.events.js';
import { type AccessPackage, createAccessPackage, deleteAccessPackage, updateAccessPackage } from './access-package.js';

const [monday, tuesday] = [new Date('2026-11-23T08:00:00Z'), new Date('2026-11-24T08:00:00Z')];
const values = { displayName: 'Sales tools', description: null, isHidden: false, isRoleScopesVisible: false };
const created = createAccessPackage({ id: 'package', catalogId: 'catalog' }, values, monday);
const accessPackage: AccessPackage = stored('accessPackage', { ...created.row, tenantId: 'tenant' });

describe('An access package', () => {
  it('is created in a catalog', () => {
    expect(created.row).toEqual({
      id: 'package',
      catalogId: 'catalog',
      ...values,
      createdAt: monday,
      modifiedAt: monday,
    });
    expect(created.events).toEqual([new AccessPackageCreated('package', 'catalog', values)]);
  });

  it('changes what it is told to, and nothing else', () => {
    const { row, events } = updateAccessPackage(accessPackage, { isHidden: true, catalogId: 'catalog' }, tuesday);
    expect(row).toEqual({ ...accessPackage, isHidden: true, modifiedAt: tuesday });
    expect(events).toEqual([new AccessPackageUpdated('package', { isHidden: true })]);
  });

  it('stays in its catalog', () => {
    expect(() => updateAccessPackage(accessPackage, { catalogId: 'another' }, tuesday)).toThrow(
      "'catalog' is another one",
    );
  });

  it('goes once nobody has it', () => {
    expect(deleteAccessPackage(accessPackage, 0, tuesday)).toEqual({
      ...{ row: accessPackage, events: [new AccessPackageDeleted('package')], at: tuesday },
    });
    expect(() => deleteAccessPackage(accessPackage, 2, tuesday)).toThrow(
      'is assigned to somebody (2): remove these assignments first',
    );
  });
});
