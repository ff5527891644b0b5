import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ProvisionedSystem, Provisioners } from '../../src/provisioning/index.js';
import { anEffect, aTarget } from '../support/scim/scim-world.js';
import { developmentTenantId, startServer, type TestServer } from '../support/server.js';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const secretOf = (bytes: number): string => `whsec_${randomBytes(bytes).toString('base64')}`;
const [now, before] = [secretOf(32), secretOf(24)];
const signatureBy = (secret: string, { headers, body }: Received): string => {
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
};

describe('a system that is told by web call-outs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'webhook-'));
  const received: Received[] = [];
  const answers: { status: number; headers?: Record<string, string> }[] = [];
  let receiver: Server;
  let server: TestServer;
  let system: ProvisionedSystem;
  let address: string;
  const starting = (more: object, env: Record<string, string> = {}) => {
    const SYSTEMS_FILE = join(folder, 'systems.json');
    const declared = {
      name: 'wiki',
      kind: 'webhook',
      address,
      secrets: { signing: 'env:NOW', signingBefore: 'env:BEFORE' },
    };
    writeFileSync(SYSTEMS_FILE, JSON.stringify([{ ...declared, ...more }]));
    return startServer({ database: 'embedded', env: { SYSTEMS_FILE, NOW: now, BEFORE: before, ...env } });
  };
  beforeAll(async () => {
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
        const { status, headers } = answers.shift() ?? { status: 204 };
        response.writeHead(status, headers).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    server = await starting({ settings: { roles: ['Reader', 'Writer'] } });
    system = server.app.get(Provisioners).at('wiki', developmentTenantId) as ProvisionedSystem;
  });
  afterAll(async () => {
    await server.close();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });
  const last = (): Received => {
    const found = received.at(-1);
    if (!found) throw new Error('Nothing was received.');
    return found;
  };

  it.each(['grant', 'revoke'] as const)(
    'is told of what is to %s, with the id of the effect, signed by both secrets',
    async (type) => {
      const effect = anEffect(aTarget(), 'wiki');
      await system[type](effect);
      const { headers, body } = last();
      expect(JSON.parse(body)).toEqual({
        type,
        effectId: effect.id,
        tenantId: developmentTenantId,
        target: effect.target,
        resource: { originId: 'wiki', displayName: 'A group' },
        role: { originId: 'member', displayName: 'Member' },
      });
      expect(headers).toMatchObject({ 'webhook-id': effect.id, 'content-type': 'application/json' });
      expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1_000)).toBeLessThan(300);
      expect(headers['webhook-signature']).toBe([now, before].map((secret) => signatureBy(secret, last())).join(' '));
    },
  );

  it('knows a repetition by the same id and body', async () => {
    const effect = anEffect(aTarget(), 'wiki');
    answers.push({ status: 500 });
    await expect(system.grant(effect)).rejects.toMatchObject({ reason: 'wiki answered 500.', isSystemAway: false });
    const first = last();
    await system.grant({ ...effect, attempt: 2 });
    expect([last().headers['webhook-id'], last().body]).toEqual([first.headers['webhook-id'], first.body]);
  });

  it.each([
    [
      { status: 429, headers: { 'retry-after': '3' } },
      { reason: 'wiki is called too often (429).', retryAfter: 3_000 },
    ],
    [{ status: 503 }, { reason: 'wiki is not available (503).', isSystemAway: true, retryAfter: undefined }],
    [{ status: 401 }, { reason: "wiki refuses our credentials (401); check its 'secrets'.", isSystemAway: true }],
    [{ status: 422 }, { reason: 'wiki answered 422.', isSystemAway: false }],
    [
      { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
      { reason: expect.stringContaining('a redirect (302), which is not followed') },
    ],
  ])('that answers %j is tried again, with a reason', async (answer, failure) => {
    answers.push(answer);
    await expect(system.grant(anEffect(aTarget(), 'wiki'))).rejects.toMatchObject(failure);
  });

  it('has the roles that the file names, and every resource', async () => {
    const { resource } = anEffect(aTarget(), 'wiki');
    expect(await system.roles(resource)).toEqual([
      { originId: 'Reader', displayName: 'Reader' },
      { originId: 'Writer', displayName: 'Writer' },
    ]);
    expect(await system.read(resource)).toEqual({ originId: 'wiki', displayName: 'A group' });
  });

  it.each([
    ['a secret that is too short', {}, { NOW: secretOf(23) }, "'secrets.signing' that is not whsec_"],
    ['a secret of another form', {}, { BEFORE: 'short' }, "'secrets.signingBefore' that is not whsec_"],
    ['no secret', { secrets: {} }, {}, "needs 'secrets.signing'"],
    ['no role', { settings: { roles: [] } }, {}, "no 'settings.roles'"],
  ])('stops the start with %s, which is not told', async (_, more, env, reason) => {
    const error = await starting(more, env).then(
      () => new Error('It started.'),
      (stopped: Error) => stopped,
    );
    expect(error.message).toContain("the system 'wiki'");
    expect(error.message).toContain(reason);
    for (const secret of Object.values(env)) expect(error.message).not.toContain(` ${secret}`);
  });
});
