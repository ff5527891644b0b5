import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { Database } from '../../../platform/database/database.js';
import { deliver } from '../assignment.js';
import { AssignmentsRepository } from '../assignments.repository.js';
import { DeliveryFactsReader } from '../delivery-facts.reader.js';
import { additionChecks, isObstacle, settle } from '../delivery.js';

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
  ) {}

  async execute({ requestId, startDateTime }: CreateAssignmentCommand): Promise<void> {
    const { cause, facts } = await this.reader.gather(requestId);
    if (cause.state !== 'delivering') return;
    const startAt = new Date(startDateTime);
    const settled = settle(additionChecks, facts, startAt);
    if (isObstacle(settled)) return this.assignments.refuse(requestId, settled);
    const { targetId, accessPackageId, assignmentPolicyId, policyVersion, createdById } = cause;
    const given = { targetId, accessPackageId, assignmentPolicyId, policyVersion, createdById, requestId, startAt };
    const { tenantId } = this.database;
    await this.assignments.add(deliver({ ...given, tenantId, id: uuid(), endAt: settled.end }));
  }
}
