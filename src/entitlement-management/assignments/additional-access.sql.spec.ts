import { heldBeside } from './additional-access.sql.js';

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
});
