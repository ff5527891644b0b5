import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { DecisionTrace } from './decision.js';

/** The decision that the open unit of work has made, for whoever asks why. */
@Injectable()
export class DecisionTraces {
  private readonly traces = new WeakMap<UnitOfWork, DecisionTrace>();

  constructor(private readonly database: Database) {}

  keep(trace: DecisionTrace): void {
    this.traces.set(this.database.requireUnitOfWork(), trace);
  }

  /** Undefined as long as nothing has been decided. */
  get current(): DecisionTrace | undefined {
    return this.traces.get(this.database.requireUnitOfWork());
  }
}
