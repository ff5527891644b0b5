import { randomUUID } from 'node:crypto';
import {
  anAdministrator,
  anApplication,
  startServer,
  type Answered,
  type Client,
  type TestServer,
} from '../support/server.js';
import { Described } from '../support/openapi.js';

/** What no id looks like, as it is written in an address. */
const malformed = ['none', `${randomUUID()}0`, '%7B%7D', '%00', 'null'];

const isId = (name: string): boolean => /id$/i.test(name);
const keysIn = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

/** The address with one key malformed and the others such as could be there. */
const addressed = (path: string, bad: string, word: string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === bad ? word : randomUUID()));

describe('an id in an address that is no GUID', () => {
  let server: TestServer;
  let described: Described;
  beforeAll(async () => {
    server = await startServer();
    described = await Described.by(server);
  });
  afterAll(() => server.close());

  /** Every key of every operation that is an id. */
  const cases = () =>
    described.operations.flatMap(({ method, path, operation }) =>
      keysIn(path)
        .filter(isId)
        .map((key) => ({ method, path, key, body: exampleIn(operation) })),
    );

  const send = (client: Client, method: string, path: string, body: unknown, headers = {}): Promise<Answered> =>
    method === 'GET' || method === 'DELETE'
      ? client[method.toLowerCase() as 'get' | 'delete'](path, headers)
      : client[method.toLowerCase() as 'post' | 'put' | 'patch'](path, body, headers);

  it('is there in many operations', () => {
    expect(cases().length).toBeGreaterThan(50);
  });

  it.each(malformed)('is refused by every operation: %s', async (word) => {
    const wrong: string[] = [];
    for (const { method, path, key, body } of cases()) {
      for (const who of [anAdministrator, anApplication]) {
        const address = `/v1.0${addressed(path, key, word)}`;
        const { status, body: answer } = await send(server.as(who), method, address, body, { 'if-match': '*' });
        const isSaid = /an id is a GUID|must be the ids of two different/.test(answer?.error?.message);
        // An application neither reads nor decides approvals, nor has anything of its own.
        const isClosed = who === anApplication && status === 403;
        if (!isClosed && !(status === 400 && isSaid)) wrong.push(`${method} ${address}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('comes after who may ask', async () => {
    const { status } = await server.anonymous.get('/v1.0/identityGovernance/entitlementManagement/catalogs/none');
    expect(status).toBe(401);
  });
});

/** A body that the operation describes as one. */
function exampleIn(operation: object): unknown {
  const { requestBody } = operation as {
    requestBody?: { content?: Record<string, { example?: unknown; examples?: Record<string, { value: unknown }> }> };
  };
  const { example, examples = {} } = requestBody?.content?.['application/json'] ?? {};
  return example ?? Object.values(examples)[0]?.value;
}
