import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { allResources, readers } from './all-resources.js';
import { roles } from './graph/index.js';
import type { Caller } from './platform/auth/caller.js';
import { translate } from './platform/odata/resource-translation.js';
import { check, requireEveryColumn } from './platform/odata/resource-check.js';
import { ResourceRegistry } from './platform/odata/resource-registry.js';
import { computed, toMany, toOne, type Resource } from './platform/odata/resource.js';
import { Source } from './platform/odata/sql/source.js';
import { sql } from './platform/odata/sql/sql.js';
import { whereOf } from './platform/odata/sql/where.js';

const registry = new ResourceRegistry(allResources);
const dialects = ['v1.0', 'beta'] as const;
const everyReading = dialects.flatMap((dialect) =>
  registry
    .in(dialect)
    .all.flatMap((resource) => readers.map((caller) => ({ resource, reader: { registry, dialect, caller } }))),
);
const delegate = readers.find(({ heldRoles }) => heldRoles !== undefined) as Caller;
const named = (name: string): Resource => registry.named(name);

describe('every resource', () => {
  it('is as its table is', () => {
    expect(() => check(registry, [])).not.toThrow();
  });

  it.each<[string, string, Partial<Resource>, string]>([
    ['says nothing and has a table without tenants', 'roleDefinitions', { isShared: false }, "say 'isShared'"],
    ['says that tenants share it and has their column', 'groups', { isShared: true }, 'has a column for them'],
    [
      'leads from what is shared to what is one tenant’s',
      'roleDefinitions',
      { links: { assignments: toMany('roleAssignments', 'assignments') } },
      "leads from what tenants share to what is one tenant's",
    ],
    ['is shared and includes rows', 'roleDefinitions', { include: { assignments: true } }, 'it includes nothing'],
  ])('is refused by the build where it %s', (_, name, changed, fault) => {
    const changedOnes = allResources.map((one) => (one.name === name ? { ...one, ...changed } : one));
    expect(() => check(new ResourceRegistry(changedOnes), [])).toThrow(fault);
  });

  it('leaves no column of its table out but those that it lists', () => {
    expect(() => requireEveryColumn(allResources)).not.toThrow();
    const without = (name: string, changed: (resource: Resource) => Partial<Resource>) =>
      allResources.map((resource) => (resource.name === name ? { ...resource, ...changed(resource) } : resource));
    const unnamed = without('groups', ({ fields: { displayName: _, ...fields } }) => ({ fields }));
    expect(() => requireEveryColumn(unnamed)).toThrow(
      "The column 'displayName' of 'directoryGroup' (see 'unshown' of 'groups') is shown by no member",
    );
    const stale = without('groups', () => ({ unshown: ['description'] }));
    expect(() => requireEveryColumn(stale)).toThrow(
      "'description' of 'directoryGroup' (see 'unshown' of 'groups') is shown all the same",
    );
  });

  it.each(
    everyReading.map(
      ({ resource, reader }) => [resource.name, reader.dialect, reader.caller.kind, resource, reader] as const,
    ),
  )('can be read: %s, in %s, by a %s', (_, __, ___, resource, reader) => {
    expect(() => translate(resource, reader)).not.toThrow();
  });

  it.each(allResources.map((resource) => [resource.name, resource] as const))(
    'is read by one statement however many catalogs somebody has a role in: %s',
    (_, resource) => {
      const textFor = (count: number): string => {
        const heldRoles = Array.from({ length: count }, () => ({
          roleId: roles['Catalog owner'].id,
          scopeId: randomUUID(),
        }));
        const source = Source.of(resource.model);
        return whereOf(resource.visibleTo({ ...delegate, heldRoles }), source).sql;
      };
      expect([2, 50, 100, 101, 1_000].map(textFor)).toEqual(Array(5).fill(textFor(1)));
    },
  );

  const unreadable = { ...computed({ edm: 'Edm.String' }, () => null) };
  it.each<[string, Partial<Resource>, RegExp]>([
    ['a column that is none', { visibleTo: () => ({ shelf: 'x' }) }, /'shelf'/],
    ['an operator that is none', { visibleTo: () => ({ displayName: { startsWith: 'x' } }) }, /by 'startsWith'/],
    ['a value that is undefined', { visibleTo: () => ({ displayName: undefined }) }, /undefined/],
    ['a relation of a relation that is none', { visibleTo: () => ({ catalog: { shelf: 'x' } }) }, /'shelf'/],
    ['a relation that is included by what is not understood', { include: { catalog: { take: 1 } } }, /by 'take'/],
    ['a relation that is included for the caller and is none', { includeFor: () => ({ shelf: true }) }, /'shelf'/],
    ['a link by a relation that is none', { links: { shelf: toOne('catalogs', 'shelf') } }, /'shelf'/],
    [
      'a link through pairs that are told apart by what is none',
      {
        links: {
          those: {
            to: 'accessPackages',
            relation: 'incompatible',
            many: true,
            through: 'incompatibleWith',
            pairs: { shelf: 'x' },
          },
        },
      },
      /'shelf'/,
    ],
    [
      'a member that is worked out from a column that is none',
      { fields: { x: { ...unreadable, worked: (row) => row.column('shelf') } } },
      /'shelf'/,
    ],
    [
      'a member beside the columns, worked out from one that is none',
      { fields: { x: { ...unreadable, beside: { name: 'x', of: (row) => sql`${row.column('shelf')}` } } } },
      /'shelf'/,
    ],
  ])('is named where it cannot be: %s', (_, wrong, why) => {
    const broken = { ...named('accessPackages'), ...wrong };
    for (const caller of readers) {
      const reading = () => translate(broken, { registry, dialect: 'v1.0', caller });
      expect(reading).toThrow(/^Resource 'accessPackages' cannot be read in v1\.0/);
      expect(reading).toThrow(why);
    }
  });
});
