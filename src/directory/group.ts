import type { DirectoryGroup } from '../platform/database/generated/client.js';
import { DomainError } from '../platform/errors/domain-error.js';
import type { Decision } from '../platform/eventing/decision.js';
import { GroupCreated, GroupDeleted, GroupUpdated, MemberRemoved, MembersAdded } from './group.events.js';

export type Group = DirectoryGroup;

/** What the directory knows of a group, beside its members. */
export interface GroupValues {
  readonly displayName: string;
  readonly description: string | null;
}

/** A group with the people who come into it. */
export type GroupDecision<Row> = Decision<Row> & { readonly newMembers: readonly string[] };

export function createGroup(
  id: string,
  values: GroupValues,
  newMembers: readonly string[],
  now: Date,
): GroupDecision<Omit<Group, 'tenantId'>> {
  const joined = newMembers.length > 0 ? [new MembersAdded(id, newMembers)] : [];
  return { row: { id, ...values, createdAt: now }, events: [new GroupCreated(id, values), ...joined], newMembers };
}

/** The group with the given members changed and people added; who is in it already is not added twice. */
export function updateGroup(
  group: Group,
  changes: Partial<GroupValues>,
  { newMembers, alreadyIn }: { newMembers: readonly string[]; alreadyIn: readonly string[] },
): GroupDecision<Group> {
  if (alreadyIn.length > 0) {
    throw new DomainError('InvalidModel', `The model is invalid: '${alreadyIn.join("', '")}' is in the group already.`);
  }
  const changed = Object.keys(changes).length > 0 ? [new GroupUpdated(group.id, changes)] : [];
  const joined = newMembers.length > 0 ? [new MembersAdded(group.id, newMembers)] : [];
  return { row: { ...group, ...changes }, events: [...changed, ...joined], newMembers };
}

export const removeMember = (group: Group, userId: string): Decision<Group> => ({
  row: group,
  events: [new MemberRemoved(group.id, userId)],
});

/** A group goes; the policies that name it name nobody by that any more, and say so. */
export const deleteGroup = (group: Group): Decision<Group> => ({ row: group, events: [new GroupDeleted(group.id)] });
