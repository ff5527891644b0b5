import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '../../platform/errors/domain-error.js';
import { Clock } from '../../platform/time/clock.js';
import { type Dependents, type Leaving, PackageDependents } from '../access-packages/index.js';
import { advance, type AssignmentRequest } from './assignment-request.js';
import { AssignmentRequestsReader } from './assignment-requests.reader.js';
import { AssignmentRequestsRepository } from './assignment-requests.repository.js';
import { waits } from './request-states.js';

/** How many open requests a deletion ends at most: it is one transaction. */
const most = 500;

/** Ends open requests that nobody took back and that can come to nothing any more; the request's row lock decides between this and all else. */
@Injectable()
export class Endings implements Dependents, OnModuleInit {
  constructor(
    private readonly dependents: PackageDependents,
    private readonly reader: AssignmentRequestsReader,
    private readonly requests: AssignmentRequestsRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.dependents.register(this);
  }

  /** Cancels a request that still waits; false where it is decided, is being delivered or has ended, and goes its own way. */
  async cancel(id: string, at: Date, why?: string): Promise<boolean> {
    const request = await this.requests.getForUpdate(id);
    if (!(await this.stillWaits(request))) return false;
    await this.requests.update(advance(request, 'cancel', at, why === undefined ? {} : { failure: why }));
    return true;
  }

  /** A package or policy that goes takes the requests that wait under it along; what goes its own way is waited for. */
  async endBefore({ accessPackageId, assignmentPolicyId }: Leaving): Promise<void> {
    const open = await this.reader.openUnder(accessPackageId, assignmentPolicyId ?? null, most + 1);
    if (open.length > most) throw inUse(`more than ${most} requests for it are open: cancel them first`);
    const what = assignmentPolicyId === undefined ? 'access package' : 'assignment policy';
    for (const id of open) {
      const isEnded = await this.cancel(id, this.clock.now(), `the ${what} was deleted`);
      if (!isEnded && (await this.reader.isOpen(id))) {
        throw inUse(`the request ${id} is being decided or delivered: try again in a moment`);
      }
    }
  }

  private async stillWaits(request: AssignmentRequest): Promise<boolean> {
    return waits(request.state) && !(await this.reader.isDecided(request));
  }
}

const inUse = (why: string): DomainError => new DomainError('ResourceInUse', `It cannot be deleted: ${why}.`);
