import { StoredAs } from '../platform/eventing/stored-as.js';

/** The directory knows one more application. */
@StoredAs('servicePrincipal.created', { aggregate: 'servicePrincipalId' })
export class ServicePrincipalCreated {
  constructor(
    readonly servicePrincipalId: string,
    readonly values: object,
  ) {}
}

/** An application left the directory. */
@StoredAs('servicePrincipal.deleted', { aggregate: 'servicePrincipalId' })
export class ServicePrincipalDeleted {
  constructor(readonly servicePrincipalId: string) {}
}
