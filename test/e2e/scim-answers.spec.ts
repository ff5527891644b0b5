import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anEffect, aTarget, type ScimWorld, scimWorld } from '../support/scim/scim-world.js';

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: object | string;
}

type Answering = (call: string) => Answer;

const token = 'a-token-that-nobody-is-told';
const list = (...Resources: object[]): Answer => ({ body: { totalResults: Resources.length, Resources } });

/** A SCIM server of our own that answers as a test says: what no server that can be had for tests answers. */
describe('SCIM out, to a system that answers oddly', () => {
  const target = aTarget();
  const account = { id: 'u1', externalId: target.objectId, userName: target.userPrincipalName };
  let server: Server;
  let world: ScimWorld;
  let calls: string[] = [];
  let answering: Answering = () => ({});
  beforeAll(async () => {
    server = createServer((request, response) => {
      const call = `${request.method} ${decodeURIComponent(request.url ?? '').replaceAll('+', ' ')}`;
      calls.push(call);
      request.resume();
      const { status = 200, headers = {}, body = '' } = answering(call);
      response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    world = await scimWorld({ address, token });
  });
  afterAll(async () => {
    await world.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const answered = (as: Answering): void => {
    answering = as;
    calls = [];
  };
  const failureOf = async (work: Promise<unknown>) =>
    work.then(
      () => ({ reason: 'done' }),
      (error: unknown) => error,
    );
  const people =
    (found: Answer): Answering =>
    (call) =>
      call.startsWith('GET /Users?') ? found : { status: 204 };

  it.each<[string, Answer, string]>([
    ['two accounts', list(account, { ...account, id: 'u2' }), 'has several accounts whose externalId is that of Ada'],
    ['one account of two', { body: { totalResults: 2, Resources: [account] } }, 'has several accounts'],
    ['somebody else', list({ ...account, externalId: 'another' }), 'answered another account than was asked for'],
    ['everybody', list(account, { ...account, externalId: 'x' }), 'answered another account than was asked for'],
    ['an account without an id', list({ ...account, id: undefined }), 'answered an account without an id'],
    ['an id that leads elsewhere', list({ ...account, id: '..' }), 'answered an account without an id'],
    ['no list', { body: '<html>' }, 'answered something that is no SCIM list'],
  ])('changes nothing where a filter answers %s', async (_, found, reason) => {
    answered(people(found));
    for (const what of ['grant', 'revoke'] as const) {
      expect(await failureOf(world.system[what](anEffect(target, 'g')))).toMatchObject({
        reason: expect.stringContaining(reason),
        isSystemAway: false,
      });
    }
    expect(calls.filter((call) => !call.startsWith('GET'))).toEqual([]);
  });

  it('makes no account for somebody without a userPrincipalName', async () => {
    answered(people(list()));
    const failure = await failureOf(world.system.grant(anEffect(aTarget({ userPrincipalName: null }), 'g')));
    expect(failure).toMatchObject({ reason: expect.stringContaining('needs a userPrincipalName') });
    expect(calls.filter((call) => !call.includes('externalId'))).toEqual([]);
  });

  it('tells nobody its token, though the system repeats it', async () => {
    answered(() => ({ status: 401, body: { detail: `Bearer ${token} is\u0000 \u202eunknown` } }));
    expect(await failureOf(world.system.grant(anEffect(target, 'g')))).toMatchObject({
      reason: "wiki refuses our credentials (401); check its 'secrets': Bearer [secret] is unknown.",
      isSystemAway: true,
    });
  });

  it.each<[Record<string, string>, number | undefined]>([
    [{ 'retry-after': '30' }, 30_000],
    [{ 'retry-after': 'Mon, 30 Nov 2026 10:01:30 GMT', date: 'Mon, 30 Nov 2026 10:00:00 GMT' }, 90_000],
    [{ 'retry-after': 'Mon, 30 Nov 2026 09:00:00 GMT', date: 'Mon, 30 Nov 2026 10:00:00 GMT' }, 0],
    [{ 'retry-after': '99999999999' }, 3_600_000],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('heeds how long it is asked to wait: %j', async (headers, retryAfter) => {
    answered(() => ({ status: 503, headers }));
    const failure = await failureOf(world.system.grant(anEffect(target, 'g')));
    expect(failure).toMatchObject({ retryAfter, isSystemAway: true });
  });

  const removing =
    (patched: Answer, group: Answer): Answering =>
    (call) => {
      if (call.startsWith('GET /Users?')) return list(account);
      return call.startsWith('PATCH') ? patched : group;
    };
  it.each<[string, Answer, Answer, string]>([
    ['404 and the group is there', { status: 404 }, { body: { id: 'g' } }, 'done'],
    ['404 and the group is not there', { status: 404 }, { status: 404 }, "wiki has no group 'g' any more."],
    ['that there is no such member', { status: 400, body: { scimType: 'noTarget' } }, {}, 'done'],
    ['that it does not understand', { status: 400, body: { detail: 'What?' } }, {}, 'wiki answered 400: What?.'],
  ])('knows what it means when a removal is answered with %s', async (_, patched, group, reason) => {
    answered(removing(patched, group));
    expect(await failureOf(world.system.revoke(anEffect(target, 'g')))).toMatchObject({ reason });
  });

  it('adds a member again after a doubtful try where the system passes over the filter', async () => {
    answered((call) => {
      if (call.startsWith('GET /Users?')) return list(account);
      return call.startsWith('GET /Groups?') ? list({ id: 'g' }) : { status: 204 };
    });
    await world.system.grant(anEffect(target, 'g', { attempt: 2 }));
    expect(calls.filter((call) => call.startsWith('PATCH'))).toHaveLength(1);
  });

  it('adds no member again that the system says it has', async () => {
    answered((call) => (call.includes('[value eq "u1"]') ? list({ id: 'g' }) : list()));
    await world.system.grant(anEffect(target, 'g', { attempt: 2 }));
    expect(calls.filter((call) => call.startsWith('PATCH'))).toEqual([]);
  });

  it('ends where a list has no end', async () => {
    const { resource } = anEffect(target, 'service');
    const page = Array.from({ length: 100 }, (_, at) => ({ id: `g${at}`, displayName: `G ${at}` }));
    answered(() => ({ body: { totalResults: 900, Resources: page } }));
    expect(await world.system.roles(resource)).toHaveLength(101);
    expect(calls).toHaveLength(2);
    answered(() => ({ body: { totalResults: 1_001, Resources: page } }));
    await expect(world.system.roles(resource)).rejects.toThrow('has more than 1000 groups');
  });
});

describe('SCIM out, to nobody', () => {
  const freePort = () =>
    new Promise<number>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo;
        server.close(() => resolve(port));
      });
    });

  it.each([
    ['a port where nothing listens', freePort, 'wiki refuses connections.'],
    ['a port that no web client calls', () => Promise.resolve(1), 'wiki cannot be reached (bad port).'],
  ])('says that the system is away: %s', async (_, port, reason) => {
    const world = await scimWorld({ address: `http://127.0.0.1:${await port()}`, token });
    try {
      await expect(world.system.grant(anEffect(aTarget(), 'g'))).rejects.toMatchObject({
        reason,
        isSystemAway: true,
      });
    } finally {
      await world.close();
    }
  });
});
