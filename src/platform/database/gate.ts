import { DomainError } from '../errors/domain-error.js';

/** Lets at most `width` pass at once, in order of arrival; who would wait too long, or behind too many, is refused (503). */
export class Gate {
  private inside = 0;
  private readonly line: { enter: () => void; refuse: (error: Error) => void; timer: NodeJS.Timeout }[] = [];

  constructor(
    private readonly width: () => number,
    private readonly longestLine: number,
    private readonly longestWaitMillis: number,
  ) {}

  async pass<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private enter(): Promise<void> {
    if (this.inside < this.width()) {
      this.inside += 1;
      return Promise.resolve();
    }
    if (this.line.length >= this.longestLine) return Promise.reject(busy());
    return new Promise((enter, refuse) => {
      const timer = setTimeout(() => {
        this.line.splice(
          this.line.findIndex((waiting) => waiting.timer === timer),
          1,
        );
        refuse(busy());
      }, this.longestWaitMillis);
      this.line.push({ enter, refuse, timer });
    });
  }

  private leave(): void {
    const first = this.line.shift();
    if (!first) {
      this.inside -= 1;
      return;
    }
    clearTimeout(first.timer);
    first.enter();
  }
}

const busy = (): DomainError => new DomainError('ServiceUnavailable', 'The server is busy; try again shortly.');
