import type { Caller } from '../../auth/caller.js';
import { optionTexts } from '../query/option-texts.js';
import { onCollections, readOptions } from '../query/options.js';
import { shapedEntity } from '../render.js';
import { ResourceRegistry } from '../resource-registry.js';
import { guid, manyThrough, nullable, one, resource, text } from '../resource.js';
import { includeOf, shapeOf } from './shape.js';

const caller: Caller = {
  kind: 'user',
  tenantId: 't',
  objectId: 'u1',
  applicationId: 'app',
  permissions: [],
  directoryRoles: [],
};

const duties = resource<{ id: string; note: string | null }>({
  name: 'duties',
  path: 'duties',
  entityType: 'duty',
  model: 'duty',
  fields: { id: guid('id'), note: nullable(text('note')) },
  links: { clashesWith: manyThrough('duties', 'clashes', 'other'), kin: one('duties', 'kin') },
  visibleTo: ({ objectId }) => ({ ownerId: objectId }),
});

const registry = new ResourceRegistry([duties]);
const shapeFor = (query: string) =>
  shapeOf(duties, readOptions(optionTexts(query), onCollections), { registry, caller });

describe('a link through rows that pair two entities', () => {
  it('loads the entities at its other end, of which the caller sees what they may, in the order asked for', () => {
    const query = "$expand=clashesWith($filter=id eq '00000000-0000-0000-0000-000000000001';$orderby=note desc;$top=3)";
    expect(includeOf(shapeFor(query))).toEqual({
      clashes: {
        where: {
          other: {
            AND: [
              { tenantId: { equals: 't' } },
              { ownerId: 'u1' },
              { id: { equals: '00000000-0000-0000-0000-000000000001' } },
            ],
          },
        },
        orderBy: [{ other: { note: { sort: 'desc', nulls: 'last' } } }, { other: { id: 'asc' } }],
        take: 3,
        include: { other: true },
      },
    });
  });

  it('answers them as if nothing stood between', () => {
    const row = {
      id: 'a',
      note: null,
      clashes: [{ other: { id: 'b', note: 'x' } }, { other: { id: 'c', note: null } }],
    };
    const { clashesWith } = shapedEntity(shapeFor('$expand=clashesWith($select=id)'), row, 'https://here/v1.0');
    expect(clashesWith).toEqual([{ id: 'b' }, { id: 'c' }]);
  });
});
