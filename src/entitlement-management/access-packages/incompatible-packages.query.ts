import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Caller } from '../../platform/auth/caller.js';
import { AccessPackagesReader } from './access-packages.reader.js';

/** Two packages of which holders of the second cannot get the first. */
export interface IncompatiblePackages {
  readonly accessPackageId: string;
  readonly incompatibleWithId: string;
}

/** Asks which packages are declared incompatible with which. */
export class IncompatiblePackagesQuery extends Query<readonly IncompatiblePackages[]> {
  constructor(readonly caller: Caller) {
    super();
  }
}

@QueryHandler(IncompatiblePackagesQuery)
export class IncompatiblePackagesHandler implements IQueryHandler<IncompatiblePackagesQuery> {
  constructor(private readonly accessPackages: AccessPackagesReader) {}

  execute({ caller }: IncompatiblePackagesQuery): Promise<readonly IncompatiblePackages[]> {
    return this.accessPackages.incompatible(caller.tenantId);
  }
}
