import { describe, expect, it } from '@jest/globals';
import { guid, toMany, toManyThrough, toOne, type Resource, resource } from './resource.js';

const packages = {
  ...{ name: 'packages', path: 'packages', readBy: 'entitlements.read', entityType: 'accessPackage' },
  ...{ model: 'accessPackage', fields: { id: guid('id') }, links: {}, visibleTo: () => ({}) },
} as const;

/** Each has one slip; the compiler refuses a file in which one of them were let through. */
const slips: Readonly<Record<string, () => Resource>> = {
  // @ts-expect-error There is no such model.
  model: () => resource<'shelf'>({ ...packages, model: 'shelf' }),
  // @ts-expect-error The row has no such column.
  column: () => resource<'accessPackage'>({ ...packages, fields: { id: guid('identity') } }),
  // @ts-expect-error The table has no such column.
  visibleTo: () => resource<'accessPackage'>({ ...packages, visibleTo: () => ({ isHiden: true }) }),
  // @ts-expect-error The column holds a flag.
  value: () => resource<'accessPackage'>({ ...packages, visibleTo: () => ({ isHidden: 'true' }) }),
  behind: () =>
    // @ts-expect-error The table behind the relation has no such column.
    resource<'accessPackage'>({ ...packages, visibleTo: () => ({ catalog: { is: { shelf: 'x' } } }) }),
  // @ts-expect-error There is no such relation.
  include: () => resource<'accessPackage'>({ ...packages, include: { catalogue: true } }),
  // @ts-expect-error There is no such relation.
  includeFor: () => resource<'accessPackage'>({ ...packages, includeFor: () => ({ catalogue: true }) }),
  // @ts-expect-error There is no such relation.
  relation: () => resource<'accessPackage'>({ ...packages, links: { catalog: toOne('catalogs', 'catalogue') } }),
  // @ts-expect-error The relation leads to one row.
  toMany: () => resource<'accessPackage'>({ ...packages, links: { catalog: toMany('catalogs', 'catalog') } }),
  // @ts-expect-error The relation leads to many rows.
  toOne: () => resource<'accessPackage'>({ ...packages, links: { policy: toOne('policies', 'assignmentPolicies') } }),
  through: () =>
    resource<'accessPackage'>({
      ...packages,
      // @ts-expect-error The pairs have no such relation.
      links: { others: toManyThrough('packages', 'incompatible', 'incompatibleTo') },
    }),
};

describe('a resource', () => {
  it('is held against the types of its model when it is compiled', () => {
    for (const slip of Object.values(slips)) expect(slip).not.toThrow();
  });
});
