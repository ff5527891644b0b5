import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectContract } from '../support/contract.js';
import { createDatabase, type TestDatabase } from '../support/postgres.js';
import { type ServerProcess, startProcess } from '../support/process.js';
import { thousandAssignments } from '../support/thousand-assignments.js';

const run = promisify(execFile);
const client = join(import.meta.dirname, '../support/graph-client.mjs');
const reader = join(import.meta.dirname, '../support/graph-client-many.mjs');

interface Read {
  readonly iterated: { readonly ids: readonly string[]; readonly isComplete: boolean };
  readonly resumed: readonly string[];
  readonly counted: number;
  readonly ordered: readonly string[];
  readonly batch: Readonly<Record<string, { readonly status: number; readonly body: Record<string, unknown> }>>;
}

interface Seen {
  readonly people: readonly { readonly id: string }[];
  readonly names: { readonly accessPackageId: string; readonly assignmentPolicyId: string };
  readonly accepted: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly found: readonly Readonly<Record<string, unknown>>[];
  readonly pages: number;
  readonly links: readonly string[];
  readonly refused: object;
}

/** The server as people start it, over TLS, and Microsoft's client in a process that trusts its certificate. */
describe("Microsoft's Graph client over TLS", () => {
  let folder: string;
  let certificate: string;
  let server: ServerProcess;
  let seen: Seen;
  let database: TestDatabase;

  // Node reads NODE_EXTRA_CA_CERTS when it starts and never again.
  const drive = async <T>(script: string, ...args: string[]): Promise<T> => {
    const env = { ...process.env, NODE_OPTIONS: '', NODE_EXTRA_CA_CERTS: certificate };
    const { stdout } = await run(process.execPath, [script, server.url, ...args], { env }).catch((error: unknown) => {
      throw new Error(`The client failed against a server that said:\n${server.output()}`, { cause: error });
    });
    return JSON.parse(stdout) as T;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'certificate-'));
    await run(process.execPath, ['scripts/dev-cert.mjs', folder]);
    certificate = join(folder, 'localhost.crt');
    const tls = { TLS_CERT_FILE: certificate, TLS_KEY_FILE: join(folder, 'localhost.key') };
    database = await createDatabase();
    server = await startProcess({ ...tls, DATABASE_URL: database.url, DEMO_DATA: 'false', LOG_LEVEL: 'error' });
    seen = await drive<Seen>(client);
  }, 180_000); // it may have to build first

  afterAll(async () => {
    await server?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('finds the server where it says it is, with a key that nobody else can read', () => {
    expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(statSync(join(folder, 'localhost.key')).mode & 0o077).toBe(0);
  });

  it('sends the four requests and gets what it knows', () => {
    const types = Object.fromEntries(
      Object.entries(seen.accepted).map(([name, { requestType }]) => [name, requestType]),
    );
    expect(types).toEqual({
      userAdd: 'userAdd',
      userExtend: 'userUpdate',
      adminAdd: 'adminAdd',
      adminRemove: 'adminRemove',
    });
    for (const request of Object.values(seen.accepted)) {
      expect(request).toMatchObject({ state: 'submitted', status: 'Accepted' });
      expectContract('accessPackageAssignmentRequest', request);
    }
  });

  it('reads the assignments by filter and expand, over more than one page', () => {
    expect(seen.pages).toBe(2);
    expect(seen.links).toEqual([expect.stringMatching(new RegExp(`^${server.url}/v1\\.0/.*skiptoken=`))]);
    const held = seen.found.map(({ target }) => (target as { objectId: string }).objectId);
    expect(held.sort()).toEqual(
      seen.people
        .slice(0, 4)
        .map(({ id }) => id)
        .sort(),
    );
    for (const assignment of seen.found) {
      expect(assignment).toMatchObject({ state: 'delivered', accessPackage: { id: seen.names.accessPackageId } });
      expectContract('accessPackageAssignment', assignment);
    }
  });

  it('extends what is held to the end that was asked for', () => {
    const [ada] = seen.people;
    const extended = seen.found.find(({ target }) => (target as { objectId: string }).objectId === ada?.id);
    const { startDateTime, expiration } = extended?.['schedule'] as {
      startDateTime: string;
      expiration: { endDateTime: string };
    };
    const days = (Date.parse(expiration.endDateTime) - Date.parse(startDateTime)) / 86_400_000;
    expect(days).toBeGreaterThanOrEqual(20);
    expect(days).toBeLessThan(21);
  });

  it('understands a refusal, with the id of the call', () => {
    expect(seen.refused).toEqual({
      statusCode: 404,
      code: 'ResourceNotFound',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      message: expect.any(String),
    });
  });

  describe('with a thousand assignments', () => {
    let read: Read;
    let ids: readonly string[];

    beforeAll(async () => {
      const { accessPackageId, assignmentPolicyId } = seen.names;
      ids = await thousandAssignments(database.url, { accessPackageId, assignmentPolicyId });
      read = await drive<Read>(reader, accessPackageId);
    }, 60_000);

    it('iterates over all of them, each once, with a filter and an expansion', () => {
      expect(ids).toHaveLength(1_000);
      expect(read.iterated.isComplete).toBe(true);
      expect(new Set(read.iterated.ids).size).toBe(read.iterated.ids.length);
      expect(read.iterated.ids.filter((id) => ids.includes(id)).sort()).toEqual(ids.toSorted());
      expect(read.counted).toBe(read.iterated.ids.length);
    });

    it('goes on where it stopped', () => {
      expect(read.resumed).toEqual(read.iterated.ids);
    });

    it('lists in the order that was asked for', () => {
      expect(read.ordered).toEqual(['Holder 1000', 'Holder 0999', 'Holder 0998']);
    });

    it('sends a batch, and understands what became of each part', () => {
      const statuses = Object.fromEntries(Object.entries(read.batch).map(([id, { status }]) => [id, status]));
      expect(statuses).toEqual({ make: 201, find: 200, miss: 404, wait: 424 });
      expect(read.batch['find']?.body).toMatchObject({ value: [{ id: read.batch['make']?.body['id'] }] });
      expect(read.batch['miss']?.body).toMatchObject({ error: { code: 'ResourceNotFound' } });
    });
  });

  it('does not talk to a server whose certificate it does not know, nor the server without TLS', async () => {
    const env = { ...process.env, NODE_OPTIONS: '', NODE_EXTRA_CA_CERTS: '' };
    await expect(run(process.execPath, [client, server.url], { env })).rejects.toThrow('fetch failed');
    const unknown = { cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } };
    await expect(fetch(`${server.url}/health/live`)).rejects.toMatchObject(unknown);
    await expect(fetch(server.url.replace('https:', 'http:'))).rejects.toThrow();
  });
});
