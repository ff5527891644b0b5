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

/** A group that no policy names is gone. */
@StoredAs('group.deleted', { aggregate: 'groupId' })
export class GroupDeleted {
  constructor(readonly groupId: string) {}
}
