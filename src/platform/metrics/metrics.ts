import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const prefix = 'open_entitlements_';

/** What Prometheus reads of this process. Each application has a registry of its own. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name: prefix + name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  histogram<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    buckets: readonly number[],
  ): Histogram<Label> {
    const shape = { name: prefix + name, help, labelNames: [...labelNames], buckets: [...buckets] };
    return new Histogram({ ...shape, registers: [this.registry] });
  }

  /** A figure that is asked for when somebody reads it; while the answer cannot be had, there is none. */
  gauge(name: string, help: string, read: () => Promise<number>): void {
    new Gauge({
      name: prefix + name,
      help,
      registers: [this.registry],
      async collect() {
        await read().then(
          (value) => this.set(value),
          () => this.reset(),
        );
      },
    });
  }

  /** Such a figure for each value of a label. */
  gaugeBy(
    name: string,
    help: string,
    [label]: readonly [string],
    read: () => Promise<readonly { readonly label: string; readonly value: number }[]>,
  ): void {
    new Gauge({
      name: prefix + name,
      help,
      labelNames: [label],
      registers: [this.registry],
      async collect() {
        const values = await read().catch(() => []);
        this.reset();
        for (const { label: of, value } of values) this.set({ [label]: of }, value);
      },
    });
  }
}
