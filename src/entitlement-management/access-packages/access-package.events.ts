import { StoredAs } from '../../platform/eventing/stored-as.js';

/** A catalog holds a new access package. */
@StoredAs('accessPackage.created', { aggregate: 'accessPackageId' })
export class AccessPackageCreated {
  constructor(
    readonly accessPackageId: string,
    readonly catalogId: string,
    readonly values: object,
  ) {}
}

/** Members of an access package were given other values. */
@StoredAs('accessPackage.updated', { aggregate: 'accessPackageId' })
export class AccessPackageUpdated {
  constructor(
    readonly accessPackageId: string,
    readonly changes: object,
  ) {}
}

/** An access package that nobody ever had is gone. */
@StoredAs('accessPackage.deleted', { aggregate: 'accessPackageId' })
export class AccessPackageDeleted {
  constructor(readonly accessPackageId: string) {}
}
