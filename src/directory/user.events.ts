import type { DirectoryUser } from '../platform/database/generated/client.js';
import { StoredAs } from '../platform/eventing/stored-as.js';

/** The directory knows one more person. */
@StoredAs('user.created', { aggregate: 'userId' })
export class UserCreated {
  constructor(
    readonly userId: string,
    readonly managerId: string | null,
    readonly values: object,
  ) {}
}

/** The directory knows something else of a person. */
@StoredAs('user.updated', { aggregate: 'userId' })
export class UserUpdated {
  constructor(
    readonly userId: string,
    readonly changes: Partial<DirectoryUser>,
  ) {}
}

/** A person reports to somebody else from now on, or to nobody. */
@StoredAs('user.managerChanged', { aggregate: 'userId' })
export class ManagerChanged {
  constructor(
    readonly userId: string,
    readonly managerId: string | null,
  ) {}
}

/** A person left the directory. */
@StoredAs('user.deleted', { aggregate: 'userId' })
export class UserDeleted {
  constructor(readonly userId: string) {}
}

/** Somebody answers for a person from now on. */
@StoredAs('user.sponsorAdded', { aggregate: 'userId' })
export class SponsorAdded {
  constructor(
    readonly userId: string,
    readonly sponsorId: string,
  ) {}
}

/** Somebody answers no longer for a person. */
@StoredAs('user.sponsorRemoved', { aggregate: 'userId' })
export class SponsorRemoved {
  constructor(
    readonly userId: string,
    readonly sponsorId: string,
  ) {}
}
