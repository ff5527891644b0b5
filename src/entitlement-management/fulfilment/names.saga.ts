import { Injectable } from '@nestjs/common';
import { Saga } from '@nestjs/cqrs';
import { PeopleUpdated, UserUpdated } from '../../directory/index.js';
import { when } from '../../platform/eventing/when.js';
import { FollowDirectoryCommand } from '../subjects/index.js';

const shown = ['displayName', 'mail', 'userPrincipalName'] as const;

/** What follows when the directory says another name or address of somebody: who has access is shown under it, too. */
@Injectable()
export class NamesSaga {
  @Saga()
  updated = when(UserUpdated, ({ userId, changes }) =>
    shown.some((member) => member in changes) ? [new FollowDirectoryCommand([userId])] : [],
  );

  @Saga()
  imported = when(PeopleUpdated, ({ userIds }) => [new FollowDirectoryCommand(userIds)]);
}
