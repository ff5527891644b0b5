import { Module } from '@nestjs/common';
import { ChangeManagerHandler } from './commands/change-manager.js';
import { CreateGroupHandler } from './commands/create-group.js';
import { CreateUserHandler } from './commands/create-user.js';
import { DeleteGroupHandler } from './commands/delete-group.js';
import { DeleteUserHandler } from './commands/delete-user.js';
import { RemoveMemberHandler } from './commands/remove-member.js';
import { UpdateGroupHandler } from './commands/update-group.js';
import { UpdateUserHandler } from './commands/update-user.js';
import { DirectoryReader } from './directory.reader.js';
import { FindUserHandler } from './find-user.query.js';
import { GroupsController } from './groups.controller.js';
import { GroupsRepository } from './groups.repository.js';
import { UsersController } from './users.controller.js';
import { UsersRepository } from './users.repository.js';

const handlers = [
  ...[CreateUserHandler, UpdateUserHandler, DeleteUserHandler, ChangeManagerHandler, FindUserHandler],
  ...[CreateGroupHandler, UpdateGroupHandler, DeleteGroupHandler, RemoveMemberHandler],
];

/** People, groups and managers: what Entra ID knows. */
@Module({
  controllers: [UsersController, GroupsController],
  providers: [DirectoryReader, UsersRepository, GroupsRepository, ...handlers],
  exports: [DirectoryReader],
})
export class DirectoryModule {}
