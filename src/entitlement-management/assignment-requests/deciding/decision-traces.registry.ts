import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { DecisionTrace } from './decision.js';

/** The decision that the open unit of work has made, for whoever asks why. */
@Injectable()
export class DecisionTraces {
  private readonly traces = new WeakMap<object, DecisionTrace>();

  constructor(private readonly database: Database) {}

  keep(trace: DecisionTrace): void {
    this.traces.set(this.database.requireUnitOfWork().announced, trace);
  }

  /** Undefined as long as nothing has been decided. */
  get current(): DecisionTrace | undefined {
    return this.traces.get(this.database.requireUnitOfWork().announced);
  }
}
