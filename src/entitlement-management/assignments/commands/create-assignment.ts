import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { Database } from '../../../platform/database/database.js';
import { Clock } from '../../../platform/time/clock.js';
import { begin, deliver, type Given } from '../assignment.js';
import { AssignmentsRepository } from '../assignments.repository.js';
import { DeliveryFactsReader } from '../delivery-facts.reader.js';
import { additionChecks, isObstacle, type Obstacle, settle } from '../delivery.js';

/** A request's access is to be put in place; its target is locked by then. */
export class CreateAssignmentCommand extends Command<void> {
  constructor(
    readonly requestId: string,
    /** The moment from which the access counts, as an ISO instant. */
    readonly startDateTime: string,
  ) {
    super();
  }
}

/** Looks once more whether everything still holds, and delivers or says why not. */
@CommandHandler(CreateAssignmentCommand)
export class CreateAssignmentHandler implements ICommandHandler<CreateAssignmentCommand> {
  constructor(
    private readonly reader: DeliveryFactsReader,
    private readonly assignments: AssignmentsRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ requestId, startDateTime }: CreateAssignmentCommand): Promise<void> {
    const { cause, facts } = await this.reader.gather(requestId);
    if (cause.state !== 'delivering') return;
    const startAt = new Date(startDateTime);
    const settled = settle(additionChecks, facts, startAt);
    if (isObstacle(settled)) return this.tryAgain(requestId, settled);
    const { targetId, accessPackageId, assignmentPolicyId, policyVersion, createdById } = cause;
    const given = { targetId, accessPackageId, assignmentPolicyId, policyVersion, createdById, requestId, startAt };
    const { tenantId } = this.database;
    await this.put({ ...given, tenantId, id: uuid(), endAt: settled.end }, facts.accessPackage?.givesRoles ?? false);
  }

  /** What gives no roles is in place by its record alone. */
  private async put(given: Given, givesRoles: boolean): Promise<void> {
    if (!givesRoles) return this.assignments.add(deliver(given));
    const begun = begin(given);
    await this.assignments.add(begun);
    await this.assignments.carryOut(begun.row);
  }

  /** A request that is reprocessed may have its access already, and lack some of what that gives. */
  private async tryAgain(requestId: string, obstacle: Obstacle): Promise<void> {
    const assignment = await this.assignments.liveOfRequest(requestId);
    if (!assignment) return this.assignments.refuse(requestId, obstacle);
    await this.assignments.tryAgain(assignment, this.clock.now());
  }
}
