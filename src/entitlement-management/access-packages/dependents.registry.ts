import { Injectable } from '@nestjs/common';

/** A package that is to go with all its policies, or one policy of it. */
export interface Leaving {
  readonly accessPackageId: string;
  readonly assignmentPolicyId?: string;
}

/** Something that hangs on packages and policies and ends before them. */
export interface Dependents {
  /** Ends it, in the open unit of work; refuses where it cannot. */
  endBefore(leaving: Leaving): Promise<void>;
}

/** What hangs on packages and policies, by registration of the modules that come after them. */
@Injectable()
export class PackageDependents {
  private readonly all: Dependents[] = [];

  register(dependents: Dependents): void {
    this.all.push(dependents);
  }

  /** What was registered last hangs on what was before, so it ends first. */
  async endBefore(leaving: Leaving): Promise<void> {
    for (const one of this.all.toReversed()) await one.endBefore(leaving);
  }
}
