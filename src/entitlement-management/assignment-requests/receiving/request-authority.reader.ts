import { Injectable } from '@nestjs/common';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { mayAdminister } from '../../../graph/index.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { type RequestAsked, wireNames } from '../wanted-request.js';

/** Whether somebody may act on other people's access to what a request is about, before anything of it is claimed, read or told. */
@Injectable()
export class RequestAuthority {
  constructor(private readonly authority: DelegatedAuthority) {}

  /** Who manages assignments in some catalogs does it there: everything that a request names lies in them. */
  async requireFor({ caller, sentBy, wanted }: RequestAsked): Promise<void> {
    if (sentBy !== 'administrator' || mayAdminister(caller)) return;
    const { assignmentId, accessPackageId, assignmentPolicyId } = wanted;
    const named = { assignment: assignmentId, accessPackage: accessPackageId, assignmentPolicy: assignmentPolicyId };
    if (Object.values(named).every((id) => id === undefined)) {
      throw new DomainError(
        'InvalidModel',
        `The model is invalid: your role counts in its catalogs only: name ${wireNames.assignmentId}, or ${wireNames.accessPackageId}.`,
      );
    }
    for (const [kind, id] of Object.entries(named) as [keyof typeof named, string | undefined][]) {
      if (id !== undefined) await this.authority.require(caller, 'assignments.manage', { kind, id });
    }
  }
}
