import { CommandBus, type ICommand } from '@nestjs/cqrs';
import { Database } from '../../src/platform/database/database.js';
import { Prisma } from '../../src/platform/database/generated/client.js';
import { VirtualTime } from '../../src/platform/development/virtual-time.js';
import { DomainError } from '../../src/platform/errors/domain-error.js';
import { Worker } from '../../src/platform/eventing/worker.js';
import { Clock } from '../../src/platform/time/clock.js';
import { ClockKeeper } from '../../src/platform/time/clock-keeper.js';
import type { Query } from '../experiments/harness/cluster.js';
import { startServer, type ServerOptions, type TestServer } from '../support/server.js';
import { Fuse } from './fuse.js';
import { observed, type Rows, rowsOfARun } from './observed.js';
import { setTheScene } from './setting.js';

const hourMillis = 3_600_000;
const mostRounds = 20;
/** What a run begins with, first what others refer to. */
const sceneTables = ['directory_user', 'catalog', 'access_package', 'assignment_policy', 'assignment_policy_version'];

/** The real thing: one server whose work is done only when a run says so. */
export class System {
  private epoch = new Date(0);

  private constructor(
    readonly server: TestServer,
    readonly fuse: Fuse,
    private readonly tables: string,
  ) {}

  static async start(options: ServerOptions = { database: 'embedded' }): Promise<System> {
    const server = await startServer(options);
    // Its loop ends; what is due is done by drain() only.
    await server.app.get(Worker).onModuleDestroy();
    const { client } = server.app.get(Database);
    const tables = await client.$queryRaw<{ name: string }[]>`
      SELECT quote_ident(tablename) AS name FROM pg_tables
      WHERE schemaname = 'public' AND tablename NOT IN ('_prisma_migrations', 'secret')`;
    await setTheScene(server);
    for (const table of sceneTables) {
      await client.$executeRaw(Prisma.raw(`CREATE TABLE scene_${table} AS TABLE ${table}`));
    }
    return new System(server, new Fuse(server), tables.map(({ name }) => name).join(', '));
  }

  readonly query: Query = (text, values = []) => {
    const given = [...text.matchAll(/\$(\d+)/g)].map(([, number]) => values[Number(number) - 1]);
    return this.server.app.get(Database).client.$queryRaw(Prisma.sql(text.split(/\$\d+/), ...given));
  };

  get now(): Date {
    return this.server.app.get(Clock).now();
  }

  /** Forgets everything, the turned clock too, and starts over. */
  async startOver(): Promise<void> {
    const { client } = this.server.app.get(Database);
    await client.$executeRaw(Prisma.raw(`TRUNCATE ${this.tables} CASCADE`));
    for (const table of sceneTables) {
      await client.$executeRaw(Prisma.raw(`INSERT INTO ${table} SELECT * FROM scene_${table}`));
    }
    await this.server.app.get(ClockKeeper, { strict: false }).measure();
    this.epoch = new Date(this.now.getTime() - 60_000);
  }

  /** What the caller is told: the answer, or the code of the refusal. */
  async ask<T>(command: ICommand): Promise<{ readonly code: string; readonly result?: T }> {
    try {
      const result: T = await this.server.app.get(CommandBus).execute<ICommand, T>(command);
      return { code: 'ok', result };
    } catch (error) {
      if (error instanceof DomainError) return { code: error.code };
      throw error;
    }
  }

  /** Does all that waits, and what failed again without waiting for its time. */
  workOff(): Promise<void> {
    return this.fuse.during(async () => {
      for (let round = 0; round < mostRounds; round += 1) {
        await this.server.drain();
        const waiting = await this.query(
          'UPDATE event_delivery SET due_at = clock_timestamp() RETURNING event_id::text AS id',
        );
        if (waiting.length === 0) return;
      }
      throw new Error(`After ${mostRounds} rounds there is still something to do.`);
    });
  }

  async turn(hours: number): Promise<void> {
    const to = new Date(this.now.getTime() + hours * hourMillis + 1_000);
    await this.server.app.get(VirtualTime, { strict: false }).advance(to);
  }

  /** Some days from now, as callers say it. */
  inDays(days: number): string {
    return new Date(this.now.getTime() + days * 24 * hourMillis).toISOString();
  }

  async look(): Promise<ReturnType<typeof observed>> {
    const [row] = await this.query(rowsOfARun);
    return observed(row?.['rows'] as Rows, this.epoch);
  }

  close(): Promise<void> {
    return this.server.close();
  }
}
