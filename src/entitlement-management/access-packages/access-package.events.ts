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

/** Whoever has the other access package, or is in the group, may not get this package from now on. */
@StoredAs('accessPackage.incompatibilityDeclared', { aggregate: 'accessPackageId' })
export class IncompatibilityDeclared {
  constructor(
    readonly accessPackageId: string,
    /** accessPackage or group */
    readonly kind: string,
    readonly otherId: string,
  ) {}
}

/** The other access package, or the group, stands no longer in the way of this package. */
@StoredAs('accessPackage.incompatibilityWithdrawn', { aggregate: 'accessPackageId' })
export class IncompatibilityWithdrawn {
  constructor(
    readonly accessPackageId: string,
    readonly kind: string,
    readonly otherId: string,
  ) {}
}

/** An access package is gone, with its policies; nobody had it any more. */
@StoredAs('accessPackage.deleted', { aggregate: 'accessPackageId' })
export class AccessPackageDeleted {
  constructor(readonly accessPackageId: string) {}
}
