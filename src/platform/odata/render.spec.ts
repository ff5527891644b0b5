import { describe, expect, it } from '@jest/globals';
import type { Caller } from '../auth/caller.js';
import type { DirectoryGroup, DirectoryUser } from '../database/generated/client.js';
import type { Loaded } from './expansions.js';
import { readingOf } from './plan/shape.js';
import { limits } from './query/limits.js';
import { optionTexts } from './query/option-texts.js';
import { onCollections, readOptions } from './query/options.js';
import { entityAnswer, pageAnswer, shapedEntity, shapedPage } from './render.js';
import { ResourceRegistry } from './resource-registry.js';
import {
  computed,
  guid,
  toMany,
  toManyThrough,
  moment,
  nullable,
  toOne,
  resource,
  shownUnasked,
  text,
} from './resource.js';

const things = resource<'directoryUser', DirectoryUser>({
  name: 'things',
  path: 'of/things',
  entityType: 'thing',
  readBy: 'entitlements.read',
  model: 'directoryUser',
  fields: {
    id: guid('id'),
    displayName: text('displayName'),
    note: nullable(text('mail')),
    createdDateTime: moment('createdAt'),
    status: computed({ edm: 'Edm.String' }, (row) => `named ${row.displayName}`),
  },
  links: { parent: toOne('things', 'manager'), parts: toMany('things', 'reports') },
  visibleTo: () => ({}),
});

const base = 'http://host/v1.0';
const asked = { base, dialect: 'v1.0' } as const;
const caller: Caller = {
  kind: 'user',
  tenantId: 't',
  objectId: 'o',
  applicationId: 'a',
  permissions: ['EntitlementManagement.Read.All'],
  directoryRoles: [],
};
const createdAt = new Date('2026-01-31T12:00:00.120Z');
const row = { createdAt, id: '1', displayName: 'one', secret: 'x' };
const part: Loaded = { row: { id: '2', displayName: 'two', createdAt }, links: new Map() };
const loaded: Loaded = {
  row,
  links: new Map([
    ['parent', { members: [] }],
    ['parts', { members: [part], count: 7, nextLink: 'http://more' }],
  ]),
};
const whole = (id: string, displayName: string) => ({
  id,
  displayName,
  note: null,
  createdDateTime: '2026-01-31T12:00:00.120Z',
  status: `named ${displayName}`,
});

const shape = (query: string) => {
  const options = readOptions(optionTexts(query), onCollections);
  const setting = {
    registry: new ResourceRegistry([things]),
    caller,
    links: { left: limits.expansions },
    steps: { left: limits.steps },
  };
  return readingOf(things, options, setting).shape;
};

