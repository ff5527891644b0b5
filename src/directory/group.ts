import type { DirectoryGroup } from '../platform/database/generated/client.js';
import type { NewRow } from '../platform/database/models.js';
import { DomainError } from '../platform/errors/domain-error.js';
import type { Decision } from '../platform/eventing/decision.js';
import {
  GroupCreated,
  GroupDeleted,
  GroupRemoved,
  GroupsAdded,
  GroupUpdated,
  MemberRemoved,
  MembersAdded,
} from './group.events.js';

export type Group = DirectoryGroup;

/** What the directory knows of a group, beside its members. */
export type GroupValues = NewRow<Group, 'tenantId' | 'id' | 'source' | 'createdAt'>;

export type NewGroup = NewRow<Group, 'tenantId'>;

/** Those who come into a group: people, and groups with theirs. */
export interface Members {
  readonly userIds: readonly string[];
  readonly groupIds: readonly string[];
}

/** A group with those who come into it. */
export type GroupDecision<Row> = Decision<Row> & { readonly newMembers: Members };

export function createGroup(id: string, values: GroupValues, newMembers: Members, now: Date): GroupDecision<NewGroup> {
  const events = [new GroupCreated(id, values), ...joined(id, newMembers)];
  return { row: { id, ...values, source: 'local', createdAt: now }, events, newMembers };
}

/** The group with the given members changed and others added; who is in it already is not added twice. */
export function updateGroup(
  group: Group,
  changes: Partial<GroupValues>,
  { newMembers, alreadyIn }: { newMembers: Members; alreadyIn: Members },
): GroupDecision<Group> {
  const twice = [...alreadyIn.userIds, ...alreadyIn.groupIds];
  if (twice.length > 0) {
    throw new DomainError('InvalidModel', `The model is invalid: '${twice.join("', '")}' is in the group already.`);
  }
  const changed = Object.keys(changes).length > 0 ? [new GroupUpdated(group.id, changes)] : [];
  return { row: { ...group, ...changes }, events: [...changed, ...joined(group.id, newMembers)], newMembers };
}

/** Circles of several groups may be; a group in itself says nothing. */
function joined(id: string, { userIds, groupIds }: Members): object[] {
  if (groupIds.includes(id)) {
    throw new DomainError('InvalidModel', `The model is invalid: the group '${id}' cannot be a member of itself.`);
  }
  return [
    ...(userIds.length > 0 ? [new MembersAdded(id, userIds)] : []),
    ...(groupIds.length > 0 ? [new GroupsAdded(id, groupIds)] : []),
  ];
}

/** What an assignment gives ends with that assignment, and in no other way. */
export const givenByAssignment = (what: string): DomainError =>
  new DomainError(
    'InvalidState',
    `${what} by an access package: remove the assignment, or the role from the access package.`,
  );

/** A member of a group, and whether it is a group itself. */
export interface Member {
  readonly id: string;
  readonly isGroup: boolean;
}

export const removeMember = (group: Group, { id, isGroup }: Member): Decision<Group> => ({
  row: group,
  events: [isGroup ? new GroupRemoved(group.id, id) : new MemberRemoved(group.id, id)],
});

/** A group goes; the policies that name it name nobody by that any more, and say so. */
export const deleteGroup = (group: Group): Decision<Group> => ({ row: group, events: [new GroupDeleted(group.id)] });

/** Refuses a group that an import says who is in: what packages gave would be taken away by the next one. */
export function requireLocal({ id, source }: Group): void {
  if (source === 'local') return;
  throw new DomainError(
    'InvalidModel',
    `The model is invalid: the group '${id}' is kept by the directory import, which says who is in it: packages give groups of this server only.`,
  );
}
