import { BodyOf } from '../beta/bodies.js';
import { membersIn } from './body-members.js';
import { PassesOver, PassesOverOnlyIf, Refuses } from '../edm/member-classes.js';
import { ODataType, Part, Parts, Text } from '../edm/members.js';
import { Reference } from '../edm/references.js';

class Link {
  @Text(36) id?: string | null;
}

@BodyOf('accessPackage')
class PackageBody {
  @Text(9) displayName?: string | null;
  @Part(() => Link) catalog?: Link | null;
}

@BodyOf('accessPackageAssignment')
@PassesOver('status')
@PassesOverOnlyIf((value) => value === 7, 'must be 7', 'lucky')
@Refuses("is not taken: send 'state'", 'expiredDateTime', 'targetIds', 'accessPackage@odata.bind')
class HeldBody {
  @Text(9) state?: string | null;
  @Text(36) accessPackageId?: string | null;
  @Part(() => PackageBody) accessPackage?: PackageBody | null;
  @Reference(['users']) 'target@odata.bind'?: string | null;
}

class DerivedBody extends HeldBody {}

class Animal {
  @ODataType(['zoo.cat']) '@odata.type': string;
}
class Cat extends Animal {
  @Text(9) lives?: string | null;
}
class Zoo {
  @Parts(() => Animal, 9, { 'zoo.cat': Cat }) animals?: Animal[];
}

describe('a body in any spelling', () => {
  it.each<[string, unknown, unknown]>([
    ['a member of beta', { assignmentState: 'x' }, { state: 'x' }],
    [
      'members of its parts',
      { accessPackage: { accessPackageCatalog: { id: '1' } } },
      { accessPackage: { catalog: { id: '1' } } },
    ],
    ['an id for a link', { accessPackage: { catalogId: '1' } }, { accessPackage: { catalog: { id: '1' } } }],
    ['no id that the class declares itself', { accessPackageId: '1' }, { accessPackageId: '1' }],
    ['what is in the names of v1.0 already', { state: 'x' }, { state: 'x' }],
    ['a name in another case', { STATE: 'x' }, { state: 'x' }],
    ['a name of beta in another case', { assignmentstate: 'x' }, { state: 'x' }],
    [
      'names of its parts in another case',
      { ACCESSPACKAGE: { CatalogID: '1' } },
      { accessPackage: { catalog: { id: '1' } } },
    ],
    [
      'an annotation that it heeds, in any case',
      { 'Target@OData.Bind': 'users/1' },
      { 'target@odata.bind': 'users/1' },
    ],
    [
      'annotations of what was read',
      {
        ...{ '@odata.type': '#x', '@odata.context': 'x', '@odata.id': 'x', '@odata.etag': 'x', '@ODATA.count': 1 },
        ...{ 'accessPackage@odata.context': 'x', 'x@odata.nextLink': 'x', '@microsoft.graph.tips': 'x' },
        ...{ '@openEntitlements.warnings': [null] },
      },
      {},
    ],
    ['what is passed over, whatever it holds', { assignmentStatus: [null, { '@x': 1 }] }, {}],
    ['what is passed over if it is what it must be', { lucky: 7 }, {}],
    ['null for what it refuses', { expiredDateTime: null }, {}],
    ['an empty collection of what it refuses', { targetIds: [] }, {}],
    ['null', null, null],
  ])('is read with %s', (_, sent, read) => {
    expect(membersIn(sent, HeldBody)).toEqual(read);
    expect(membersIn(sent, DerivedBody)).toEqual(read);
  });

  it.each<[unknown, string]>([
    [{ state: 'x', State: 'x' }, "'state' and 'State' are one member: send it once"],
    [{ state: 'x', assignmentState: 'x' }, "'state' and 'assignmentState' are one member"],
    [{ status: 'x', assignmentSTATUS: 'x' }, "'status' and 'assignmentSTATUS' are one member"],
    [{ accessPackage: { id: null } }, "'accessPackage.id' is not a member here"],
    [{ evil: 1, accessPackage: { EVIL: 1 } }, "'evil' is not a member here; 'accessPackage.EVIL' is not a member here"],
    [{ evil: null }, "'evil' is not a member here"],
    [{ ExpiredDateTime: 'x' }, "'ExpiredDateTime' is not taken: send 'state'"],
    [{ targetIds: [1] }, "'targetIds' is not taken: send 'state'"],
    [{ 'accessPackage@odata.bind': 'x' }, "'accessPackage@odata.bind' is not taken"],
    [{ 'state@odata.bind': 'x' }, "'state@odata.bind' is not a member here"],
    [{ '@odata.evil': 'x' }, "'@odata.evil' is not a member here"],
    [{ '@evil': 'x' }, "'@evil' is not a member here"],
    [{ lucky: 8 }, "'lucky' must be 7"],
    [{ accessPackage: { catalogId: 'a', catalog: { id: 'b' } } }, "'catalogId' and 'catalog' differ"],
    [{ accessPackage: { catalogId: 'a', catalog: null } }, "'catalogId' and 'catalog' differ"],
  ])('is refused as %j', (sent, why) => {
    expect(() => membersIn(sent, HeldBody)).toThrow(why);
  });

  it('may say the same id twice', () => {
    const same = { catalogId: 'A', accessPackageCatalog: { id: 'a' } };
    expect(membersIn(same, PackageBody)).toEqual({ catalog: { id: 'a' } });
  });

  it('knows the members of the kind that an item says it is', () => {
    const read = { animals: [{ '@odata.type': 'zoo.cat', lives: '9' }] };
    expect(membersIn({ Animals: [{ '@OData.Type': '#zoo.cat', LIVES: '9' }] }, Zoo)).toEqual(read);
    expect(() => membersIn({ animals: [{ '@odata.type': '#zoo.cat', wings: 2 }] }, Zoo)).toThrow("'animals[0].wings'");
    expect(() => membersIn({ animals: [null] }, Zoo)).toThrow("'animals' may not hold null");
  });

  it('tells five faults at most', () => {
    const sent = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`m${index}`, 1]));
    expect(() => membersIn(sent, Zoo)).toThrow(/^The model is invalid: ('m\d' is not a member here(; )?){5}\.$/);
  });

  it('cannot declare a member in two classes', () => {
    expect(() => Refuses('x', 'status')(HeldBody)).toThrow("'status' of HeldBody is in two classes of members");
  });
});
