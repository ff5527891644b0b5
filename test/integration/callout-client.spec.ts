import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CalloutClient, type CalloutRules } from '../../src/platform/callouts/callout-client.js';
import { CalloutFailed, HostIsBusy } from '../../src/platform/callouts/callout-failed.js';
import {
  type Answering,
  type Certificate,
  makeCertificate,
  type Receiver,
  startReceiver,
} from '../support/receiver.js';

let certificate: Certificate;
let receiver: Receiver;
const open: Receiver[] = [];

beforeAll(() => {
  certificate = makeCertificate();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

async function listen(answering?: Answering, plain = false): Promise<Receiver> {
  receiver = await startReceiver(answering, plain ? undefined : certificate);
  open.push(receiver);
  return receiver;
}

const here = { address: '127.0.0.1', family: 4 };

/** A client that may call the receiver, and knows its certificate. */
const client = (rules: Partial<CalloutRules> = {}) =>
  new CalloutClient({
    ...{ hosts: [`localhost:${receiver.port}`], mayUseHttp: false, ca: certificate.cert, lookup: async () => [here] },
    ...rules,
  });

const callout = (url = `https://localhost:${receiver.port}/hook?a=1`, timeoutMillis = 5_000) => ({
  ...{ url, headers: { 'content-type': 'application/json' } },
  ...{ body: '{"name":"Zoë"}', timeoutMillis, signal: new AbortController().signal },
});

const failure = async (sent: Promise<unknown>): Promise<CalloutFailed> => {
  const error = await sent.then(
    () => undefined,
    (one: unknown) => one,
  );
  expect(error).toBeInstanceOf(CalloutFailed);
  return error as CalloutFailed;
};

describe('a call-out', () => {
  it('arrives as it was sent, under the name that was asked for, and brings its answer back', async () => {
    await listen((_, answer) => void answer.setHeader('x-ms-workflow-run-id', 'run-1').end('fine'));
    const answer = await client().send(callout());
    expect([answer.status, answer.text, answer.header('x-ms-workflow-run-id')]).toEqual([200, 'fine', 'run-1']);
    expect(receiver.received).toEqual([
      expect.objectContaining({ method: 'POST', path: '/hook?a=1', body: '{"name":"Zoë"}' }),
    ]);
    expect(receiver.received[0]?.headers).toMatchObject({
      host: `localhost:${receiver.port}`,
      'content-length': '15',
      'content-type': 'application/json',
    });
  });

  it.each([
    ['the host is not allowed', { hosts: [] }],
    ['another port of the host is allowed', { hosts: ['localhost:1'] }],
    ['another address is public', { hosts: [], lookup: async () => [{ address: '8.8.8.8', family: 4 }, here] }],
    ['the name leads nowhere', { lookup: async () => [], hosts: [] }],
  ])('reaches no address inside where %s', async (_, rules) => {
    await listen();
    const { message, isPassing } = await failure(client(rules).send(callout()));
    expect([message, isPassing]).toEqual(['its name leads to an address that is not public', false]);
    expect(receiver.connections()).toBe(0);
  });

  it('asks for the address once and connects to that one (DNS rebinding)', async () => {
    await listen();
    let asked = 0;
    const lookup = async () => {
      asked += 1;
      return [asked === 1 ? here : { address: '10.0.0.1', family: 4 }];
    };
    await client({ lookup }).send(callout());
    expect([asked, receiver.received.length]).toEqual([1, 1]);
  });

  it.each([301, 302, 303, 307, 308])('follows no redirect (%i)', async (status) => {
    const other = await listen();
    await listen((_, answer) => void answer.writeHead(status, { location: `https://localhost:${other.port}/` }).end());
    const hosts = [`localhost:${receiver.port}`, `localhost:${other.port}`];
    expect((await failure(client({ hosts }).send(callout()))).message).toMatch(`${status}: redirects are not followed`);
    expect(other.connections()).toBe(0);
  });

  it.each([
    [400, false],
    [401, false],
    [404, false],
    [408, true],
    [429, true],
    [500, true],
    [503, true],
  ])('fails where it is answered %i; whether that may pass: %p', async (status, isPassing) => {
    await listen((_, answer) => void answer.writeHead(status).end('why'));
    const failed = await failure(client().send(callout()));
    expect([failed.message, failed.isPassing]).toEqual([`it answered ${status}`, isPassing]);
  });

  it('reads 64 KiB of an answer and no more', async () => {
    await listen((_, answer) => void answer.end('x'.repeat(1_000_000)));
    const { text } = await client().send(callout());
    expect(text).toHaveLength(64 * 1024);
  });

  it.each<[string, Answering]>([
    ['never answers', () => undefined],
    ['sends its answer drop by drop', (_, answer) => drip(answer)],
    ['begins a body and stops', (_, answer) => void answer.write('x')],
  ])('is over at its deadline where the receiver %s', async (_, answering) => {
    await listen(answering);
    const { message, isPassing } = await failure(client().send(callout(undefined, 300)));
    expect([message, isPassing]).toEqual(['it did not answer within 300 ms', true]);
  });

  it('is over at its deadline where its name is not resolved', async () => {
    await listen();
    const lookup = () => new Promise<never>(() => undefined);
    const { message } = await failure(client({ lookup }).send(callout(undefined, 300)));
    expect(message).toBe('it did not answer within 300 ms');
  });

  it('ends with whoever wanted it', async () => {
    await listen(() => undefined);
    const stopped = new AbortController();
    const sent = client().send({ ...callout(), signal: stopped.signal });
    stopped.abort(new Error('The server stops.'));
    await expect(sent).rejects.not.toBeInstanceOf(CalloutFailed);
  });

  it.each([
    ['a certificate that nobody vouches for', { ca: undefined }, 'DEPTH_ZERO_SELF_SIGNED_CERT', 'localhost'],
    ['a certificate of another name', {}, 'ERR_TLS_CERT_ALTNAME_INVALID', 'hooks.example.com'],
  ])('does not take %s', async (_, rules, code, host) => {
    await listen();
    const hosts = [`${host}:${receiver.port}`];
    const sent = client({ hosts, ...rules }).send(callout(`https://${host}:${receiver.port}/`));
    expect((await failure(sent)).message).toBe(`it could not be reached (${code})`);
    expect(receiver.received).toEqual([]);
  });

  it('goes in plain http to this machine in development mode alone', async () => {
    await listen(undefined, true);
    const url = `http://localhost:${receiver.port}/`;
    expect((await failure(client().send(callout(url)))).message).toMatch(/plain http/);
    await client({ mayUseHttp: true }).send(callout(url));
    const elsewhere = { mayUseHttp: true, lookup: async () => [{ address: '8.8.8.8', family: 4 }] };
    expect((await failure(client(elsewhere).send(callout(url)))).message).toMatch(/not public/);
    expect(receiver.received).toHaveLength(1);
  });

  it('finds a host busy that has four calls under way, and no other', async () => {
    const answers: (() => void)[] = [];
    await listen((_, answer) => void answers.push(() => answer.end()));
    const hanging = receiver;
    await listen();
    const hosts = [`localhost:${receiver.port}`, `localhost:${hanging.port}`];
    const same = client({ hosts });
    const slow = () => same.send(callout(`https://localhost:${hanging.port}/`));
    const underWay = [slow(), slow(), slow(), slow()];
    await expect(slow()).rejects.toBeInstanceOf(HostIsBusy);
    await same.send(callout());
    while (answers.length < 4) await new Promise((resolve) => setImmediate(resolve));
    answers.splice(0).forEach((answer) => answer());
    await Promise.all(underWay);
    const after = slow();
    while (answers.length < 1) await new Promise((resolve) => setImmediate(resolve));
    answers.forEach((answer) => answer());
    await after;
  });
});

function drip(answer: { write(text: string): boolean; destroyed: boolean }): void {
  const timer = setInterval(() => (answer.destroyed ? clearInterval(timer) : answer.write('x')), 50);
}
