import { stored } from '../../test/support/stored.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { addSponsor, removeSponsor } from './sponsorship.js';
import { SponsorAdded, SponsorRemoved } from './user.events.js';
import { createUser } from './user.js';

const now = new Date('2026-11-24T12:00:00Z');
const values = {
  displayName: 'Sam',
  userPrincipalName: 'sam@fabrikam.example',
  mail: null,
  userType: 'Guest',
  accountEnabled: true,
} as const;
const sam = stored('directoryUser', { ...createUser({ id: 'u1', managerId: null }, values, now).row, tenantId: 't' });

const codeOf = (decide: () => unknown): string | undefined => {
  try {
    decide();
    return undefined;
  } catch (error) {
    return error instanceof DomainError ? error.code : String(error);
  }
};

describe('a sponsor', () => {
  it('comes and goes, and the person stays as they are', () => {
    expect(addSponsor(sam, 'u2', false)).toEqual({ row: sam, events: [new SponsorAdded('u1', 'u2')] });
    expect(removeSponsor(sam, 'u2', true)).toEqual({ row: sam, events: [new SponsorRemoved('u1', 'u2')] });
  });

  it('is somebody else, and comes once', () => {
    expect(codeOf(() => addSponsor(sam, 'u1', false))).toBe('InvalidModel');
    expect(codeOf(() => addSponsor(sam, 'u2', true))).toBe('InvalidModel');
  });

  it('cannot go who was none', () => {
    expect(codeOf(() => removeSponsor(sam, 'u2', false))).toBe('ResourceNotFound');
  });
});
