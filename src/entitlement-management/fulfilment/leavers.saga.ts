import { Injectable } from '@nestjs/common';
import { type ICommand, Saga } from '@nestjs/cqrs';
import { UserDeleted, UserUpdated } from '../../directory/index.js';
import { when } from '../../platform/eventing/when.js';
import { WithdrawApproverCommand } from '../approvals/index.js';
import { EndAccessOfLeaverCommand } from '../assignment-requests/index.js';

const leaves = (userId: string): ICommand[] => [
  new EndAccessOfLeaverCommand(userId),
  new WithdrawApproverCommand(userId),
];

/** What follows when somebody leaves or is disabled: they decide nothing any more, ask for nothing, and have nothing. */
@Injectable()
export class LeaversSaga {
  @Saga()
  disabled = when(UserUpdated, ({ userId, changes }) => (changes.accountEnabled === false ? leaves(userId) : []));

  @Saga()
  deleted = when(UserDeleted, ({ userId }) => leaves(userId));
}
