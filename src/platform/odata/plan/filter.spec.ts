import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../errors/domain-error.js';
import { readFilter } from '../query/filter-parser.js';
import { ResourceRegistry } from '../resource-registry.js';
import { computed, enumeration, flag, guid, many, moment, nullable, one, resource, text, whole } from '../resource.js';
import { filterOf } from './filter.js';
import { membersOf } from './members.js';

interface Row {
  id: string;
  name: string;
  note: string | null;
  state: string;
  hidden: boolean;
  priority: number | null;
  createdAt: Date;
}

const things = resource<Row>({
  name: 'things',
  path: 'things',
  entityType: 'thing',
  model: 'thing',
  fields: {
    id: guid('id'),
    displayName: text('name'),
    note: nullable(text('note')),
    state: enumeration('thingState', ['draft', 'inUse'])('state'),
    isHidden: flag('hidden'),
    priority: nullable(whole('priority')),
    createdDateTime: moment('createdAt'),
    status: computed({ edm: 'Edm.String' }, (row) => row.state),
  },
  links: { parent: one('things', 'upper'), parts: many('things') },
  visibleTo: () => ({}),
});

const find = membersOf(things, new ResourceRegistry([things]));
const where = (filter: string) => filterOf(readFilter(filter), find);

const all = { tenantId: { notIn: [] } };
const none = { tenantId: { in: [] } };
const id = '1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f';

