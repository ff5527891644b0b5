import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Announcements } from '../../../platform/eventing/announcements.js';
import { Clock } from '../../../platform/time/clock.js';
import { CatalogStillWaitedFor } from '../assignment-request.events.js';
import { AssignmentRequestsReader } from '../assignment-requests.reader.js';
import { Endings } from '../endings.repository.js';

/** How many requests one transaction ends. */
const batch = 50;

/** A catalog is not published any more. */
export class EndWaitingOfCatalogCommand extends Command<void> {
  constructor(readonly catalogId: string) {
    super();
  }
}

/** Ends what waits for approval; what is approved goes its way. Where there is more than one batch, the rest is ended by the next event. */
@CommandHandler(EndWaitingOfCatalogCommand)
export class EndWaitingOfCatalogHandler implements ICommandHandler<EndWaitingOfCatalogCommand> {
  constructor(
    private readonly reader: AssignmentRequestsReader,
    private readonly endings: Endings,
    private readonly announcements: Announcements,
    private readonly clock: Clock,
  ) {}

  async execute({ catalogId }: EndWaitingOfCatalogCommand): Promise<void> {
    const waiting = await this.reader.waitingInUnpublished(catalogId, batch);
    const now = this.clock.now();
    let ended = 0;
    for (const id of waiting) {
      const isEnded = await this.endings.cancel(id, now, 'the catalog of the access package is not published any more');
      if (isEnded) ended += 1;
    }
    const isMore = waiting.length === batch && ended > 0;
    if (isMore) this.announcements.announce({ events: [new CatalogStillWaitedFor(catalogId)] });
  }
}
