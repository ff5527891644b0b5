import { CommandBus } from '@nestjs/cqrs';
import { WithdrawApproverCommand } from '../../src/entitlement-management/approvals/index.js';
import { Database } from '../../src/platform/database/database.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { approvalsOf, asking, members, user } from '../support/approvals.js';
import { anApplication, developmentTenantId, startServer, type TestServer } from '../support/server.js';

let server: TestServer;
let world: ReturnType<typeof approvalsOf>;
beforeAll(async () => {
  server = await startServer({ database: 'postgres' });
  world = approvalsOf(server);
});
afterAll(() => server.close());

const rounds = Array.from({ length: 8 }, (_, round) => round);

describe('at the same time on Postgres', () => {
  it.each(['same', 'opposite'])(
    'two approvers who say the %s: one is heard, the other told that it is decided',
    async (what) => {
      const [one, two] = [await world.aPerson(), await world.aPerson()];
      const { names } = await world.aPolicy([asking(members((await world.aGroup(one.id, two.id)).id))]);
      for (const round of rounds) {
        const person = await world.aPerson();
        const requestId = await world.asked(person.id, names);
        const answers = await Promise.all([
          world.decide(round % 2 === 0 ? one.id : two.id, requestId, 'Approve'),
          world.decide(round % 2 === 0 ? two.id : one.id, requestId, what === 'same' ? 'Approve' : 'Deny'),
        ]);
        expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
        await server.drain();
        const approved = answers[0].status === 204 || what === 'same';
        expect((await world.request(requestId)).state).toBe(approved ? 'delivered' : 'denied');
        expect(await world.held(person.id)).toHaveLength(approved ? 1 : 0);
        const decisions = (await world.told(requestId)).filter(({ name }) => /approval\.(completed|denied)/.test(name));
        expect(decisions).toHaveLength(1);
      }
    },
  );

  it('an approval and a cancellation: what is canceled is never delivered', async () => {
    const boss = await world.aPerson();
    const { names } = await world.aPolicy([asking(user(boss.id)), asking(user(boss.id))]);
    for (const round of rounds) {
      const person = await world.aPerson();
      const requestId = await world.asked(person.id, names);
      await world.decide(boss.id, requestId, 'Approve');
      const [approved, canceled] = await Promise.all([
        world.decide(boss.id, requestId, 'Approve', { stage: 2 }),
        round % 2 === 0
          ? world.cancel(requestId)
          : new Promise((resolve) => setTimeout(resolve, round)).then(() => world.cancel(requestId)),
      ]);
      await server.drain();
      const { state } = await world.request(requestId);
      expect([approved.status, canceled.status, state]).toEqual(
        canceled.status === 204 ? [expect.any(Number), 204, 'canceled'] : [204, 409, 'delivered'],
      );
      expect(await world.held(person.id)).toHaveLength(state === 'delivered' ? 1 : 0);
      expect((await world.stagesOf(requestId)).map(({ status }) => status)).toEqual(['Completed', 'Completed']);
    }
  });

  it('an approval and the end of its time: it is the one or the other', async () => {
    const boss = await world.aPerson();
    const { names } = await world.aPolicy([asking(user(boss.id))]);
    for (const round of rounds) {
      const person = await world.aPerson();
      const requestId = await world.asked(person.id, names);
      const turned = world.turn('P15D');
      await new Promise((resolve) => setTimeout(resolve, round * 4));
      const decided = await world.decide(boss.id, requestId, 'Approve');
      await turned;
      await server.drain();
      const { state } = await world.request(requestId);
      expect([decided.status, state]).toEqual(decided.status === 204 ? [204, 'delivered'] : [409, 'denied']);
      expect(await world.held(person.id)).toHaveLength(state === 'delivered' ? 1 : 0);
    }
  });

  it('an approval and the leaving of the approver: it is decided, or another is asked', async () => {
    const stand = await world.aPerson();
    for (const round of rounds) {
      const [boss, person] = [await world.aPerson(), await world.aPerson()];
      const stage = { ...asking(user(boss.id)), fallbackPrimaryApprovers: [user(stand.id)] };
      const requestId = await world.asked(person.id, (await world.aPolicy([stage])).names);
      const left = server.as(anApplication).patch(`/v1.0/users/${boss.id}`, { accountEnabled: false });
      await new Promise((resolve) => setTimeout(resolve, round));
      const decided = await world.decide(boss.id, requestId, 'Approve');
      expect((await left).status).toBe(204);
      await server.drain();
      if (decided.status === 204) expect((await world.request(requestId)).state).toBe('delivered');
      else expect((await world.decide(stand.id, requestId, 'Approve')).status).toBe(204);
    }
  });

  it('two approvers who leave see each other: the fallback takes over', async () => {
    const stand = await world.aPerson();
    const [transactions, commands] = [server.app.get(Transactions), server.app.get(CommandBus)];
    const leave = (userId: string) =>
      transactions.run({ tenantId: developmentTenantId, actor: 'test' }, () =>
        commands.execute(new WithdrawApproverCommand(userId)),
      );
    for (const round of rounds) {
      const [one, two, person] = [await world.aPerson(), await world.aPerson(), await world.aPerson()];
      const stage = { ...asking(user(one.id), user(two.id)), fallbackPrimaryApprovers: [user(stand.id)] };
      const requestId = await world.asked(person.id, (await world.aPolicy([stage])).names);
      const gone = { where: { id: { in: [one.id, two.id] } }, data: { accountEnabled: false } };
      await server.app.get(Database).client.directoryUser.updateMany(gone);
      await Promise.all(round % 2 === 0 ? [leave(one.id), leave(two.id)] : [leave(two.id), leave(one.id)]);
      expect((await world.decide(stand.id, requestId, 'Approve')).status).toBe(204);
    }
  });

  it('many approvals of one person at once all end', async () => {
    const boss = await world.aPerson();
    const person = await world.aPerson();
    const policies = await Promise.all(rounds.map(() => world.aPolicy([asking(user(boss.id))])));
    const requests: string[] = [];
    for (const { names } of policies) requests.push(await world.asked(person.id, names));
    const answers = await Promise.all(requests.map((requestId) => world.decide(boss.id, requestId, 'Approve')));
    expect(answers.map(({ status }) => status)).toEqual(rounds.map(() => 204));
    await server.drain();
    expect(await world.held(person.id)).toHaveLength(rounds.length);
  });
});
