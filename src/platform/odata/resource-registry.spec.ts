import { describe, expect, it } from '@jest/globals';
import { check } from './resource-check.js';
import { ResourceRegistry } from './resource-registry.js';
import { flag, guid, type Link, toMany, toOne, type Resource, text, whole } from './resource.js';

type Given = Partial<Pick<Resource, 'fields' | 'links'>>;

const a = (name: string, { fields, links }: Given = {}): Resource => ({
  name,
  path: name,
  entityType: name,
  readBy: 'entitlements.read',
  model: 'accessPackage',
  fields: { id: guid('id'), ...fields },
  links: links ?? {},
  visibleTo: () => ({}),
});

describe('The registry of resources', () => {
  it('finds resources by name', () => {
    const packages = a('packages');
    expect(new ResourceRegistry([packages]).named('packages')).toBe(packages);
    expect(() => new ResourceRegistry([packages]).named('catalogs')).toThrow("No resource is named 'catalogs'.");
  });

  it('stops the start when a link leads nowhere, with both names', () => {
    const packages = a('packages', { links: { catalog: toOne('catalogs') } });
    expect(() => new ResourceRegistry([packages])).toThrow(/'catalog' of resource 'packages' leads to 'catalogs'/);
  });

  it('stops the start when a name is taken', () => {
    expect(() => new ResourceRegistry([a('packages'), a('packages')])).toThrow("Two resources are named 'packages'");
    const links = { id: toOne('packages') };
    expect(() => new ResourceRegistry([a('packages', { links })])).toThrow('the name of a field');
  });

  it.each<[string, Link, string]>([
    ['there is none', toOne('packages', 'shelf'), "follows 'shelf', which is no relation"],
    ['it leads to many', toOne('packages', 'requests'), "leads to many rows by 'requests'"],
    ['it leads to one', toMany('packages', 'catalog'), "leads to one row by 'catalog'"],
    ['it leads to another table', toOne('packages', 'catalog'), "leads to another table by 'catalog'"],
  ])('is found when a link does not do what its relation does: %s', (_, link, message) => {
    const registry = new ResourceRegistry([a('packages', { links: { link } })]);
    expect(() => check(registry, [])).toThrow(message);
  });

  it.each<[string, Given['fields'], string]>([
    ['there is none', { name: text('name') }, "stands in 'name', which is no column"],
    [
      'it holds other values',
      { id: whole('id') },
      "'id' of resource 'packages' is Edm.Int32, and its column is of type 'uuid'",
    ],
    ['it holds other values', { isHidden: text('isHidden') }, "is Edm.String, and its column is of type 'bool'"],
    ['it may be null', { description: text('description') }, "'description' of resource 'packages' is never null"],
  ])('is found when a field does not fit its column: %s', (_, fields, message) => {
    const registry = new ResourceRegistry([a('packages', { fields })]);
    expect(() => check(registry, [])).toThrow(message);
    const fitting = new ResourceRegistry([a('packages', { fields: { isHidden: flag('isHidden') } })]);
    expect(() => check(fitting, [])).not.toThrow();
  });
});
