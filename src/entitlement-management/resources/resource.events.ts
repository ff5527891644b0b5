import { StoredAs } from '../../platform/eventing/stored-as.js';

/** A catalog holds a resource whose roles its packages may give. */
@StoredAs('catalogResource.created', { aggregate: 'resourceId' })
export class ResourceAdded {
  constructor(
    readonly resourceId: string,
    readonly catalogId: string,
    readonly values: object,
  ) {}
}

/** A resource is called otherwise, or has other roles. */
@StoredAs('catalogResource.updated', { aggregate: 'resourceId' })
export class ResourceUpdated {
  constructor(
    readonly resourceId: string,
    readonly changes: object,
  ) {}
}

/** A catalog holds a resource no more; no package gave a role of it. */
@StoredAs('catalogResource.deleted', { aggregate: 'resourceId' })
export class ResourceRemoved {
  constructor(
    readonly resourceId: string,
    readonly catalogId: string,
    readonly originSystem: string,
    readonly environment: string,
    readonly originId: string,
  ) {}
}
