import { heldBeside, heldBesideAny } from './additional-access.js';

const pair = { accessPackageId: 'p1', incompatibleWithId: 'p2' };
const live = { state: { notIn: ['expired', 'deliveryFailed'] } };

describe('additional access', () => {
  it('is a live assignment to one package of somebody who has a live one to the other', () => {
    expect(heldBeside(pair)).toEqual({
      ...live,
      accessPackageId: 'p1',
      target: { assignments: { some: { ...live, accessPackageId: 'p2' } } },
    });
  });

  it('is there for any declared pair, and for none where nothing is declared', () => {
    const other = { accessPackageId: 'p2', incompatibleWithId: 'p3' };
    expect(heldBesideAny([pair, other])).toEqual({ OR: [heldBeside(pair), heldBeside(other)] });
    expect(heldBesideAny([])).toEqual({ id: { in: [] } });
  });
});
