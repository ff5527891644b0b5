import { Part, Text } from '../http/members.js';
import { BodyOf, inOurNames } from './bodies.js';

class Link {
  @Text(36) id?: string | null;
}

@BodyOf('accessPackage')
class PackageBody {
  @Text(9) displayName?: string | null;
  @Part(() => Link) catalog?: Link | null;
}

@BodyOf('accessPackageAssignment')
class HeldBody {
  @Text(9) state?: string | null;
  @Text(36) accessPackageId?: string | null;
  @Part(() => PackageBody) accessPackage?: PackageBody | null;
}

class DerivedBody extends HeldBody {}

describe('a body in the names of beta', () => {
  it.each<[string, unknown, unknown]>([
    ['a member', { assignmentState: 'x' }, { state: 'x' }],
    [
      'members of its parts',
      { accessPackage: { accessPackageCatalog: { id: '1' } } },
      { accessPackage: { catalog: { id: '1' } } },
    ],
    ['an id for a link', { accessPackage: { catalogId: '1' } }, { accessPackage: { catalog: { id: '1' } } }],
    ['no id that the class declares itself', { accessPackageId: '1' }, { accessPackageId: '1' }],
    ['what is in the names of v1.0 already', { state: 'x' }, { state: 'x' }],
    ['names of other types', { catalogStatus: 'x' }, { catalogStatus: 'x' }],
    ['no name in another case', { assignmentstate: 'x' }, { assignmentstate: 'x' }],
    ['both names, left to be refused', { assignmentState: 'x', state: 'y' }, { assignmentState: 'x', state: 'y' }],
    ['null', null, null],
    ['an array', [{ assignmentState: 'x' }, 1], [{ state: 'x' }, 1]],
  ])('is read with %s', (_, sent, read) => {
    expect(inOurNames(sent, HeldBody)).toEqual(read);
    expect(inOurNames(sent, DerivedBody)).toEqual(read);
  });

  it('may say the same id twice, and no other', () => {
    const same = { catalogId: 'A', accessPackageCatalog: { id: 'a' } };
    expect(inOurNames(same, PackageBody)).toEqual({ catalog: { id: 'a' } });
    for (const other of [{ id: 'b' }, null, {}]) {
      expect(inOurNames({ catalogId: 'a', catalog: other }, PackageBody)).toEqual({ catalogId: 'a', catalog: other });
    }
  });

  it('is left alone where nobody says what it is', () => {
    expect(inOurNames({ assignmentState: 'x' }, undefined)).toEqual({ assignmentState: 'x' });
    expect(inOurNames({ catalogId: 'x' }, Link)).toEqual({ catalogId: 'x' });
  });
});
