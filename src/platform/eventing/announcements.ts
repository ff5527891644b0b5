import { Injectable } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import type { Decision } from './decision.js';

/** Puts what a decision announces into the commit of its row: the one way from a decision to what a repository writes. */
@Injectable()
export class Announcements {
  constructor(private readonly eventBus: EventBus<object>) {}

  /** Publishes the events, and answers what else was decided. */
  announce<Made extends Pick<Decision<unknown>, 'events'>>({ events, ...decided }: Made): Omit<Made, 'events'> {
    this.eventBus.publishAll([...events]);
    return decided;
  }
}
