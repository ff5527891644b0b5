export type {
  ConnectedOrganization,
  IdentitySource,
  OrganizationValues,
  SponsorKind,
} from './connected-organization.js';
export {
  ConnectedOrganizationCreated,
  ConnectedOrganizationDeleted,
  ConnectedOrganizationUpdated,
  OrganizationSponsorAdded,
  OrganizationSponsorRemoved,
} from './connected-organization.events.js';
export { ConnectedOrganizationsModule } from './connected-organizations.module.js';
export { organizationsOf } from './organizations-of.sql.js';
export { connectedOrganizations } from './connected-organizations.resource.js';
