import { StoredAs } from '../../platform/eventing/stored-as.js';

/** The tenant knows one more organization whose people may be let in. */
@StoredAs('connectedOrganization.created', { aggregate: 'connectedOrganizationId' })
export class ConnectedOrganizationCreated {
  constructor(
    readonly connectedOrganizationId: string,
    readonly values: object,
  ) {}
}

/** Members of a connected organization were given other values. */
@StoredAs('connectedOrganization.updated', { aggregate: 'connectedOrganizationId' })
export class ConnectedOrganizationUpdated {
  constructor(
    readonly connectedOrganizationId: string,
    readonly changes: object,
  ) {}
}

/** A connected organization that no policy names is gone. */
@StoredAs('connectedOrganization.deleted', { aggregate: 'connectedOrganizationId' })
export class ConnectedOrganizationDeleted {
  constructor(readonly connectedOrganizationId: string) {}
}

/** Somebody answers for the people of a connected organization from now on. */
@StoredAs('connectedOrganization.sponsorAdded', { aggregate: 'connectedOrganizationId' })
export class OrganizationSponsorAdded {
  constructor(
    readonly connectedOrganizationId: string,
    readonly kind: string,
    readonly userId: string,
  ) {}
}

/** Somebody answers no longer for the people of a connected organization. */
@StoredAs('connectedOrganization.sponsorRemoved', { aggregate: 'connectedOrganizationId' })
export class OrganizationSponsorRemoved {
  constructor(
    readonly connectedOrganizationId: string,
    readonly kind: string,
    readonly userId: string,
  ) {}
}
