import { StoredAs } from '../../platform/eventing/stored-as.js';

/** What a package gives, told by where it is: enough for whoever gives it. */
export interface GivenOrigin {
  readonly originSystem: string;
  /** The name of the outside system; empty for the directory itself. */
  readonly environment: string;
  readonly resourceOriginId: string;
  readonly roleOriginId: string;
}

/** An access package gives one more role from now on, also to those who have it already. */
@StoredAs('accessPackage.roleScopeAdded', { aggregate: 'accessPackageId' })
export class ResourceRoleScopeAdded {
  constructor(
    readonly accessPackageId: string,
    readonly roleId: string,
    readonly scopeId: string,
    readonly origin: GivenOrigin,
  ) {}
}

/** An access package gives a role no more, also not to those who have it. */
@StoredAs('accessPackage.roleScopeRemoved', { aggregate: 'accessPackageId' })
export class ResourceRoleScopeRemoved {
  constructor(
    readonly accessPackageId: string,
    readonly roleId: string,
    readonly scopeId: string,
    readonly origin: GivenOrigin,
  ) {}
}
