import { CommandBus, type ICommand } from '@nestjs/cqrs';
import { StartApprovalCommand } from '../../src/entitlement-management/approvals/index.js';
import {
  AdvanceRequestCommand,
  EndAccessOfLeaverCommand,
  RecordExpiryCommand,
} from '../../src/entitlement-management/assignment-requests/index.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { Courier } from '../../src/platform/eventing/courier.js';
import { Deliveries } from '../../src/platform/eventing/deliveries.js';
import { Reactions } from '../../src/platform/eventing/reactions.js';
import type { Executing } from './fuse.js';
import type { Step } from './steps.js';
import { Story } from './story.js';
import { System } from './system.js';

let system: System;
beforeAll(async () => {
  system = await System.start();
});
afterAll(() => system.close());

const drain: Step = { do: 'drain' };
const adminAdd: Step = { do: 'adminAdd', person: 1, policy: 0, inDays: 0 };
const userAdd: Step = { do: 'userAdd', person: 1, policy: 1, inDays: 0 };

/** Rows of a table are gone as soon as they are written; who wrote them is told that they are there. */
async function withoutRowsOf<T>(table: string, work: () => Promise<T>): Promise<T> {
  const forgetting = `BEGIN DELETE FROM ${table} it WHERE it = NEW; RETURN NULL; END`;
  await system.query(`CREATE FUNCTION forget_${table}() RETURNS trigger LANGUAGE plpgsql AS '${forgetting}'`);
  await system.query(`CREATE TRIGGER forget AFTER INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION forget_${table}()`);
  try {
    return await work();
  } finally {
    await system.query(`DROP FUNCTION forget_${table} CASCADE`);
  }
}

/** The server carries out another command, or none, where this one is due. */
async function instead<T>(what: (command: ICommand) => ICommand | null, work: () => Promise<T>): Promise<T> {
  const bus: Executing = system.server.app.get(CommandBus);
  const execute = bus.execute;
  bus.execute = async (command) => {
    const other = what(command);
    return other === null ? undefined : execute(other);
  };
  try {
    return await work();
  } finally {
    bus.execute = execute;
  }
}

/** A worker that removes deliveries first, and does what they ask for in a transaction of its own. */
async function acknowledgingFirst<T>(work: () => Promise<T>): Promise<T> {
  const { app } = system.server;
  const [transactions, deliveries, reactions] = [app.get(Transactions), app.get(Deliveries), app.get(Reactions)];
  const scope = { tenantId: '00000000-0000-0000-0000-000000000000', actor: 'eventing' };
  const fresh = async (since: Date): Promise<number> => {
    const claimed = await transactions.run(scope, async () => {
      const due = await deliveries.claim('fresh', since, 10);
      if (due.length > 0) await deliveries.acknowledge(due);
      return due;
    });
    for (const delivery of claimed) {
      await transactions.run(scope, () => reactions.cascade(delivery)).catch(() => undefined);
    }
    return claimed.length;
  };
  const courier = app.get<unknown, { fresh?: unknown }>(Courier);
  courier.fresh = fresh;
  try {
    return await work();
  } finally {
    delete courier.fresh;
  }
}

const tell = (...steps: Step[]): Promise<string[]> => new Story(system).tell(steps);

describe('a protection that is removed is missed', () => {
  it('by nothing while all are there', async () => {
    expect(await tell(adminAdd, userAdd, drain, userAdd, drain, { do: 'disable', person: 1 })).toEqual([]);
  });

  it('the place of an open request', async () => {
    const faults = await withoutRowsOf('open_request', () => tell(adminAdd, userAdd));
    expect(faults.join()).toMatch(/answered ok, expected ExistingOpenRequest/);
    expect(faults.join()).toMatch(/I6 an open request holds its place/);
  });

  it('the place of live access', async () => {
    const faults = await withoutRowsOf('open_request', () =>
      withoutRowsOf('live_assignment', () => tell(adminAdd, adminAdd)),
    );
    expect(faults.join()).toMatch(/I3 no two live assignments/);
  });

  it('the deliveries of events', async () => {
    const faults = await withoutRowsOf('event_delivery', () => tell(adminAdd, drain));
    expect(faults.join()).toMatch(/I6 no request is open/);
  });

  it('the one commit of effect and acknowledgement', async () => {
    const crash: Step = { do: 'crash', when: 'after', skip: 0, times: 1 };
    expect(await tell(adminAdd, crash, drain)).toEqual([]);
    const faults = await acknowledgingFirst(() => tell(adminAdd, crash, drain));
    expect(faults.join()).toMatch(/I6 no request is open/);
  });

  it('the approval', async () => {
    const agreeing = (command: ICommand): ICommand =>
      command instanceof StartApprovalCommand ? new AdvanceRequestCommand(command.requestId, 'deliver') : command;
    const faults = await instead(agreeing, () => tell(userAdd, drain));
    expect(faults.join()).toMatch(/no access without its approval/);
  });

  it('the end of the access of leavers', async () => {
    const forgetting = (command: ICommand): ICommand | null =>
      command instanceof EndAccessOfLeaverCommand ? null : command;
    const faults = await instead(forgetting, () => tell(adminAdd, drain, { do: 'disable', person: 1 }, drain));
    expect(faults.join()).toMatch(/leavers have nothing/);
  });

  it('the request for an end that has come', async () => {
    const ending: Step[] = [{ ...adminAdd, policy: 0 }, drain, { do: 'turn', hours: 24 * 400 }, drain];
    expect(await tell(...ending)).toEqual([]);
    const forgetting = (command: ICommand): ICommand | null =>
      command instanceof RecordExpiryCommand ? null : command;
    const faults = await instead(forgetting, () => tell(...ending));
    expect(faults.join()).toMatch(/the end of \S+ has 0 requests/);
    expect(faults.join()).toMatch(/I2 one request for an end that has come/);
  });
});
