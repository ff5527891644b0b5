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
    readonly changes: object,
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

/** A person left the directory who never had access to anything. */
@StoredAs('user.deleted', { aggregate: 'userId' })
export class UserDeleted {
  constructor(readonly userId: string) {}
}
