import { Injectable, Logger } from '@nestjs/common';
import { Database } from './database.js';
import { DomainError } from '../errors/domain-error.js';
import { Gate } from './gate.js';
import { payer } from './payer.js';
import { asDomainError, mayRunAgain } from './prisma-errors.js';
import { type Scope, UnitOfWork } from './unit-of-work.js';

const longest = { maxWait: 15_000, timeout: 15_000 };
const tries = 3;
const theServer = 'the server';

/** Opens units of work: one transaction each, joined by whatever runs inside. */
@Injectable()
export class Transactions {
  private readonly logger = new Logger('Transactions');
  private readonly gate: Gate;
  private readonly flushes: ((unit: UnitOfWork) => Promise<void>)[] = [];

  constructor(private readonly database: Database) {
    const own = database.kind === 'embedded' ? 64 : 512;
    this.gate = new Gate({
      width: () => database.concurrency,
      share: (width) => width - Math.max(1, Math.floor(width / 4)),
      longestLine: { own, all: 2 * own },
      longestWaitMillis: 10_000,
    });
  }

  /** Runs before every COMMIT, inside the transaction: how the event log gets its rows. */
  beforeEveryCommit(flush: (unit: UnitOfWork) => Promise<void>): void {
    this.flushes.push(flush);
  }

  /**
   * Runs the work in one transaction, or in the one already open, which is of the same tenant.
   *
   * A deadlock or serialization failure runs the whole work again, three times at most.
   */
  async run<T>(scope: Scope, work: () => Promise<T>): Promise<T> {
    if (this.database.unitOfWork) return this.joined(scope, work);
    return this.gate.pass(payer() ?? theServer, () => this.again(scope, work, 1));
  }

  /** Runs the work in the open unit of work, for another tenant or actor. */
  as<T>(scope: Scope, work: () => Promise<T>): Promise<T> {
    return this.database.within(this.database.requireUnitOfWork(), scope, work);
  }

  /** Runs the work in a transaction of its own that is rolled back (dry run); only the answer is left. */
  async rehearse<T>(scope: Scope, work: () => Promise<T>): Promise<T> {
    if (this.database.unitOfWork) {
      throw new DomainError('BadRequest', 'A validation writes nothing, so it takes no Idempotency-Key: leave it out.');
    }
    return this.gate.pass(payer() ?? theServer, async () => {
      let answer: { readonly of: T } | undefined;
      const undone = this.database.opened.transaction(async (session) => {
        const unit = new UnitOfWork(session, true);
        answer = { of: await this.database.within(unit, scope, work).finally(() => unit.seal()) };
        throw new RolledBack();
      }, longest);
      await undone.catch((error: unknown) => {
        if (!(error instanceof RolledBack)) throw asDomainError(error);
      });
      if (!answer) throw new Error('A rehearsal that came to its end has an answer.');
      return answer.of;
    });
  }

  private async again<T>(scope: Scope, work: () => Promise<T>, attempt: number): Promise<T> {
    try {
      return await this.once(scope, work);
    } catch (error) {
      if (attempt >= tries || !mayRunAgain(error)) throw asDomainError(error);
      await new Promise((resolve) => setTimeout(resolve, attempt * 10 + Math.random() * 40));
      return this.again(scope, work, attempt + 1);
    }
  }

  private joined<T>(scope: Scope, work: () => Promise<T>): Promise<T> {
    this.database.requireUnitOfWork().requireOpen();
    if (scope.tenantId !== this.database.tenantId)
      throw new Error('A unit of work is of one tenant: what is of another joins it by Transactions.as.');
    return work();
  }

  private async flushed<T>(unit: UnitOfWork, work: () => Promise<T>): Promise<T> {
    const answer = await work();
    for (const flush of this.flushes) await flush(unit);
    return answer;
  }

  private async once<T>(scope: Scope, work: () => Promise<T>): Promise<T> {
    const { answer, unit } = await this.database.opened.transaction(async (session) => {
      const opened = new UnitOfWork(session, false);
      const made = this.database.within(opened, scope, () => this.flushed(opened, work));
      return { answer: await made.finally(() => opened.seal()), unit: opened };
    }, longest);
    unit.committed((error) => this.logger.error(error));
    return answer;
  }
}

/** Ends a dry run: what it wrote is rolled back. */
class RolledBack extends Error {}
