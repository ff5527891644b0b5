import { DomainError } from '../errors/domain-error.js';

/** What a gate lets pass, and how long others stand before it. */
export interface Bounds {
  /** How many are inside at most. */
  readonly width: () => number;
  /** How many of them may be one payer's. */
  readonly share: (width: number) => number;
  /** How many of one payer's, and of all, may wait at most. */
  readonly longestLine: { readonly own: number; readonly all: number };
  readonly longestWaitMillis: number;
}

interface Waiting {
  readonly enter: () => void;
  readonly timer: NodeJS.Timeout;
}

interface Payer {
  inside: number;
  readonly line: Waiting[];
}

/**
 * Fair queueing: everybody has a line of their own and a share that they cannot exceed, and those who wait take turns (round robin).
 *
 * Who would wait too long, or behind too many, is refused: with 429 where their own are before them, else with 503.
 */
export class Gate {
  private inside = 0;
  private waiting = 0;
  /** Those who are inside or wait; whose turn comes first stands first. */
  private readonly payers = new Map<string, Payer>();

  constructor(private readonly bounds: Bounds) {}

  async pass<T>(name: string, work: () => Promise<T>): Promise<T> {
    const payer = this.payers.get(name) ?? { inside: 0, line: [] };
    if (payer.line.length === 0 && this.isOpenTo(payer)) this.enter(payer, name);
    else await this.wait(payer, name);
    try {
      return await work();
    } finally {
      this.leave(payer, name);
    }
  }

  private isOpenTo({ inside }: Payer): boolean {
    const width = this.bounds.width();
    return this.inside < width && inside < Math.max(1, this.bounds.share(width));
  }

  /** Whoever enters stands behind the others then. */
  private enter(payer: Payer, name: string): void {
    this.inside += 1;
    payer.inside += 1;
    this.payers.delete(name);
    this.payers.set(name, payer);
  }

  private wait(payer: Payer, name: string): Promise<void> {
    const { own, all } = this.bounds.longestLine;
    if (payer.line.length >= own || this.waiting >= all) return Promise.reject(refusalOf(payer));
    this.waiting += 1;
    this.payers.set(name, payer);
    return new Promise((enter, refuse) => {
      const timer = setTimeout(() => {
        const refusal = refusalOf({ ...payer, line: payer.line.slice(1) });
        payer.line.splice(
          payer.line.findIndex((waiting) => waiting.timer === timer),
          1,
        );
        this.waiting -= 1;
        this.forget(payer, name);
        refuse(refusal);
      }, this.bounds.longestWaitMillis);
      timer.unref();
      payer.line.push({ enter, timer });
    });
  }

  private leave(payer: Payer, name: string): void {
    this.inside -= 1;
    payer.inside -= 1;
    this.forget(payer, name);
    this.letIn();
  }

  private forget({ inside, line }: Payer, name: string): void {
    if (inside === 0 && line.length === 0) this.payers.delete(name);
  }

  /** The first in the line of whoever's turn it is. */
  private letIn(): void {
    if (this.waiting === 0) return;
    for (const [name, payer] of this.payers) {
      if (payer.line.length === 0 || !this.isOpenTo(payer)) continue;
      const first = payer.line.shift();
      this.waiting -= 1;
      this.enter(payer, name);
      clearTimeout(first?.timer);
      first?.enter();
      return;
    }
  }
}

const refusalOf = ({ inside, line }: Payer): DomainError =>
  inside + line.length > 0
    ? new DomainError(
        'TooManyRequests',
        'You have too many calls under way: wait for their answers before you send more, and ask for less by each.',
      )
    : new DomainError('ServiceUnavailable', 'The server is busy; try again shortly.');
