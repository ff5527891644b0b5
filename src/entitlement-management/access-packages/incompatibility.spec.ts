import { stored } from '../../../test/support/stored.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { IncompatibilityDeclared, IncompatibilityWithdrawn } from './access-package.events.js';
import { createAccessPackage } from './access-package.js';
import { declareIncompatible, type Incompatibility, withdrawIncompatibility } from './incompatibility.js';

const now = new Date('2026-11-24T12:00:00Z');
const values = { displayName: 'Sales', description: null, isHidden: false, isRoleScopesVisible: false };
const created = createAccessPackage({ id: 'p1', catalogId: 'c1' }, values, now);
const accessPackage = stored('accessPackage', { ...created.row, tenantId: 't' });
const other: Incompatibility = { kind: 'accessPackage', otherId: 'p2' };
const group: Incompatibility = { kind: 'group', otherId: 'g1' };

const codeOf = (decide: () => unknown): string | undefined => {
  try {
    decide();
    return undefined;
  } catch (error) {
    return error instanceof DomainError ? error.code : String(error);
  }
};

describe('an incompatibility', () => {
  it.each([other, group])('is declared and withdrawn, and the package stays as it is: %o', (one) => {
    expect(declareIncompatible(accessPackage, one, false)).toEqual({
      row: accessPackage,
      events: [new IncompatibilityDeclared('p1', one.kind, one.otherId)],
    });
    expect(withdrawIncompatibility(accessPackage, one, true)).toEqual({
      row: accessPackage,
      events: [new IncompatibilityWithdrawn('p1', one.kind, one.otherId)],
    });
  });

  it('is not declared with the package itself, nor twice', () => {
    const itself = { ...other, otherId: 'p1' };
    expect(codeOf(() => declareIncompatible(accessPackage, itself, false))).toBe('InvalidModel');
    expect(codeOf(() => declareIncompatible(accessPackage, other, true))).toBe('DuplicateKey');
  });

  it('is not withdrawn where there is none', () => {
    expect(codeOf(() => withdrawIncompatibility(accessPackage, group, false))).toBe('ResourceNotFound');
  });
});
