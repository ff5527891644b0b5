import { approvalsOf, asking, failure, manager, user } from '../support/approvals.js';
import { anApplication, startServer, type TestServer } from '../support/server.js';

const day = 86_400_000;
const escalating = {
  isEscalationEnabled: true,
  durationBeforeEscalation: 'P4D',
  durationBeforeAutomaticDenial: 'P10D',
};

let server: TestServer;
let world: ReturnType<typeof approvalsOf>;
beforeAll(async () => {
  server = await startServer();
  world = approvalsOf(server);
});
afterAll(() => server.close());

const status = async (requestId: string) => (await world.request(requestId)).status;
const people = (count: number) => Promise.all(Array.from({ length: count }, () => world.aPerson()));
const ids = (found: { id: string }[]): [string, string, string, string] =>
  found.map(({ id }) => id) as [string, string, string, string];

describe('a stage that nobody decides', () => {
  it('is denied when its time is over, at that very instant, and not before', async () => {
    const [boss, person] = ids(await people(2));
    const { names } = await world.aPolicy([{ ...asking(user(boss)), durationBeforeAutomaticDenial: 'P2D' }]);
    const requestId = await world.asked(person, names);
    await world.turn('P1DT23H');
    expect(await status(requestId)).toBe('PendingApproval');
    await world.turn('P1D');
    const [stage] = await world.kept(requestId);
    expect(stage).toMatchObject({ status: 'Expired', reviewResult: 'NotReviewed', reviewedById: null });
    expect(await world.request(requestId)).toMatchObject({
      ...{ state: 'denied', completedDateTime: stage?.deniesAt?.toISOString() },
    });
    expect(Number(stage?.deniesAt) - Number(stage?.startedAt)).toBe(2 * day);
    const late = await world.decide(boss, requestId, 'Approve');
    expect(failure(late)).toEqual([409, 'InvalidState']);
    expect(late.body.error.message).toContain('time');
  });

  it('waits 14 days where the policy does not say how long', async () => {
    const [boss, person] = ids(await people(2));
    const requestId = await world.asked(person, (await world.aPolicy([asking(user(boss))])).names);
    await world.turn('P13DT23H');
    expect(await status(requestId)).toBe('PendingApproval');
    await world.turn('PT2H');
    expect(await status(requestId)).toBe('Denied');
  });

  it('gives each stage its own time, counted from its start', async () => {
    const [boss, person] = ids(await people(2));
    const stage = { ...asking(user(boss)), durationBeforeAutomaticDenial: 'P5D' };
    const requestId = await world.asked(person, (await world.aPolicy([stage, stage])).names);
    await world.turn('P4D');
    await world.decide(boss, requestId, 'Approve');
    await world.turn('P4D');
    expect(await status(requestId)).toBe('PendingApproval');
    expect((await world.decide(boss, requestId, 'Approve', { stage: 2 })).status).toBe(204);
  });

  it('asks more people after a while, and the status says so while it lasts', async () => {
    const [boss, deputy, person, other] = ids(await people(4));
    const first = { ...asking(user(boss)), ...escalating, escalationApprovers: [user(deputy), user(person)] };
    const requestId = await world.asked(person, (await world.aPolicy([first, asking(user(other))])).names);
    expect(failure(await world.decide(deputy, requestId, 'Approve'))).toEqual([404, 'ResourceNotFound']);
    await world.turn('P4DT1H');
    expect(await status(requestId)).toBe('PendingApprovalEscalated');
    const [stage] = await world.kept(requestId);
    expect(stage?.escalatedAt).toEqual(stage?.escalatesAt);
    expect(failure(await world.decide(person, requestId, 'Approve'))).toEqual([403, 'UnAuthorized']);
    expect((await world.decide(deputy, requestId, 'Approve')).status).toBe(204);
    expect(await status(requestId)).toBe('PendingApproval');
  });

  it('can still be decided by those asked first, and by the fallback of the others', async () => {
    const [boss, stand, person, other] = ids(await people(4));
    const escalation = { escalationApprovers: [manager()], fallbackEscalationApprovers: [user(stand)] };
    const { names } = await world.aPolicy([{ ...asking(user(boss)), ...escalating, ...escalation }]);
    const [one, two] = [await world.asked(person, names), await world.asked(other, names)];
    await world.turn('P5D');
    expect((await world.decide(boss, one, 'Approve')).status).toBe(204);
    expect((await world.decide(stand, two, 'Approve')).status).toBe(204);
  });

  it('is denied in its time after it was escalated, even to nobody', async () => {
    const [boss, person] = ids(await people(2));
    const requestId = await world.asked(
      person,
      (await world.aPolicy([{ ...asking(user(boss)), ...escalating }])).names,
    );
    await world.turn('P12D');
    expect((await world.told(requestId)).map(({ name }) => name)).toEqual([
      'assignmentRequest.submitted',
      'assignmentRequest.approvalAsked',
      'approvalStage.started',
      'approvalStage.escalated',
      'approval.denied',
      'assignmentRequest.denied',
    ]);
  });

  it('is closed when its time comes after the end of its request', async () => {
    const [boss, person] = ids(await people(2));
    const requestId = await world.asked(
      person,
      (await world.aPolicy([{ ...asking(user(boss)), ...escalating }])).names,
    );
    await world.cancel(requestId);
    await world.turn('P12D');
    expect(await world.stagesOf(requestId)).toMatchObject([{ status: 'Completed', reviewResult: 'NotReviewed' }]);
    expect(await status(requestId)).toBe('Canceled');
  });
});

