import { StoredAs } from '../platform/eventing/stored-as.js';

/** The directory has one more group. */
@StoredAs('group.created', { aggregate: 'groupId' })
export class GroupCreated {
  constructor(
    readonly groupId: string,
    readonly values: object,
  ) {}
}

/** The directory knows something else of a group. */
@StoredAs('group.updated', { aggregate: 'groupId' })
export class GroupUpdated {
  constructor(
    readonly groupId: string,
    readonly changes: object,
  ) {}
}

/** People are in a group from now on. */
@StoredAs('group.membersAdded', { aggregate: 'groupId' })
export class MembersAdded {
  constructor(
    readonly groupId: string,
    readonly userIds: readonly string[],
  ) {}
}

/** Somebody is no longer in a group. */
@StoredAs('group.memberRemoved', { aggregate: 'groupId' })
export class MemberRemoved {
  constructor(
    readonly groupId: string,
    readonly userId: string,
  ) {}
}

/** Groups are in a group from now on, and their people by that. */
@StoredAs('group.groupsAdded', { aggregate: 'groupId' })
export class GroupsAdded {
  constructor(
    readonly groupId: string,
    readonly memberIds: readonly string[],
  ) {}
}

/** A group is no longer in a group. */
@StoredAs('group.groupRemoved', { aggregate: 'groupId' })
export class GroupRemoved {
  constructor(
    readonly groupId: string,
    readonly memberId: string,
  ) {}
}

/** People own a group from now on. */
@StoredAs('group.ownersAdded', { aggregate: 'groupId' })
export class GroupOwnersAdded {
  constructor(
    readonly groupId: string,
    readonly userIds: readonly string[],
  ) {}
}

/** Somebody no longer owns a group. */
@StoredAs('group.ownerRemoved', { aggregate: 'groupId' })
export class GroupOwnerRemoved {
  constructor(
    readonly groupId: string,
    readonly userId: string,
  ) {}
}

/** A group is gone, whatever policies name it. */
@StoredAs('group.deleted', { aggregate: 'groupId' })
export class GroupDeleted {
  constructor(readonly groupId: string) {}
}
