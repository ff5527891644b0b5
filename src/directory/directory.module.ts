import { Module } from '@nestjs/common';
import { AddGroupOwnerHandler } from './commands/add-group-owner.js';
import { AddSponsorHandler } from './commands/add-sponsor.js';
import { ChangeManagerHandler } from './commands/change-manager.js';
import { CreateGroupHandler } from './commands/create-group.js';
import { CreateServicePrincipalHandler } from './commands/create-service-principal.js';
import { CreateUserHandler } from './commands/create-user.js';
import { DeleteGroupHandler } from './commands/delete-group.js';
import { DeleteServicePrincipalHandler } from './commands/delete-service-principal.js';
import { DeleteUserHandler } from './commands/delete-user.js';
import { InviteGuestHandler } from './commands/invite-guest.js';
import { RemoveGroupOwnerHandler } from './commands/remove-group-owner.js';
import { RemoveMemberHandler } from './commands/remove-member.js';
import { RemoveSponsorHandler } from './commands/remove-sponsor.js';
import { UpdateGroupHandler } from './commands/update-group.js';
import { UpdateUserHandler } from './commands/update-user.js';
import { DirectoryOrigins } from './directory-origins.js';
import { DirectoryObjectsController } from './directory-objects.controller.js';
import { DirectoryReader } from './directory.reader.js';
import { DirectoryStandingModule } from './directory-standing.module.js';
import { FindUserHandler } from './find-user.query.js';
import { GrantedMemberships } from './granted-memberships.repository.js';
import { LintAddressesHandler } from './lint-addresses.query.js';
import { GroupAuthority } from './group-authority.js';
import { GroupOwnersController } from './group-owners.controller.js';
import { GroupOwnersRepository } from './group-owners.repository.js';
import { GroupRightsReader } from './group-rights.reader.js';
import { GroupsController } from './groups.controller.js';
import { GroupsRepository } from './groups.repository.js';
import { MembersOfGroupHandler } from './members-of-group.query.js';
import { MyPermissionsController } from './my-permissions.controller.js';
import { MeController } from './me.controller.js';
import { ServicePrincipalsController } from './service-principals.controller.js';
import { ServicePrincipalsRepository } from './service-principals.repository.js';
import { SponsorsRepository } from './sponsors.repository.js';
import { UserSponsorsController } from './user-sponsors.controller.js';
import { UsersController } from './users.controller.js';
import { UsersRepository } from './users.repository.js';

const handlers = [
  ...[
    CreateUserHandler,
    UpdateUserHandler,
    DeleteUserHandler,
    ChangeManagerHandler,
    FindUserHandler,
    InviteGuestHandler,
  ],
  ...[CreateGroupHandler, UpdateGroupHandler, DeleteGroupHandler, RemoveMemberHandler, MembersOfGroupHandler],
  ...[AddGroupOwnerHandler, RemoveGroupOwnerHandler],
  ...[CreateServicePrincipalHandler, DeleteServicePrincipalHandler],
  ...[AddSponsorHandler, RemoveSponsorHandler, LintAddressesHandler],
];

/** People, groups and managers: what Entra ID knows. */
@Module({
  imports: [DirectoryStandingModule],
  controllers: [
    ...[UsersController, UserSponsorsController, GroupsController, ServicePrincipalsController],
    ...[GroupOwnersController, MyPermissionsController, MeController, DirectoryObjectsController],
  ],
  providers: [
    ...[DirectoryReader, UsersRepository, SponsorsRepository, GroupsRepository, ServicePrincipalsRepository],
    ...[GroupOwnersRepository, GroupRightsReader, GroupAuthority, DirectoryOrigins, GrantedMemberships],
    ...handlers,
  ],
  exports: [DirectoryReader, DirectoryOrigins, GrantedMemberships],
})
export class DirectoryModule {}
