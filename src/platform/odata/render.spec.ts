import { describe, expect, it } from '@jest/globals';
import type { Caller } from '../auth/caller.js';
import { shapeOf } from './plan/shape.js';
import { optionTexts } from './query/option-texts.js';
import { onCollections, readOptions } from './query/options.js';
import { entityAnswer, shapedEntity, shapedPage } from './render.js';
import { ResourceRegistry } from './resource-registry.js';
import { computed, guid, many, moment, nullable, one, resource, text } from './resource.js';

interface Row {
  id: string;
  name: string;
  note?: string | null;
  createdAt: Date;
}

const things = resource<Row>({
  name: 'things',
  path: 'of/things',
  entityType: 'thing',
  model: 'thing',
  fields: {
    id: guid('id'),
    displayName: text('name'),
    note: nullable(text('note')),
    createdDateTime: moment('createdAt'),
    status: computed({ edm: 'Edm.String' }, (row) => `named ${row.name}`),
  },
  links: { parent: one('things', 'upper'), parts: many('things') },
  visibleTo: () => ({}),
});

const base = 'http://host/v1.0';
const caller: Caller = {
  kind: 'user',
  tenantId: 't',
  objectId: 'o',
  applicationId: 'a',
  permissions: [],
  directoryRoles: [],
};
const createdAt = new Date('2026-01-31T12:00:00.120Z');
const row = {
  createdAt,
  id: '1',
  name: 'one',
  secret: 'x',
  upper: null,
  things: [{ id: '2', name: 'two', createdAt }],
};
const whole = (id: string, name: string) => ({
  id,
  displayName: name,
  note: null,
  createdDateTime: '2026-01-31T12:00:00.120Z',
  status: `named ${name}`,
});

const shape = (query: string) =>
  shapeOf(things, readOptions(optionTexts(query), onCollections), { registry: new ResourceRegistry([things]), caller });

describe('An answer', () => {
  it('holds what the resource declares, in its order, and nothing else', () => {
    const answer = entityAnswer(things, row, base);
    expect(answer).toEqual({ '@odata.context': `${base}/$metadata#of/things/$entity`, ...whole('1', 'one') });
    expect(Object.keys(answer)).toEqual(['@odata.context', ...Object.keys(things.fields)]);
  });

  it('holds the members that are selected, in any case and once, in their declared order', () => {
    const answer = shapedEntity(shape('$select=DISPLAYNAME,id,id'), row, base);
    expect(JSON.stringify(answer)).toBe(
      JSON.stringify({
        '@odata.context': `${base}/$metadata#of/things(displayName,id)/$entity`,
        id: '1',
        displayName: 'one',
      }),
    );
  });

  it('holds links that are expanded', () => {
    expect(shapedEntity(shape('$expand=parent,parts($select=id)'), row, base)).toEqual({
      '@odata.context': `${base}/$metadata#of/things(parent(),parts(id))/$entity`,
      ...whole('1', 'one'),
      parent: null,
      parts: [{ id: '2' }],
    });
    expect(shapedEntity(shape('$expand=*'), row, base)).toHaveProperty('parts', [whole('2', 'two')]);
    expect(shapedEntity(shape('$select=id,parent,parts&$expand=parts($select=id)'), row, base)).toEqual({
      '@odata.context': `${base}/$metadata#of/things(id,parent,parts(id))/$entity`,
      id: '1',
      parts: [{ id: '2' }],
    });
  });

  it('says where the next page is, when there is one', () => {
    expect(shapedPage(shape('$select=id'), [row], base)).toEqual({
      '@odata.context': `${base}/$metadata#of/things(id)`,
      value: [{ id: '1' }],
    });
    expect(Object.keys(shapedPage(shape(''), [], base, 'http://next'))).toEqual([
      '@odata.context',
      '@odata.nextLink',
      'value',
    ]);
  });

  it.each([
    ['$select=secret', "property named 'secret'"],
    ['$select=__proto__', "property named '__proto__'"],
    ['$expand=status', "property named 'status'"],
    ['$expand=parent,PARENT', "'parent' twice"],
    ['$expand=parent($expand=parts)', 'expand one level'],
    ['$expand=parent($top=1)', "only '$select' applies"],
    ['$expand=parent($filter=true)', "only '$select' applies"],
    ['$expand=parts($select=secret)', "property named 'secret'"],
    ["$expand=parts($filter=secret eq 'x')", "property named 'secret'"],
    ['$expand=parts($orderby=status)', "'status' is worked out"],
    ['$expand=parts($orderby=id,id desc)', "'id' twice"],
  ])('is refused for %s', (query, message) => {
    expect(() => shape(query)).toThrow(message);
  });
});
