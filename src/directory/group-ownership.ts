import { DomainError } from '../platform/errors/domain-error.js';
import type { Decision } from '../platform/eventing/decision.js';
import { GroupOwnerRemoved, GroupOwnersAdded } from './group.events.js';
import type { Group } from './group.js';

/** People own a group from now on; nobody is its owner twice. */
export function addOwners(
  group: Group,
  userIds: readonly string[],
  ownersAlready: readonly string[] = [],
): Decision<Group> {
  if (ownersAlready.length > 0) {
    throw new DomainError(
      'InvalidModel',
      `The model is invalid: '${ownersAlready.join("', '")}' is an owner of the group already.`,
    );
  }
  return { row: group, events: userIds.length > 0 ? [new GroupOwnersAdded(group.id, userIds)] : [] };
}

/** Somebody owns a group no more; it may be left without owners. */
export function removeOwner(group: Group, userId: string, isOne: boolean): Decision<Group> {
  if (!isOne) throw new DomainError('ResourceNotFound', `'${userId}' is no owner of the group.`);
  return { row: group, events: [new GroupOwnerRemoved(group.id, userId)] };
}
