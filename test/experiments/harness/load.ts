import { type Api, idIn, requestsPath } from './api.js';
import type { LedgerClient } from './ledger.js';
import { sleep } from './report.js';
import type { Grant } from './world.js';

const mostInFlight = 48;
const mostWaiting = 150;

/** Gives access and takes some of it away again, at a steady rate that the machine can bear, until told to stop. */
export class Load {
  private readonly inFlight = new Set<Promise<void>>();
  private running = false;
  private loop: Promise<void> | undefined;
  sent = 0;

  constructor(
    private readonly api: Api,
    private readonly client: LedgerClient,
    private readonly grants: Grant[],
    private readonly perSecond: number,
    private readonly waiting: () => Promise<number>,
  ) {}

  start(): void {
    this.running = true;
    this.loop = this.run();
  }

  /** Sends nothing more, and waits for what is still out. */
  async stop(): Promise<void> {
    this.running = false;
    await this.loop;
    await Promise.all(this.inFlight);
  }

  private async run(): Promise<void> {
    while (this.running) {
      await sleep(1_000 / this.perSecond);
      while (this.running && this.sent % 10 === 0 && (await this.waiting()) > mostWaiting) await sleep(250);
      const grant = this.inFlight.size < mostInFlight ? this.grants.pop() : undefined;
      if (!grant) continue;
      const one = this.one(grant).finally(() => this.inFlight.delete(one));
      this.inFlight.add(one);
    }
  }

  /** One in eight never asks again when it gets no answer; one in five takes the access away once it is there. */
  private async one(assignment: Grant): Promise<void> {
    this.sent += 1;
    const givesUp = this.sent % 8 === 0;
    const takesAway = this.sent % 5 === 0;
    const answer = await this.client.send({ requestType: 'adminAdd', assignment }, { givesUp });
    if (answer.status === 201 && takesAway) await this.takeAway(idIn(answer));
  }

  private async takeAway(requestId: string): Promise<void> {
    await sleep(500);
    const { status, text } = await this.api.get(`${requestsPath}/${requestId}?$expand=assignment`);
    const found = status === 200 ? (JSON.parse(text) as { assignment?: { id: string } | null }).assignment : undefined;
    if (!found) return;
    this.sent += 1;
    await this.client.send({ requestType: 'adminRemove', assignment: { id: found.id } });
  }
}
