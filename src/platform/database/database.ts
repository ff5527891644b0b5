import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { join } from 'node:path';
import { Config } from '../config/config.js';
import { DomainError } from '../errors/domain-error.js';
import type { Engine } from './engine.js';
import type { PrismaClient, Prisma } from './generated/client.js';
import { migrate } from './migrations.js';
import { fieldsOf } from './model-rows.js';
import { openEngine } from './open-engine.js';
import { isOutage } from './prisma-errors.js';
import { payer } from './payer.js';
import { identifier, sql, type Sql } from './sql.js';
import type { Statement, Statements } from './statements.js';
import { tableOf } from './tables.js';
import type { Scope, UnitOfWork } from './unit-of-work.js';
import { requireVersion } from './version.js';

/** The unit of work in which something runs, and for whom. */
interface Acting {
  readonly unit: UnitOfWork;
  readonly scope: Scope;
}

const migrationsFolder = join(import.meta.dirname, '../../../prisma/migrations');

/** The database as the ambient unit of work sees it: its open transaction, its tenant; nobody passes either by hand. */
@Injectable()
export class Database implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Database');
  private readonly ambient = new AsyncLocalStorage<Acting>();
  private readonly stopping = new AbortController();
  private engine: Engine | undefined;
  private migrated = false;
  private readonly waiting: (() => void)[] = [];
  private probe: Promise<boolean> | undefined;

  constructor(@Inject(Config) private readonly config: Config) {}

  /** Embedded: open and migrated when this returns. Postgres: tried once, then again every second until it answers. */
  async onModuleInit(): Promise<void> {
    this.engine = await openEngine(this.config);
    try {
      await this.prepare();
    } catch (error) {
      if (this.engine.kind === 'embedded' || !isOutage(error)) {
        await this.engine.close();
        throw error;
      }
      this.logger.warn('The database does not answer; the server listens and keeps trying.');
      void this.keepTrying();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    const { engine } = this;
    this.engine = undefined;
    await engine?.close();
  }

  get kind(): Engine['kind'] {
    return this.config.databaseUrl ? 'postgres' : 'embedded';
  }

  /** How many transactions may be open at once. */
  get concurrency(): number {
    return this.engine?.concurrency ?? 1;
  }

  /** Prisma's client of the open transaction; outside any, of the reads on the caller's account, or of the server's own connections. */
  get client(): Prisma.TransactionClient {
    return this.unitOfWork?.session.client ?? (payer() === undefined ? this.pool : this.opened.reads.client);
  }

  /** The connections for transactions, by Prisma's client. */
  get pool(): PrismaClient {
    return this.opened.prisma;
  }

  /** The rows that a statement of our own answers: in the open transaction, else on the caller's account, else on the server's own. */
  query<T>(...statement: Statement): Promise<T> {
    return (this.isForCaller ? this.opened.reads.statements : this.statements).query(...statement);
  }

  /** What a read on a caller's account asks of every row of its table, where nothing else can end it, in a transaction or not: whether there is time left. */
  inTime(column: Sql): readonly Sql[] {
    return payer() === undefined ? [] : this.opened.reads.inTime(column);
  }

  private get isForCaller(): boolean {
    return !this.unitOfWork && payer() !== undefined;
  }

  /** Sends a statement of our own, in the open transaction or outside any; answers how many rows it wrote. */
  execute(...statement: Statement): Promise<number> {
    return this.statements.execute(...statement);
  }

  /** Sends a statement that writes one row; none, or several, is a bug. */
  async writeOne(...statement: Statement): Promise<void> {
    const written = await this.execute(...statement);
    if (written !== 1) throw new Error(`A statement that writes one row wrote ${written}.`);
  }

  /** Loads a row of the ambient tenant by its model, and holds it until the transaction ends (row lock); undefined when there is none. */
  async held<Row>(model: string, id: string, among: Sql = sql`TRUE`): Promise<Row | undefined> {
    const [row] = await this.query<Row[]>`
      SELECT ${fieldsOf(model)} FROM ${identifier(tableOf(model).name)}
      WHERE tenant_id = ${this.tenantId}::uuid AND id = ${id}::uuid AND ${among} FOR UPDATE`;
    return row;
  }

  private get statements(): Statements {
    return this.unitOfWork?.session.statements ?? this.opened.statements;
  }

  /** What opens transactions; nothing is served before it is there. */
  get opened(): Engine {
    if (!this.engine || !this.migrated)
      throw new DomainError('ServiceUnavailable', 'The database is not available; try again shortly.');
    return this.engine;
  }

  get unitOfWork(): UnitOfWork | undefined {
    return this.ambient.getStore()?.unit;
  }

  /** For whom the ambient unit of work runs at this point; asking for it outside one is a bug. */
  get scope(): Scope {
    return this.requireActing().scope;
  }

  /** The tenant of the ambient unit of work; asking for it outside one is a bug. */
  get tenantId(): string {
    return this.scope.tenantId;
  }

  requireUnitOfWork(): UnitOfWork {
    return this.requireActing().unit;
  }

  private requireActing(): Acting {
    const acting = this.ambient.getStore();
    if (!acting) throw new Error('This needs an open unit of work: call it inside Transactions.run.');
    return acting;
  }

  within<T>(unit: UnitOfWork, scope: Scope, work: () => Promise<T>): Promise<T> {
    return this.ambient.run({ unit, scope }, work);
  }

  /** Runs work as if no unit of work were open, for effects that must stay when it is rolled back. */
  outside<T>(work: () => Promise<T>): Promise<T> {
    return this.ambient.exit(work);
  }

  /** Resolves once migrations are applied. */
  whenReady(): Promise<void> {
    return this.migrated ? Promise.resolve() : new Promise((resolve) => this.waiting.push(resolve));
  }

  /** True when the database answers now and has every migration; all who ask meanwhile share one answer. */
  async isReady(): Promise<boolean> {
    if (!this.engine || !this.migrated) return false;
    this.probe ??= this.engine.answers().finally(() => (this.probe = undefined));
    return this.probe;
  }

  private async prepare(): Promise<void> {
    const added = await this.engine?.withConnection(async (connection) => {
      await requireVersion(connection);
      return migrate(connection, migrationsFolder);
    });
    if (added && added.length > 0) this.logger.log(`Applied migrations: ${added.join(', ')}`);
    this.migrated = true;
    this.waiting.splice(0).forEach((resolve) => resolve());
  }

  private async keepTrying(): Promise<void> {
    let said = '';
    while (!this.migrated) {
      await sleep(1_000, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      if (this.stopping.signal.aborted) return;
      await this.prepare().catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        if (reason !== said) this.logger.warn(`The database is not ready yet: ${reason}`);
        said = reason;
      });
    }
  }
}
