import { DomainError } from '../../platform/errors/domain-error.js';
import {
  ConnectedOrganizationCreated,
  ConnectedOrganizationDeleted,
  ConnectedOrganizationUpdated,
  OrganizationSponsorAdded,
  OrganizationSponsorRemoved,
} from './connected-organization.events.js';
import {
  addSponsor,
  createOrganization,
  deleteOrganization,
  removeSponsor,
  type Sponsor,
  updateOrganization,
} from './connected-organization.js';

const now = new Date('2026-11-24T12:00:00Z');
const later = new Date('2026-11-25T12:00:00Z');
const fabrikam = { '@odata.type': '#microsoft.graph.domainIdentitySource', domainName: 'fabrikam.example' };
const values = {
  displayName: 'Fabrikam',
  description: null,
  state: 'configured',
  identitySources: [fabrikam],
};
const organization = { ...createOrganization('o1', values, [], now).row, ...values, tenantId: 't' };
const sponsor: Sponsor = { kind: 'internal', userId: 'u1' };

const codeOf = (decide: () => unknown): string | undefined => {
  try {
    decide();
    return undefined;
  } catch (error) {
    return error instanceof DomainError ? error.code : String(error);
  }
};

describe('A connected organization', () => {
  it('is made of what an administrator says', () => {
    const { row, events } = createOrganization('o1', values, [], now);
    expect(row).toEqual({ id: 'o1', ...values, createdAt: now, modifiedAt: now });
    expect(events).toEqual([new ConnectedOrganizationCreated('o1', values)]);
  });

  it('keeps what a change leaves out', () => {
    const { row, events } = updateOrganization(organization, { state: 'proposed' }, later);
    expect(row).toEqual({ ...organization, state: 'proposed', modifiedAt: later });
    expect(events).toEqual([new ConnectedOrganizationUpdated('o1', { state: 'proposed' })]);
    expect(updateOrganization(organization, { identitySources: [] }, later).row.identitySources).toEqual([]);
  });

  it('goes when no policy names it, and says which do', () => {
    expect(deleteOrganization(organization, [])).toEqual({
      row: organization,
      events: [new ConnectedOrganizationDeleted('o1')],
    });
    expect(codeOf(() => deleteOrganization(organization, ['a1']))).toBe('ResourceInUse');
    expect(() => deleteOrganization(organization, ['a1', 'a2'])).toThrow("('a1', 'a2')");
  });

  it('has each sponsor once', () => {
    expect(addSponsor(organization, sponsor, false).events).toEqual([
      new OrganizationSponsorAdded('o1', 'internal', 'u1'),
    ]);
    expect(removeSponsor(organization, sponsor, true).events).toEqual([
      new OrganizationSponsorRemoved('o1', 'internal', 'u1'),
    ]);
    expect(codeOf(() => addSponsor(organization, sponsor, true))).toBe('DuplicateKey');
    expect(codeOf(() => removeSponsor(organization, sponsor, false))).toBe('ResourceNotFound');
  });
});
