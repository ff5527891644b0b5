import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Announcements } from '../../../platform/eventing/announcements.js';
import { Bell } from '../../../platform/eventing/bell.js';
import { Clock } from '../../../platform/time/clock.js';
import { Provisioners } from '../../../provisioning/index.js';
import { GrantSettled } from '../grant.events.js';
import { Lane, type LaneRows } from './lane.worker.js';
import { OutsideGrantsMetrics } from './outside-grants.metrics.js';
import { type LeasedGrant, OutsideGrantsRepository } from './outside-grants.repository.js';

const pollMillis = 500;
const actor = 'grants';

/** Carries out what is owed in the declared systems as long as the server runs, each in a lane of its own; without systems it does nothing. */
@Injectable()
export class OutsideGrants implements LaneRows, OnModuleDestroy {
  private readonly logger = new Logger('Grants');
  private lanes: readonly Lane[] = [];
  private running: Promise<void> | undefined;
  private stopping = false;
  private readonly bell = new Bell();

  constructor(
    private readonly provisioners: Provisioners,
    private readonly rows: OutsideGrantsRepository,
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly announcements: Announcements,
    private readonly clock: Clock,
    private readonly metrics: OutsideGrantsMetrics,
  ) {}

  /** Begins; call it once the declared systems are joined to what provides them. */
  start(): void {
    this.lanes = this.provisioners.all.map((system) => new Lane(system, this, () => this.bell.ring()));
    this.metrics.watch(this.lanes);
    if (this.lanes.length > 0) this.running ??= this.loop();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    this.bell.ring();
    this.lanes.forEach((lane) => lane.stop());
    // A claim that is under way is in hand once the loop has ended.
    await this.running;
    await Promise.all(this.lanes.map((lane) => lane.ended()));
  }

  /** Something may be owed once the open unit of work is committed: looks for it soon. */
  wakeAfterCommit(): void {
    if (this.lanes.length > 0) this.database.unitOfWork?.afterCommit(() => this.bell.ring());
  }

  claim(environment: string, heldSeconds: number, limit: number): Promise<LeasedGrant[]> {
    return this.rows.claim(environment, this.clock.now(), heldSeconds, limit);
  }

  /** What follows from a grant that is there, or is gone, is committed with that. */
  async settle(grant: LeasedGrant): Promise<void> {
    await this.transactions.run({ tenantId: grant.tenantId, actor }, async () => {
      const isSettled = await this.rows.settle(grant, this.clock.now());
      if (!isSettled) return;
      this.announcements.announce({ events: [new GrantSettled(grant.id, grant.targetId, grant.isWanted)] });
    });
    this.metrics.carriedOut(grant);
  }

  async fail(grant: LeasedGrant, reason: string, waitMillis: number): Promise<void> {
    const now = this.clock.now();
    await this.rows.fail(grant, reason, now, new Date(now.getTime() + waitMillis));
  }

  giveBack(grant: LeasedGrant): Promise<void> {
    return this.rows.giveBack(grant).catch(() => undefined);
  }

  isLast(grant: LeasedGrant): Promise<boolean> {
    return this.rows.isLast(grant);
  }

  now(): number {
    return this.clock.now().getTime();
  }

  private async loop(): Promise<void> {
    while (!this.stopping) {
      this.bell.heard();
      await Promise.all(this.lanes.map((lane) => lane.fill())).catch((error: unknown) =>
        this.logger.warn(`Grants wait: ${String(error)}`),
      );
      if (!this.stopping) await this.bell.rest(pollMillis);
    }
  }
}
