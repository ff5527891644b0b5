import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { Clock } from '../../../platform/time/clock.js';
import { AssignmentReprocessed } from '../assignment.events.js';
import { isComing, isInPlace } from '../assignment.js';
import { AssignmentsRepository } from '../assignments.repository.js';

/** An administrator lets access be put in place once more. */
export class ReprocessAssignmentCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly assignmentId: string,
  ) {
    super();
  }
}

/** What is missing is tried at once, and what is there is given once more; who asked is on record. */
@CommandHandler(ReprocessAssignmentCommand)
export class ReprocessAssignmentHandler implements ICommandHandler<ReprocessAssignmentCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: DelegatedAuthority,
    private readonly assignments: AssignmentsRepository,
    private readonly clock: Clock,
  ) {}

  execute({ caller, assignmentId }: ReprocessAssignmentCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'assignments.manage', { kind: 'assignment', id: assignmentId });
      const assignment = await this.assignments.getForUpdate(assignmentId);
      if (!assignment) {
        throw new DomainError('ResourceNotFound', `There is no assignment with the id ${assignmentId}.`);
      }
      const now = this.clock.now();
      const isToCome = isComing(assignment) && (assignment.endAt === null || assignment.endAt > now);
      if (!isToCome && !isInPlace(assignment, now)) {
        throw new DomainError('InvalidState', 'The access has ended: ask for it anew.');
      }
      if (isToCome) await this.assignments.tryAgain(assignment, now);
      else await this.assignments.repeat(assignment, now);
      this.assignments.announce(new AssignmentReprocessed(assignmentId));
    });
  }
}
