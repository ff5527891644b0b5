import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Metrics } from '../../../platform/metrics/metrics.js';
import { type LeasedGrant, OutsideGrantsRepository } from './outside-grants.repository.js';

const labels = ['system', 'effect'] as const;

/** Counted up to here, so that a long queue makes no dear reading. */
const most = 10_000;

/** The name under which the directory itself is told of. */
const directory = 'directory';

interface Watched {
  readonly name: string;
  readonly isOpen: boolean;
}

/** Figures about what is owed in the directory and in each system outside. */
@Injectable()
export class OutsideGrantsMetrics implements OnModuleInit {
  private lanes: readonly Watched[] = [];
  private readonly done;

  constructor(
    private readonly metrics: Metrics,
    private readonly rows: OutsideGrantsRepository,
  ) {
    this.done = metrics.counter(
      'grants_carried_out_total',
      'Grants and revocations carried out outside, by system.',
      labels,
    );
  }

  onModuleInit(): void {
    this.metrics.gaugeBy(
      'grants_owed',
      'Grants that are not carried out yet, by system, up to 10,000.',
      ['system'],
      () => this.owed(({ grants }) => grants),
    );
    this.metrics.gaugeBy(
      'revocations_owed',
      'Grants that are not taken away yet, by system, up to 10,000.',
      ['system'],
      () => this.owed(({ revocations }) => revocations),
    );
    this.metrics.gaugeBy(
      'grants_oldest_seconds',
      'Age of the oldest grant or revocation that is owed.',
      ['system'],
      () => this.owed(({ oldestSeconds }) => oldestSeconds),
    );
    this.metrics.gaugeBy('open_breakers', 'Systems that were away and are left alone: 1, else 0.', ['system'], () =>
      Promise.resolve(this.lanes.map(({ name, isOpen }) => ({ label: name, value: isOpen ? 1 : 0 }))),
    );
  }

  watch(lanes: readonly Watched[]): void {
    this.lanes = lanes;
  }

  carriedOut({ environment, isWanted }: LeasedGrant): void {
    this.done.inc({ system: environment, effect: isWanted ? 'grant' : 'revoke' });
  }

  private async owed(figure: (owed: Owed) => number): Promise<{ label: string; value: number }[]> {
    const rows = await this.rows.owed(most);
    return rows.map((row) => ({ label: row.environment || directory, value: figure(row) }));
  }
}

interface Owed {
  readonly grants: number;
  readonly revocations: number;
  readonly oldestSeconds: number;
}
