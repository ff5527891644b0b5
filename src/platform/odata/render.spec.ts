import { describe, expect, it } from '@jest/globals';
import type { Caller } from '../auth/caller.js';
import { includeOf, shapeOf } from './plan/shape.js';
import { optionTexts } from './query/option-texts.js';
import { onCollections, readOptions } from './query/options.js';
import { entityAnswer, shapedEntity, shapedPage } from './render.js';
import { ResourceRegistry } from './resource-registry.js';
import { computed, guid, many, moment, nullable, one, resource, shown, text } from './resource.js';

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

  describe('about what Graph shows unasked, and to whom', () => {
    const boxes = resource<{ id: string }>({
      name: 'boxes',
      path: 'of/boxes',
      entityType: 'box',
      model: 'box',
      fields: { id: guid('id') },
      links: { inside: shown(many('notes')), label: one('notes', 'label') },
      visibleTo: () => ({}),
    });
    const notes = resource<{ id: string; readers: object[] }>({
      name: 'notes',
      path: 'of/notes',
      entityType: 'note',
      model: 'note',
      includeFor: ({ objectId }) => ({ readers: { where: { objectId } } }),
      fields: {
        id: guid('id'),
        isMine: computed({ edm: 'Edm.Boolean' }, ({ readers }) => readers.length > 0),
        reader: computed({ edm: 'Edm.String' }, (_, who) => who?.objectId),
      },
      links: {},
      visibleTo: () => ({}),
    });
    const setting = { registry: new ResourceRegistry([boxes, notes]), caller };
    const shapeFor = (query: string) => shapeOf(boxes, readOptions(optionTexts(query), onCollections), setting);
    const box = { id: '1', notes: [{ id: '2', readers: [{}] }] };
    const note = { id: '2', isMine: true, reader: 'o' };

    it.each<[string, object]>([
      ['', { id: '1', inside: [note] }],
      ['$expand=inside($select=isMine)', { id: '1', inside: [{ isMine: true }] }],
      ['$expand=label', { id: '1', label: null, inside: [note] }],
      ['$expand=*', { id: '1', inside: [note], label: null }],
      ['$select=id', { id: '1' }],
      ['$select=INSIDE', { inside: [note] }],
      ['$select=id,inside&$expand=inside($select=id)', { id: '1', inside: [{ id: '2' }] }],
    ])('holds it for %j', (query, members) => {
      const { '@odata.context': _, ...shownMembers } = shapedEntity(shapeFor(query), box, base);
      expect(shownMembers).toEqual(members);
    });

    it('loads only what concerns the caller', () => {
      const { notes: loaded } = includeOf(shapeFor('')) as { notes: { include: object } };
      expect(loaded.include).toEqual({ readers: { where: { objectId: 'o' } } });
      expect(includeOf(shapeFor('$select=id'))).toEqual({});
    });

    it('knows nobody where a row is answered that a command has made', () => {
      expect(entityAnswer(notes, { id: '2', readers: [] }, base)).toMatchObject({ isMine: false, reader: null });
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
