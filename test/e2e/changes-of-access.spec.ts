import { given, selfService } from '../support/given.js';
import { startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';
import { asking, day, refusal } from '../support/windows.js';

describe.each(databases)('changes of what is held, on the %s database', (database) => {
  let server: TestServer;
  let its: ReturnType<typeof asking>;
  beforeAll(async () => {
    server = await startServer({ database });
    its = asking(server);
  });
  afterAll(() => server.close());

  describe('of a change with answers', () => {
    const questions = [
      {
        '@odata.type': '#microsoft.graph.accessPackageTextInputQuestion',
        text: 'Why?',
        isRequired: true,
        isAnswerEditable: true,
      },
    ];
    const aQuestion = async () => {
      const there = given(server);
      const [person, policy] = [
        await there.aPerson(),
        await there.aPolicy({ ...selfService, questions, expiration: { duration: 'P30D' } }),
      ];
      const [{ id }] = (await its.read(`assignmentPolicies/${policy.id}`)).questions;
      const answering = (value: string) => [
        {
          '@odata.type': '#microsoft.graph.accessPackageAnswerString',
          value,
          answeredQuestion: { '@odata.type': questions[0]?.['@odata.type'], id },
        },
      ];
      await its.ask(person.id, 'userAdd', policy.names, { answers: answering('So.') });
      await server.drain();
      await server.anonymous.post('/dev/clock/advance', { duration: 'P5D' });
      return { personId: person.id, names: policy.names, answering, before: await its.endOf(person.id) };
    };

    it('moves with a renewal, which has to bring them', async () => {
      const { personId, names, answering, before } = await aQuestion();
      const { status } = await its.ask(personId, 'userAdd', names, { answers: answering('So.') });
      await server.drain();
      expect(status).toBe(201);
      expect(Date.parse((await its.endOf(personId)) ?? '') - Date.parse(before ?? '')).toBeGreaterThanOrEqual(5 * day);
    });

    it('stays with a schedule that says nothing', async () => {
      const { personId, names, answering, before } = await aQuestion();
      const schedule = { startDateTime: null, recurrence: null, expiration: { type: 'notSpecified' } };
      const [{ id }] = await its.held(personId);
      for (const [type, send] of [
        ['adminUpdate', () => its.administer('adminUpdate', { id }, { schedule, answers: answering('Other.') })],
        ['userUpdate', () => its.ask(personId, 'userUpdate', names, { schedule, answers: answering('Mine.') })],
      ] as const) {
        const { status, body } = await send();
        await server.drain();
        expect([type, status, (await its.read(`assignmentRequests/${body.id}`)).state]).toEqual([
          type,
          201,
          'delivered',
        ]);
        expect(await its.endOf(personId)).toBe(before);
      }
    });
  });

  it('is that of the assignment that was named: one that has ended stands for no newer one', async () => {
    const { personId, names, assignment } = await its.aHolder({ expiration: { duration: 'P30D' } });
    await its.administer('adminRemove', { id: assignment.id });
    await server.drain();
    await its.ask(personId, 'userAdd', names);
    await server.drain();
    const schedule = { expiration: { duration: 'P1D' } };
    const answers = [
      await its.administer('adminUpdate', { id: assignment.id }, { schedule }),
      await its.ask(personId, 'userUpdate', { id: assignment.id }, { schedule }),
      await its.ask(personId, 'userRemove', { id: assignment.id }),
      await its.administer('adminRemove', { id: assignment.id }),
    ];
    expect(answers.map((answer) => refusal(answer).slice(0, 2))).toEqual(
      answers.map(() => [404, 'InvalidRequestNoActiveGrant']),
    );
    expect((await its.held(personId)).map(({ id }: { id: string }) => id)).not.toEqual([assignment.id]);
    expect(await its.lasting(personId)).toBe(30 * day);
  });
});
