import { randomUUID } from 'node:crypto';
import { isOperational } from '../../src/platform/calls/address.js';
import { Routes } from '../../src/platform/http/routes.js';
import { anAdministrator, startServer, type TestServer } from '../support/server.js';

/** Where a route's parameters are ids of nothing. */
const addressed = (path: string): string => path.replaceAll(/:\w+/g, () => randomUUID());

describe("'/$count' behind any address that is read", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const reads = (): string[] =>
    server.app
      .get(Routes)
      .list()
      .flatMap((route) => (route.startsWith('GET ') ? [route.slice('GET '.length)] : []))
      .filter((path) => path !== '/' && !path.includes('*') && !isOperational(path));

  it('is a number, or a refusal in the form of all refusals, whatever its route answers otherwise', async () => {
    expect(reads().length).toBeGreaterThan(50);
    const wrong: string[] = [];
    for (const path of reads()) {
      for (const version of ['/v1.0', '/beta']) {
        const { status, text, body, headers } = await server
          .as(anAdministrator)
          .get(`${version}${addressed(path)}/$count`);
        const isNumber = status === 200 && /^\d+$/.test(text);
        const isJson = headers.get('content-type') === 'application/json; charset=utf-8';
        const isRefusal = status >= 400 && status < 500 && isJson && typeof body?.error?.message === 'string';
        if (!isNumber && !isRefusal) wrong.push(`${version}${path}: ${status} ${text.slice(0, 100)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('of the metadata is 404 without a token, too', async () => {
    const { status, body } = await server.anonymous.get('/v1.0/$metadata/$count');
    expect([status, body.error.code]).toEqual([404, 'ResourceNotFound']);
  });
});
