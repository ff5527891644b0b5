import { describe, expect, it } from '@jest/globals';
import { ResourceRegistry } from './resource-registry.js';
import { guid, many, one, resource, type Link, type Resource } from './resource.js';

const a = (name: string, links: Record<string, Link> = {}, include: Record<string, unknown> = {}): Resource =>
  resource<{ id: string }>({
    name,
    path: name,
    entityType: name,
    model: 'accessPackage',
    fields: { id: guid('id') },
    links,
    include,
    visibleTo: () => ({}),
  });

describe('The registry of resources', () => {
  it('finds resources by name', () => {
    const packages = a('packages');
    expect(new ResourceRegistry([packages]).named('packages')).toBe(packages);
    expect(() => new ResourceRegistry([packages]).named('catalogs')).toThrow("No resource is named 'catalogs'.");
  });

  it('stops the start when a link leads nowhere, with both names', () => {
    const packages = a('packages', { catalog: one('catalogs') });
    expect(() => new ResourceRegistry([packages])).toThrow(/'catalog' of resource 'packages' leads to 'catalogs'/);
  });

  it('stops the start when a name is taken', () => {
    expect(() => new ResourceRegistry([a('packages'), a('packages')])).toThrow("Two resources are named 'packages'");
    expect(() => new ResourceRegistry([a('packages', { id: one('packages') })])).toThrow('the name of a field');
  });

  it('stops the start when an expansion would change what fields are worked out from', () => {
    const links = { policies: many('packages', 'policies'), catalog: one('packages', 'catalog') };
    expect(() => new ResourceRegistry([a('packages', links, { policies: true })])).toThrow("expands 'policies'");
    const partly = { catalog: { select: { id: true } } };
    expect(() => new ResourceRegistry([a('packages', links, partly)])).toThrow("expands 'catalog'");
    expect(new ResourceRegistry([a('packages', links, { catalog: { include: { owner: true } } })]).all).toHaveLength(1);
  });
});
