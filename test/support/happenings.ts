import { randomUUID } from 'node:crypto';
import { Injectable, Module } from '@nestjs/common';
import { Command, CommandHandler, EventBus, type ICommandHandler, Saga } from '@nestjs/cqrs';
import { Database } from '../../src/platform/database/database.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { StoredAs } from '../../src/platform/eventing/stored-as.js';
import { when } from '../../src/platform/eventing/when.js';
import { developmentTenantId, type TestServer } from './server.js';

export const scope = { tenantId: developmentTenantId, actor: 'test' };

/** How the handling of an event goes. */
export type Mood = 'fine' | 'saga throws' | 'command throws' | 'saga throws what no database takes' | 'takes its time';

@StoredAs('test.happened', { aggregate: 'id' })
export class Happened {
  constructor(
    readonly id: string,
    readonly mood: Mood,
  ) {}
}

@StoredAs('test.wanted', { aggregate: 'id', locks: 'thing' })
export class Wanted {
  constructor(
    readonly id: string,
    readonly thing: string,
  ) {}
}

@StoredAs('test.wantedInAnyOrder', { aggregate: 'id' })
export class WantedInAnyOrder extends Wanted {}

class NoteCommand extends Command<void> {
  constructor(
    readonly saga: string,
    readonly about: string,
    readonly mood: Mood,
  ) {
    super();
  }
}

class LockCommand extends Command<void> {
  constructor(readonly thing: string) {
    super();
  }
}

@CommandHandler(NoteCommand)
class NoteHandler implements ICommandHandler<NoteCommand> {
  constructor(private readonly database: Database) {}

  async execute({ saga, about, mood }: NoteCommand): Promise<void> {
    await this.database.client.$executeRaw`INSERT INTO effect VALUES (${saga}, ${about}::uuid)`;
    if (mood === 'command throws' && saga === 'first') throw new Error('the command throws');
    if (mood === 'takes its time') await this.database.client.$queryRaw`SELECT pg_sleep(0.005)::text`;
  }
}

@CommandHandler(LockCommand)
export class LockHandler implements ICommandHandler<LockCommand> {
  static runs = 0;

  constructor(private readonly database: Database) {}

  async execute({ thing }: LockCommand): Promise<void> {
    LockHandler.runs += 1;
    await this.database.client.$executeRaw`SELECT pg_sleep(0.01), pg_advisory_xact_lock(hashtext(${thing}))`;
  }
}

@Injectable()
class TestSaga {
  @Saga()
  first = when(Happened, ({ id, mood }) => {
    if (mood === 'saga throws') throw new Error('the saga throws');
    if (mood === 'saga throws what no database takes') throw new Error('the saga throws\0 what no database takes');
    return [new NoteCommand('first', id, mood)];
  });

  @Saga()
  second = when(Happened, ({ id, mood }) => [new NoteCommand('second', id, mood)]);

  @Saga()
  locks = when(Wanted, ({ thing }) => [new LockCommand(thing)]);
}

@Module({ providers: [TestSaga, NoteHandler, LockHandler] })
class TestModule {}

/** Two sagas that hear the same event, and one that locks. */
export const extensions = [TestModule];
/** Where the sagas' commands write down what they did. */
export const makeEffectTable = (server: TestServer) =>
  server.app.get(Database).pool.$executeRaw`CREATE TABLE IF NOT EXISTS effect (saga text, about uuid)`;

export function announce(server: TestServer, ...events: object[]): Promise<void> {
  return server.app.get(Transactions).run(scope, async () => {
    await server.app.get(EventBus).publishAll(events);
  });
}

export const happening = (mood: Mood = 'fine'): Happened => new Happened(randomUUID(), mood);
