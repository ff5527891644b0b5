import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Dependents, type Leaving, PackageDependents } from '../access-packages/index.js';
import { removeRoleScope } from './role-scope.js';
import { RoleScopesRepository } from './role-scopes.repository.js';

/** A package that is deleted gives nothing any more. */
@Injectable()
export class RoleScopesOfPackage implements Dependents, OnModuleInit {
  constructor(
    private readonly dependents: PackageDependents,
    private readonly roleScopes: RoleScopesRepository,
  ) {}

  onModuleInit(): void {
    this.dependents.register(this);
  }

  async endBefore({ accessPackageId, assignmentPolicyId }: Leaving): Promise<void> {
    if (assignmentPolicyId !== undefined) return;
    for (const one of await this.roleScopes.hold(accessPackageId)) await this.roleScopes.remove(removeRoleScope(one));
  }
}