describe('The where of a $filter', () => {
  it.each([
    ["displayName eq 'x'", { name: { equals: 'x' } }],
    ["DISPLAYNAME EQ 'X'", { name: { equals: 'X' } }],
    ["'x' lt displayName", { name: { gt: 'x' } }],
    [`id eq ${id.toUpperCase()}`, { id: { equals: id } }],
    [`id eq '${id.toUpperCase()}'`, { id: { equals: id } }],
    ['isHidden eq false', { hidden: { equals: false } }],
    ['isHidden', { hidden: { equals: true } }],
    ['not isHidden', { hidden: { equals: false } }],
    ["state eq 'INUSE'", { state: { equals: 'inUse' } }],
    ["state eq microsoft.graph.thingState'draft'", { state: { equals: 'draft' } }],
    ['priority ge -2147483648', { priority: { gte: -2147483648 } }],
    ['createdDateTime lt 2026-01-31T02:00:00+02:00', { createdAt: { lt: new Date('2026-01-31T00:00:00Z') } }],
    ['createdDateTime ge 2026-01-31', { createdAt: { gte: new Date('2026-01-31T00:00:00Z') } }],
    ["parent/displayName eq 'x'", { upper: { is: { name: { equals: 'x' } } } }],
    ["Parent/displayname eq 'x'", { upper: { is: { name: { equals: 'x' } } } }],
    ["displayName in ('x')", { name: { equals: 'x' } }],
    ['isHidden in (true,false)', all],
    ['not (isHidden in (false,true))', none],
    ["displayName in ('x','y','x')", { name: { in: ['x', 'y'] } }],
  ])('%s holds for rows with such a value', (filter, expected) => {
    expect(where(filter)).toEqual(expected);
  });

  it.each([
    ["note ne 'x'", { OR: [{ note: { not: 'x' } }, { note: { equals: null } }] }],
    ["not (note eq 'x')", { OR: [{ note: { not: 'x' } }, { note: { equals: null } }] }],
    ["not (note ne 'x')", { note: { equals: 'x' } }],
    ['not (priority gt 1)', { OR: [{ priority: { lte: 1 } }, { priority: { equals: null } }] }],
    ['note eq null', { note: { equals: null } }],
    ['note ne null', { note: { not: null } }],
    ['note ge null', { note: { equals: null } }],
    ['note gt null', none],
    ['not (note gt null)', { OR: [{ note: { not: null } }, { note: { equals: null } }] }],
    ['displayName eq null', none],
    ['displayName ne null', all],
    ['parent/id ne null', { upper: { is: all } }],
    ["note in ('x','y',null)", { OR: [{ note: { in: ['x', 'y'] } }, { note: { equals: null } }] }],
    ["not (note in ('x','y',null))", { note: { notIn: ['x', 'y'] } }],
    ['note in (null)', { note: { equals: null } }],
    ["parent/displayName ne 'x'", { OR: [{ upper: { is: { name: { not: 'x' } } } }, { upper: { isNot: {} } }] }],
    ['parent/id eq null', { upper: { isNot: {} } }],
    ['parent/note eq null', { OR: [{ upper: { is: { note: { equals: null } } } }, { upper: { isNot: {} } }] }],
    ['parent/note ne null', { upper: { is: { note: { not: null } } } }],
    ['true', all],
    ['not true', none],
  ])('%s gives null a clear answer', (filter, expected) => {
    expect(where(filter)).toEqual(expected);
  });

  it('carries not through and and or', () => {
    const [a, b] = [{ hidden: { equals: true } }, { priority: { gt: 1 } }];
    const [notA, notB] = [
      { hidden: { equals: false } },
      { OR: [{ priority: { lte: 1 } }, { priority: { equals: null } }] },
    ];
    expect(where('isHidden and priority gt 1')).toEqual({ AND: [a, b] });
    expect(where('not (isHidden and priority gt 1)')).toEqual({ OR: [notA, notB] });
    expect(where('not (isHidden or not (priority gt 1))')).toEqual({ AND: [notA, b] });
  });

  it.each([
    ["colour eq 'x'", "Could not find a property named 'colour' on type 'microsoft.graph.thing'."],
    ["constructor eq 'x'", "property named 'constructor'"],
    ["parent/colour eq 'x'", "property named 'colour'"],
    ["colour/id eq 'x'", "property named 'colour'"],
    ["status eq 'x'", "'status' is worked out when it is read"],
    ["parent/status eq 'x'", "'status' is worked out"],
    ['parent eq null', "'parent' is a navigation property"],
    ['parent/parent eq null', "'parent' is a navigation property"],
    ['parts/id eq null', "'parts' is a collection"],
    ['parent/parent/id eq null', 'too long a path'],
    ["id eq 'x'", 'Unrecognized Guid format'],
    ['id eq 1', 'Unrecognized Guid format'],
    ['displayName eq 1', "'displayName' is compared with a string"],
    [`displayName eq ${id}`, "'displayName' is compared with a string"],
    ["isHidden eq 'true'", "'isHidden' is compared with true or false"],
    ["createdDateTime gt '2026-01-31T00:00:00Z'", 'without quotes'],
    ['createdDateTime gt 2026-02-30T00:00:00Z', 'real date and time'],
    ['createdDateTime gt 2026-01-31T00:00:00', 'with a zone'],
    ['priority eq 2147483648', '32 bits'],
    ['priority eq 1.5', '32 bits'],
    ["priority eq '1'", '32 bits'],
    ["state eq 'lost'", "one of 'draft', 'inUse'"],
    ["state eq microsoft.graph.otherState'draft'", "one of 'draft', 'inUse'"],
    ["state in ('draft',1)", "one of 'draft', 'inUse'"],
    ["state gt 'draft'", "'state' has no order"],
    ['isHidden lt true', "'isHidden' has no order"],
    [`id gt ${id}`, "'id' has no order"],
    ['displayName', 'must be compared with something'],
    ["'x'", 'must be compared with a property'],
    ["'x' eq 'y'", 'must compare a property with a value'],
    ['displayName eq note', 'must compare a property with a value'],
    ['not isHidden eq true', 'write not (a eq 1)'],
    ["displayName eq 'x' eq true", 'must compare a property with a value'],
    ['(isHidden and isHidden) in (true)', "'in' at position"],
    ['displayName in (note)', 'values only'],
  ])('%s is refused', (filter, message) => {
    const refusal = () => where(filter);
    expect(refusal).toThrow(DomainError);
    expect(refusal).toThrow(message);
  });
});
