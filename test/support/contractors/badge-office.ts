import { AssignmentDelivered } from '../../../src/entitlement-management/assignments/index.js';
import { type Consumer, type ConsumerContext, Consumes, Undeliverable } from '../../../src/platform/eventing/index.js';

/** Where the office that makes badges is called. */
export abstract class BadgeOffice {
  abstract readonly url: string;
}

/** The office makes a badge for everybody who was given access; asked twice under one key, it makes one. */
@Consumes(AssignmentDelivered, { name: 'badges', system: 'badge-office', timeLimitMillis: 10_000 })
export class OrdersBadges implements Consumer<AssignmentDelivered> {
  constructor(private readonly office: BadgeOffice) {}

  async handle({ targetId }: AssignmentDelivered, { id, signal }: ConsumerContext): Promise<void> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': id };
    const answer = await fetch(this.office.url, {
      method: 'POST',
      headers,
      body: JSON.stringify({ targetId }),
      signal,
    });
    if (answer.status === 422) throw new Undeliverable('The office makes no badge for this person.');
    if (!answer.ok) throw new Error(`The office answered ${answer.status}.`);
  }
}
