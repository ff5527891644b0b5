import { setTimeout as sleep } from 'node:timers/promises';
import { type ProvisioningEffect, ProvisioningError } from '../provisioner.js';
import type { AccountRecord, KnownAccount, ProvisionedAccounts } from './provisioned-accounts.repository.js';
import type { ScimClient } from './scim-client.js';
import type { FoundAccount, ScimPeople } from './scim-people.js';

const millisBetweenLooks = 100;

/** What is needed to find, make, use and put to rest the account of one effect's target. */
export interface AccountWork {
  readonly effect: ProvisioningEffect;
  readonly client: ScimClient;
  readonly people: ScimPeople;
  readonly records: ProvisionedAccounts;
  /** The effect's, or the system's own time limit. */
  readonly signal: AbortSignal;
}

/**
 * The account of a target in a system.
 *
 * That one is about to be made or set inactive is on record before it is (write-ahead): who is killed in between is found by the next try.
 */
export class ScimAccount {
  constructor(private readonly work: AccountWork) {}

  /** The account, active as far as it is ours to say, made where there is none. */
  async ready(): Promise<KnownAccount> {
    for (;;) {
      const known = (await this.onRecord()) ?? (await this.foundOrMade());
      const ready = known && (await this.active(known));
      if (ready) return ready;
      await this.pause();
    }
  }

  /** The account as it is, without making one. */
  async find(): Promise<KnownAccount | undefined> {
    for (;;) {
      const known = await this.onRecord();
      if (known) return known;
      const claimed = await this.claim();
      if (claimed) return this.foundOrWithdrawn(claimed);
      await this.pause();
    }
  }

  /** Whether nobody has begun to set it inactive since. */
  async isStill({ madeByUs, version }: KnownAccount): Promise<boolean> {
    return !madeByUs || (await this.work.records.find(this.work.effect))?.version === version;
  }

  forget({ accountId }: KnownAccount): Promise<void> {
    return this.work.records.forget(this.work.effect, accountId);
  }

  /** Sets an account that we made inactive, where nothing else is wanted for its owner; announced first, asked then. */
  async retire(known: KnownAccount): Promise<void> {
    const { effect, records, people } = this.work;
    if (!known.madeByUs || known.standing === 'inactive') return;
    const announced = await records.announceInactive(effect, this.millis);
    if (!announced) return;
    if (!(await effect.isLastOfTarget())) {
      await records.settle(effect, announced, known.standing);
    } else if (await people.setActive(known.accountId, false).catch((error: unknown) => this.refused(error))) {
      await records.settle(effect, announced, 'inactive');
    } else {
      await this.forget(known);
    }
  }

  /** What was refused for certain is in nobody's hand; what may still come about is, until its time is over. */
  private async refused(error: unknown): Promise<never> {
    if (error instanceof ProvisioningError && !error.isSystemAway) await this.work.records.release(this.work.effect);
    throw error;
  }

  private async onRecord(): Promise<KnownAccount | undefined> {
    const record = await this.work.records.find(this.work.effect);
    return record && isKnown(record) ? record : undefined;
  }

  private claim(): Promise<AccountRecord | undefined> {
    return this.work.records.claim(this.work.effect, this.millis);
  }

  private async foundOrMade(): Promise<KnownAccount | undefined> {
    const claimed = await this.claim();
    if (!claimed) return undefined;
    return (await this.found(claimed)) ?? this.made(claimed);
  }

  private async foundOrWithdrawn(claimed: AccountRecord): Promise<KnownAccount | undefined> {
    const found = await this.found(claimed);
    if (!found) await this.work.records.withdraw(this.work.effect);
    return found;
  }

  private async found(claimed: AccountRecord): Promise<KnownAccount | undefined> {
    const { effect, people, records } = this.work;
    const found = await people.find(effect.target).catch(async (error: unknown) => {
      await records.release(effect);
      throw error;
    });
    return found && this.recorded(claimed, found, isOurs(claimed, found));
  }

  private async made(claimed: AccountRecord): Promise<KnownAccount | undefined> {
    const { effect, people, records, client } = this.work;
    const creating = await records.creating(effect, claimed);
    if (!creating) return undefined;
    const made = await people.make(effect.target);
    if ('id' in made) return this.recorded(creating, { accountId: made.id, by: 'externalId' }, true);
    // Somebody was faster, or an earlier try of ours was and its answer was lost.
    const found = made.status === 409 ? await people.find(effect.target) : undefined;
    if (found) return this.recorded(creating, found, isOurs(claimed, found));
    if (claimed.standing === 'claimed') await records.withdraw(effect);
    throw client.failed(made);
  }

  private async recorded(
    claimed: AccountRecord,
    { accountId }: FoundAccount,
    madeByUs: boolean,
  ): Promise<KnownAccount | undefined> {
    const { effect, records, client } = this.work;
    const owner = await records.targetOf(effect, accountId);
    if (owner !== undefined) {
      await records.withdraw(effect);
      client.refuse(`has an account '${accountId}' for ${effect.target.displayName} that is on record as ${owner}'s`);
    }
    const record = await records.record(effect, claimed, { accountId, madeByUs });
    return record && isKnown(record) ? record : undefined;
  }

  /** Undefined where it has to be looked at once more. */
  private async active(known: KnownAccount): Promise<KnownAccount | undefined> {
    const { effect, people, records } = this.work;
    if (!known.madeByUs || known.standing === 'active') return known;
    if (known.isHeld) return undefined;
    if (!(await people.setActive(known.accountId, true))) {
      await this.forget(known);
      return undefined;
    }
    const record = await records.activated(effect, known);
    return record && isKnown(record) ? record : undefined;
  }

  /** Until others are done with the account. */
  private async pause(): Promise<void> {
    const { signal, client } = this.work;
    const over = (): never =>
      client.refuse('has the account in hand for another change; it goes on once that has ended');
    await sleep(millisBetweenLooks, undefined, { signal }).catch(over);
  }

  private get millis(): number {
    return this.work.client.system.timeLimitMillis;
  }
}

const isKnown = (record: AccountRecord): record is KnownAccount => record.accountId !== null;

/** One that appears under the person's own id after we had begun to make it is ours: its answer was lost. */
const isOurs = ({ standing }: AccountRecord, { by }: FoundAccount): boolean =>
  standing === 'creating' && by === 'externalId';
