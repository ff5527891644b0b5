import { Injectable } from '@nestjs/common';
import { v5 as uuidOf, v7 as uuid } from 'uuid';
import { Database } from '../../../platform/database/database.js';
import { Clock } from '../../../platform/time/clock.js';
import { type AssignmentRequest, record, submit } from '../assignment-request.js';
import { AssignmentRequestsReader } from '../assignment-requests.reader.js';
import { AssignmentRequestsRepository } from '../assignment-requests.repository.js';
import { Endings } from '../endings.repository.js';
import { NamedAssignments } from './named-assignments.reader.js';

/** An assignment ends at its end once: the id of the request for that is made from its own, so that there is one however often it is told. */
const expiries = '0f5a3c52-5a8e-4f0e-9d3b-8d2f6f1f4a37';

/** What all removals have in common, whoever asks. */
interface Removal {
  readonly requestType: string;
  readonly assignmentId: string;
  /** Who asks; the server itself where it is left out. */
  readonly createdById?: string;
  /** Left out: the one whose access it is, as for all that administrators and the server do. */
  readonly requestorId?: string;
  readonly justification?: string | null | undefined;
}

/** Accepts removals: one at a time for an assignment, and open updates of it end with that. */
@Injectable()
export class Removals {
  constructor(
    private readonly named: NamedAssignments,
    private readonly reader: AssignmentRequestsReader,
    private readonly requests: AssignmentRequestsRepository,
    private readonly endings: Endings,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async accept({
    requestType,
    assignmentId,
    createdById,
    requestorId,
    justification,
  }: Removal): Promise<AssignmentRequest> {
    const id = uuid();
    const now = this.clock.now();
    await this.requests.claimRemoval(id, assignmentId);
    const { targetId, accessPackageId, assignmentPolicyId, policyVersion } = await this.named.live(assignmentId);
    await this.cancelUpdates(assignmentId, now);
    const submission = {
      ...{ id, requestType, targetId, accessPackageId, assignmentPolicyId, policyVersion, assignmentId },
      effect: 'remove' as const,
      createdById: createdById ?? null,
      requestorId: requestorId ?? targetId,
      justification: justification ?? null,
      decision: { outcome: 'accepted', rules: [{ rule: 'assignmentIsLive', holds: true, reason: null }] },
    };
    return this.requests.add(submit(submission, this.database.tenantId, now));
  }

  /** The server's own request for an end that has come: access waits for none, so the request is on record as delivered. */
  async recordExpiry(assignmentId: string, at: Date): Promise<void> {
    const id = uuidOf(`${this.database.tenantId}:${assignmentId}`, expiries);
    if (await this.requests.exists(id)) return;
    const { targetId, accessPackageId, assignmentPolicyId, policyVersion } = await this.named.byId(assignmentId);
    const submission = {
      ...{
        id,
        requestType: 'systemRemove',
        targetId,
        accessPackageId,
        assignmentPolicyId,
        policyVersion,
        assignmentId,
      },
      ...{ effect: 'remove' as const, requestorId: targetId },
      decision: { outcome: 'accepted', rules: [{ rule: 'assignmentHasReachedItsEnd', holds: true, reason: null }] },
    };
    await this.requests.add(record(submission, this.database.tenantId, at));
  }

  private async cancelUpdates(assignmentId: string, now: Date): Promise<void> {
    for (const { id } of await this.reader.openUpdatesOf(assignmentId)) await this.endings.cancel(id, now);
  }
}
