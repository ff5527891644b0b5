import { Logger } from '@nestjs/common';
import { type ProvisionedSystem, type ProvisioningEffect, ProvisioningError } from '../../../provisioning/index.js';
import { failureReason } from '../../../platform/eventing/index.js';
import { asked, atOnce, away, type Breaker, closed, isOpen } from './breaker.js';
import { backOffMillis } from '../grant.js';
import type { LeasedGrant } from './outside-grants.repository.js';

/** How much longer than its time limit a try holds its grant: what putting it on record may take. */
const marginMillis = 10_000;

/** What a lane asks of the rows, and of whoever hears what came of them. */
export interface LaneRows {
  claim(environment: string, heldSeconds: number, limit: number): Promise<LeasedGrant[]>;
  settle(grant: LeasedGrant): Promise<void>;
  fail(grant: LeasedGrant, reason: string, waitMillis: number): Promise<void>;
  giveBack(grant: LeasedGrant): Promise<void>;
  isLast(grant: LeasedGrant): Promise<boolean>;
  now(): number;
}

/** Carries out what is owed in one system (bulkhead): so many at once, none while the system is away; what fails waits longer each time. */
export class Lane {
  private readonly logger = new Logger('Grants');
  private readonly inHand = new Map<LeasedGrant, Promise<void>>();
  private readonly stopping = new AbortController();
  private breaker: Breaker = closed;

  constructor(
    private readonly of: ProvisionedSystem,
    private readonly rows: LaneRows,
    private readonly wake: () => void,
  ) {}

  get name(): string {
    return this.of.system.name;
  }

  get isOpen(): boolean {
    return isOpen(this.breaker, this.rows.now());
  }

  /** Claims as much as there is room for. */
  async fill(): Promise<void> {
    const room = atOnce(this.breaker, this.of.system.concurrency) - this.inHand.size;
    if (room <= 0 || this.isOpen || this.stopping.signal.aborted) return;
    const held = (this.of.system.timeLimitMillis + marginMillis) / 1_000;
    for (const grant of await this.rows.claim(this.name, held, room)) this.take(grant);
  }

  /** Claims nothing more, and tells what is in hand to end. */
  stop(): void {
    this.stopping.abort(new Error('The server stops.'));
  }

  /** Resolves once nothing is in hand. */
  async ended(): Promise<void> {
    await Promise.all(this.inHand.values());
  }

  private take(grant: LeasedGrant): void {
    const ended = this.carryOut(grant)
      .catch((error: unknown) => this.logger.error(error, `What became of ${idOf(grant)} is not on record.`))
      .finally(() => {
        this.inHand.delete(grant);
        this.wake();
      });
    this.inHand.set(grant, ended);
  }

  private async carryOut(grant: LeasedGrant): Promise<void> {
    const signal = AbortSignal.any([AbortSignal.timeout(this.of.system.timeLimitMillis), this.stopping.signal]);
    try {
      await inTime(signal, this.call(grant, signal));
    } catch (error) {
      if (this.stopping.signal.aborted) return this.rows.giveBack(grant);
      return this.keepFailure(grant, error);
    }
    this.breaker = closed;
    await this.rows.settle(grant);
  }

  private call(grant: LeasedGrant, signal: AbortSignal): Promise<void> {
    const effect = this.effectOf(grant, signal);
    if (!this.of.isOf(grant.tenantId)) throw new ProvisioningError('the system is not declared for this tenant');
    return grant.isWanted ? this.of.grant(effect) : this.of.revoke(effect);
  }

  private async keepFailure(grant: LeasedGrant, error: unknown): Promise<void> {
    const isKnown = error instanceof ProvisioningError;
    const isAway = isKnown ? error.isSystemAway : isTimeOut(error);
    const retryAfter = isKnown ? error.retryAfter : undefined;
    const now = this.rows.now();
    if (isAway) this.breaker = away(this.breaker, now);
    else this.breaker = closed;
    if (retryAfter !== undefined) this.breaker = asked(this.breaker, now, retryAfter);
    const reason = this.of.system.withoutSecrets(
      isTimeOut(error) ? `${this.name} did not answer in time` : failureReason(error),
    );
    this.logger.warn(`${idOf(grant)} in ${this.name} failed at try ${grant.attempts}: ${reason}`);
    await this.rows.fail(grant, reason, Math.max(retryAfter ?? 0, backOffMillis(grant.attempts)));
  }

  private effectOf(grant: LeasedGrant, signal: AbortSignal): ProvisioningEffect {
    const { tenantId, targetId, originSystem, environment, resourceOriginId, roleOriginId, attempts, target } = grant;
    return {
      ...{ id: idOf(grant), attempt: attempts, tenantId, target: { objectId: targetId, ...target } },
      resource: { originSystem, environment, originId: resourceOriginId, displayName: grant.resourceName },
      role: { originId: roleOriginId, displayName: grant.roleName },
      isLastOfTarget: () => this.rows.isLast(grant),
      signal,
    };
  }
}

/** The same at every try of one change of what is wanted, and of no other. */
const idOf = ({ id, version }: LeasedGrant): string => `${id}.${version}`;

const isTimeOut = (error: unknown): boolean => error instanceof DOMException && error.name === 'TimeoutError';

/** A provisioner that heeds no signal is left to itself once its time is over. */
async function inTime(signal: AbortSignal, work: Promise<void>): Promise<void> {
  const over = Promise.withResolvers<never>();
  const end = (): void => over.reject(signal.reason as Error);
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  await Promise.race([work, over.promise]).finally(() => signal.removeEventListener('abort', end));
}
