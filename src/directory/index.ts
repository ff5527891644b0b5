export { ChangeManagerCommand } from './commands/change-manager.js';
export { CreateGroupCommand } from './commands/create-group.js';
export { InviteGuestCommand } from './commands/invite-guest.js';
export { CreateUserCommand } from './commands/create-user.js';
export { DirectoryOrigins } from './directory-origins.js';
export { DirectoryModule } from './directory.module.js';
export { DirectoryReader } from './directory.reader.js';
export { DirectoryStanding } from './directory-standing.js';
export { DirectoryStandingModule } from './directory-standing.module.js';
export {
  GroupCreated,
  GroupDeleted,
  GroupOwnerRemoved,
  GroupOwnersAdded,
  GroupRemoved,
  GroupsAdded,
  GroupUpdated,
  MemberRemoved,
  MembersAdded,
} from './group.events.js';
export { GrantedMemberships, type Membership, type RoleInGroup } from './granted-memberships.repository.js';
export { isHeldBy } from './held-roles.sql.js';
export type { MemberAddress } from './member-address.js';
export { groups } from './groups.resource.js';
export { LintAddressesQuery } from './lint-addresses.query.js';
export {
  deepestMembership,
  groupIdsOf,
  groupsWithin,
  highestManager,
  managersAbove,
  mostNestings,
} from './memberships.sql.js';
export { PeopleUpdated } from './import/people-updated.event.js';
export type { User, UserValues } from './user.js';
export { ManagerChanged, SponsorAdded, SponsorRemoved, UserCreated, UserDeleted, UserUpdated } from './user.events.js';
export { CreateServicePrincipalCommand } from './commands/create-service-principal.js';
export { servicePrincipals } from './service-principals.resource.js';
export { directoryObjects, users } from './users.resource.js';