describe('sixty days', () => {
  /** What came of three requests of which one is decided late, another escalates and all have their time. */
  async function history(turn: (days: number) => Promise<void>) {
    const [boss, deputy, person, other] = ids(await people(4));
    const first = { ...asking(user(boss)), ...escalating, escalationApprovers: [user(deputy)] };
    const expiration = { type: 'afterDuration', duration: 'P30D' };
    const { names } = await world.aPolicy([first, { ...first, durationBeforeAutomaticDenial: 'P7D' }], { expiration });
    const [left, half] = [await world.asked(person, names), await world.asked(other, names)];
    await world.decide(boss, half, 'Approve');
    await turn(60);
    return Promise.all(
      [left, half].map(async (requestId) => {
        const stages = await world.kept(requestId);
        const from = Number(stages.at(requestId === half ? 1 : 0)?.startedAt);
        const since = (at: unknown) => (typeof at === 'string' ? Date.parse(at) - from : null);
        const told = (await world.told(requestId)).map(({ name, payload }) => [
          ...[name, since(payload['escalatedDateTime']), since(payload['deniedDateTime'])],
        ]);
        const { state, completedDateTime } = await world.request(requestId);
        const times = stages
          .slice(-1)
          .map(({ status, deniesAt, escalatedAt }) =>
            [status, deniesAt, escalatedAt].map((at) => (at instanceof Date ? Number(at) - from : at)),
          );
        return { told, state, ended: since(completedDateTime), times };
      }),
    );
  }

  it('in one call leave the same behind as day by day', async () => {
    const atOnce = await history(async (days) => void (await world.turn(`P${days}D`)));
    const dayByDay = await history(async (days) => {
      for (let turned = 0; turned < days; turned += 1) await world.turn('P1D');
    });
    expect(dayByDay).toEqual(atOnce);
    expect(atOnce.map(({ state, ended }) => [state, ended])).toEqual([
      ['denied', 10 * day],
      ['denied', 7 * day],
    ]);
  });
});

describe('an approver who leaves', () => {
  const disable = async (userId: string) => {
    expect((await server.as(anApplication).patch(`/v1.0/users/${userId}`, { accountEnabled: false })).status).toBe(204);
    await server.drain();
  };

  it('decides nothing any more, and others go on', async () => {
    const [boss, deputy, person] = ids(await people(3));
    const { names } = await world.aPolicy([asking(user(boss), user(deputy))]);
    const requestId = await world.asked(person, names);
    await disable(boss);
    expect(failure(await world.decide(boss, requestId, 'Approve'))).toEqual([403, 'UnAuthorized']);
    expect((await world.decide(deputy, requestId, 'Approve')).status).toBe(204);
  });

  it('is succeeded by the fallback when nobody else is left, and by nobody when there is none', async () => {
    const [boss, stand, person] = ids(await people(3));
    const { names } = await world.aPolicy([{ ...asking(user(boss)), fallbackPrimaryApprovers: [user(stand)] }]);
    const requestId = await world.asked(person, names);
    await disable(boss);
    expect(await world.stagesOf(requestId)).toMatchObject([{ status: 'InProgress', justification: '' }]);
    await disable(stand);
    expect(await world.stagesOf(requestId)).toMatchObject([
      { status: 'InProgress', justification: expect.stringContaining('Nobody was found') },
    ]);
    expect(
      (await world.told(requestId)).flatMap(({ name, payload }) =>
        name === 'approvalStage.approverWithdrawn' ? [[payload['approverId'], payload['successorIds']]] : [],
      ),
    ).toEqual([
      [boss, [stand]],
      [stand, []],
    ]);
  });

  it('is succeeded by those whom an escalated stage names', async () => {
    const [boss, deputy, stand, person] = ids(await people(4));
    const escalation = { escalationApprovers: [user(deputy)], fallbackEscalationApprovers: [user(stand)] };
    const { names } = await world.aPolicy([{ ...asking(user(boss)), ...escalating, ...escalation }]);
    const requestId = await world.asked(person, names);
    await world.turn('P5D');
    await disable(boss);
    await disable(deputy);
    expect((await world.decide(stand, requestId, 'Approve')).status).toBe(204);
  });

  it('leaves what is decided, and what has not begun, as it is', async () => {
    const [boss, other, person] = ids(await people(3));
    const { names } = await world.aPolicy([asking(user(boss)), asking(user(other))]);
    const requestId = await world.asked(person, names);
    await world.decide(boss, requestId, 'Approve');
    const before = await world.stagesOf(requestId);
    await disable(boss);
    expect(await world.stagesOf(requestId)).toEqual(before);
  });
});