describe('An answer', () => {
  it('holds what the resource declares, in its order, and nothing else', () => {
    const answer = entityAnswer(things, row, asked).body;
    expect(answer).toEqual({ '@odata.context': `${base}/$metadata#of/things/$entity`, ...whole('1', 'one') });
    expect(Object.keys(answer)).toEqual(['@odata.context', ...Object.keys(things.fields)]);
  });

  it('holds the members that are selected, in any case and once, in their declared order', () => {
    const answer = shapedEntity(shape('$select=DISPLAYNAME,id,id'), loaded, base).body;
    expect(JSON.stringify(answer)).toBe(
      JSON.stringify({
        '@odata.context': `${base}/$metadata#of/things(displayName,id)/$entity`,
        id: '1',
        displayName: 'one',
      }),
    );
  });

  it('holds links that are expanded, with what is known of those to many', () => {
    expect(shapedEntity(shape('$expand=parent,PARTS($select=id)'), loaded, base).body).toEqual({
      '@odata.context': `${base}/$metadata#of/things(parent(),parts(id))/$entity`,
      ...whole('1', 'one'),
      parent: null,
      'parts@odata.count': 7,
      parts: [{ id: '2' }],
      'parts@odata.nextLink': 'http://more',
    });
    expect(shapedEntity(shape('$expand=*'), loaded, base).body).toHaveProperty('parts', [whole('2', 'two')]);
    const { row: plain } = loaded;
    const few = { row: plain, links: new Map([['parts', { members: [part] }]]) };
    expect(shapedEntity(shape('$select=id,parent,parts&$expand=parts($select=id)'), few, base).body).toEqual({
      '@odata.context': `${base}/$metadata#of/things(id,parent,parts(id))/$entity`,
      id: '1',
      parts: [{ id: '2' }],
    });
  });

  it('names links in links', () => {
    const nested = '$select=id&$expand=parts($select=id;$expand=parent($levels=2;$select=displayName),parts)';
    const answer = shapedPage(shape(nested), [loaded], base);
    expect(answer['@odata.context']).toBe(
      `${base}/$metadata#of/things(id,parts(id,parent(displayName,parent(displayName)),parts()))`,
    );
    expect(answer['value']).toEqual([
      expect.objectContaining({ id: '1', parts: [{ id: '2', parent: null, parts: [] }] }),
    ]);
  });

  describe('about what Graph shows unasked, and to whom', () => {
    const boxes = resource<'directoryGroup', DirectoryGroup>({
      name: 'boxes',
      path: 'of/boxes',
      entityType: 'box',
      readBy: 'entitlements.read',
      model: 'directoryGroup',
      fields: { id: guid('id') },
      links: {
        inside: shownUnasked(toManyThrough('notes', 'members', 'user')),
        others: toManyThrough('notes', 'members', 'user'),
      },
      visibleTo: () => ({}),
    });
    const notes = resource<'directoryUser', DirectoryUser & { readers: object[] }>({
      name: 'notes',
      path: 'of/notes',
      entityType: 'note',
      readBy: 'entitlements.read',
      model: 'directoryUser',
      fields: {
        id: guid('id'),
        isMine: computed({ edm: 'Edm.Boolean' }, ({ readers }) => readers.length > 0),
        reader: computed({ edm: 'Edm.String' }, (_, who) => who?.objectId),
      },
      links: {},
      visibleTo: () => ({}),
    });
    const setting = () => ({
      ...{ registry: new ResourceRegistry([boxes, notes]), caller },
      links: { left: limits.expansions },
      steps: { left: limits.steps },
    });
    const shapeFor = (query: string) =>
      readingOf(boxes, readOptions(optionTexts(query), onCollections), setting()).shape;
    const inside: Loaded = { row: { id: '2', readers: [{}] }, links: new Map() };
    const box: Loaded = { row: { id: '1' }, links: new Map([['inside', { members: [inside] }]]) };
    const note = { id: '2', isMine: true, reader: 'o' };

    it.each<[string, object]>([
      ['', { id: '1', inside: [note] }],
      ['$expand=inside($select=isMine)', { id: '1', inside: [{ isMine: true }] }],
      ['$expand=others', { id: '1', others: [], inside: [note] }],
      ['$expand=*', { id: '1', inside: [note], others: [] }],
      ['$select=id', { id: '1' }],
      ['$select=INSIDE', { inside: [note] }],
      ['$select=id,inside&$expand=inside($select=id)', { id: '1', inside: [{ id: '2' }] }],
    ])('holds it for %j', (query, members) => {
      const { '@odata.context': _, ...shownMembers } = shapedEntity(shapeFor(query), box, base).body;
      expect(shownMembers).toEqual(members);
    });

    it('knows nobody where a row is answered that a command has made', () => {
      expect(entityAnswer(notes, { id: '2', readers: [] }, asked).body).toMatchObject({ isMine: false, reader: null });
      expect(pageAnswer(notes, [{ id: '2', readers: [] }], { ...asked, query: '' })['value']).toEqual([
        { id: '2', isMine: false, reader: null },
      ]);
    });
  });

  it('says how many there are and where the next page is, when it is known', () => {
    expect(shapedPage(shape('$select=id'), [loaded], base)).toEqual({
      '@odata.context': `${base}/$metadata#of/things(id)`,
      value: [{ id: '1' }],
    });
    const page = shapedPage(shape(''), [], base, { count: 0, nextLink: 'http://next' });
    expect(Object.keys(page)).toEqual(['@odata.context', '@odata.count', '@odata.nextLink', 'value']);
  });

  it.each([
    ['$select=secret', "property named 'secret'"],
    ['$select=__proto__', "property named '__proto__'"],
    ['$expand=status', "property named 'status'"],
    ['$expand=parent,PARENT', "'parent' twice"],
    ['$expand=parts($expand=parent,parent)', "'parent' twice"],
    ['$expand=parent($expand=parent;$levels=2)', "'parent' twice"],
    ['$expand=parent($top=1)', "only '$select', '$expand' and '$levels' apply"],
    ['$expand=parent($filter=true)', "only '$select', '$expand' and '$levels' apply"],
    ['$expand=parts($select=secret)', "property named 'secret'"],
    ['$expand=parts($expand=secret)', "property named 'secret'"],
    ["$expand=parts($filter=secret eq 'x')", "property named 'secret'"],
    ['$expand=parts($orderby=status)', "'status' is worked out"],
    ['$expand=parts($orderby=id,id desc)', "'id' twice"],
    ['$expand=parts($levels=5;$expand=parent($levels=3))', 'more than 12 links'],
    [`$expand=${'parts($expand='.repeat(9)}*${')'.repeat(9)}`, undefined],
    [`$expand=${'parts($levels=5;$expand='.repeat(8)}parent${')'.repeat(8)}`, 'more than 12 links'],
  ])('is refused for %s', (query, message) => {
    if (message === undefined) expect(shape(query).expanded).toHaveLength(1);
    else expect(() => shape(query)).toThrow(message);
  });
});
