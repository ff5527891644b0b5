import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { entitlements } from '../support/given.js';
import { Described } from '../support/openapi.js';
import { anAdministrator, startServer, type TestServer } from '../support/server.js';

type Json = Record<string, unknown>;
interface Media {
  readonly schema: Json;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

let server: TestServer;
let described: Described;

beforeAll(async () => {
  server = await startServer({ env: { DEMO_DATA: 'true' } });
  described = await Described.by(server);
});
afterAll(() => server.close());

const contents = (holder: unknown): Media[] =>
  Object.values((holder as { content?: Record<string, Media> }).content ?? {});
const examplesOf = ({ example, examples }: Media): unknown[] =>
  example === undefined ? Object.values(examples ?? {}).map(({ value }) => value) : [example];

/** Everything that is sent and answered, with where it stands. */
function* everyContent(): Generator<[string, Media]> {
  for (const { key, operation } of described.operations) {
    for (const media of contents(operation.requestBody ?? {})) yield [`body of ${key}`, media];
    for (const [status, answer] of Object.entries(operation.responses)) {
      for (const media of contents(answer)) yield [`${status} of ${key}`, media];
    }
  }
  for (const [name, refusal] of Object.entries(described.document.components?.responses ?? {})) {
    for (const media of contents(refusal)) yield [name, media];
  }
}

describe('the examples of the description', () => {
  it('are with everything that is sent and answered, and are what they are examples of', () => {
    for (const [where, media] of everyContent()) {
      const examples = examplesOf(media);
      expect([where, examples.length]).not.toEqual([where, 0]);
      const isValid = described.compile(media.schema);
      for (const example of examples) {
        expect([where, isValid(example), isValid.errors ?? null, example]).toEqual([where, true, null, example]);
      }
    }
  });

  it('are with every entity, and have every member that it has itself', () => {
    for (const [name, schema] of Object.entries(
      (described.document.components?.schemas ?? {}) as Record<string, Json>,
    )) {
      for (const example of (schema['examples'] ?? []) as unknown[]) {
        const isValid = described.compile({ $ref: `#/components/schemas/${name}` });
        expect([name, isValid(example), isValid.errors ?? null]).toEqual([name, true, null]);
      }
    }
  });

  it('show every refusal as it is said, by its code', () => {
    for (const [where, { schema, examples = {} }] of everyContent()) {
      if (!where.startsWith('Refusal')) continue;
      expect(schema).toEqual({ $ref: '#/components/schemas/ErrorEnvelope' });
      for (const [code, { value }] of Object.entries(examples)) expect(value).toMatchObject({ error: { code } });
    }
  });

  it('can be sent as they stand to a server with demo data', async () => {
    const administrator = server.as(anAdministrator);
    const made = new Map<string, string>();
    const bodies = described.operations.flatMap(({ key, method, path, operation }) =>
      contents(operation.requestBody ?? {}).flatMap((media) =>
        examplesOf(media).map((body) => ({ key, method, path, body })),
      ),
    );
    const creating = ({ method, path }: { method: string; path: string }) => method === 'POST' && !path.includes('{');
    const order = (call: { method: string; path: string }) => (creating(call) ? 0 : call.path.includes('$ref') ? 1 : 2);
    const outcomes: [string, number, string][] = [];
    for (const { key, method, path, body } of bodies.toSorted((one, other) => order(one) - order(other))) {
      const [, set = ''] = /^(.*)\/\{/.exec(path.replace(/\/\{stageId\}/, '')) ?? [];
      const address = path.replace(/\{\w+\}/g, made.get(set.replace(/\/\{.*/, '')) ?? demoPerson);
      const root = path.startsWith('/dev/') ? '' : '/v1.0';
      const send = { POST: administrator.post, PUT: administrator.put, PATCH: administrator.patch };
      const answer = await send[method as keyof typeof send](`${root}${address}`, body);
      if (creating({ method, path }) && answer.body?.id) made.set(path, answer.body.id);
      outcomes.push([key, answer.status, answer.text]);
    }
    const refused = outcomes.filter(([, status]) => status >= 300);
    // Only what waits for a decision can be decided, and an extension is in its own catalog only.
    const nowhere = ['/stages/{stageId}', '/{extensionId}', '/{extensionId}'];
    expect(refused).toEqual(nowhere.map((place) => [expect.stringContaining(place), 404, expect.any(String)]));
    expect(outcomes.length).toBeGreaterThan(20);
    expect(
      (await administrator.get(`${entitlements}/catalogs?$filter=displayName eq 'Marketing'`)).body.value,
    ).toHaveLength(1);
  });
});

const demoPerson = '0a000000-0000-4000-8000-000000000003';
