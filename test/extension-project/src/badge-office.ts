import {
  type Consumer,
  type ConsumerContext,
  Consumes,
  RequestDelivered,
  Undeliverable,
} from 'open-entitlements/extend';

/** Tells the badge office whose request was delivered. It is another system: it can be slow, away, or told twice. */
@Consumes(RequestDelivered, { name: 'badges', system: 'badge-office', timeLimitMillis: 10_000 })
export class BadgeOffice implements Consumer<RequestDelivered> {
  private readonly url = process.env['BADGE_OFFICE_URL'] ?? 'http://127.0.0.1:4000/badges';

  async handle({ requestId }: RequestDelivered, { id, signal }: ConsumerContext): Promise<void> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': id };
    const answer = await fetch(this.url, { method: 'POST', headers, body: JSON.stringify({ requestId }), signal });
    if (answer.status === 422) throw new Undeliverable('The office makes no badge for this person.');
    if (!answer.ok) throw new Error(`The office answered ${answer.status}.`);
  }
}
