import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { Clock } from '../../../platform/time/clock.js';
import { advance, type Outcome } from '../assignment-request.js';
import { AssignmentRequestsRepository } from '../assignment-requests.repository.js';
import { isOpen, isTriedOn, type Move, type RequestState } from '../request-states.js';

/** The process moves a request on. */
export class AdvanceRequestCommand extends Command<void> {
  constructor(
    readonly requestId: string,
    readonly move: Move,
    readonly outcome: Outcome = {},
    /** When it happened, where that is not now: what fell due at an instant happened at that instant. */
    readonly at?: Date,
  ) {
    super();
  }
}

/** A request that has ended meanwhile stays as it is: a step that comes too late changes nothing. */
@CommandHandler(AdvanceRequestCommand)
export class AdvanceRequestHandler implements ICommandHandler<AdvanceRequestCommand> {
  constructor(
    private readonly requests: AssignmentRequestsRepository,
    private readonly clock: Clock,
  ) {}

  async execute({ requestId, move, outcome, at }: AdvanceRequestCommand): Promise<void> {
    const request = await this.requests.getForUpdate(requestId).catch(nothingWhenGone);
    if (!request || isBehind(request.state, move)) return;
    if (!isOpen(request.state) && !isTriedOn(request.state, move)) return;
    await this.requests.update(advance(request, move, at ?? this.clock.now(), outcome));
  }
}

/** A request that is being delivered takes no step back. */
const isBehind = (state: RequestState, move: Move): boolean =>
  state === 'delivering' && (move === 'deliver' || move === 'schedule' || move === 'askApproval');

function nothingWhenGone(error: unknown): undefined {
  if (error instanceof DomainError && error.code === 'ResourceNotFound') return undefined;
  throw error;
}
