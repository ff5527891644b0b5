import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Database } from '../../src/platform/database/database.js';
import { until } from '../support/consumers.js';
import { BadgeOffice, OrdersBadges } from '../support/contractors/badge-office.js';
import { entitlements, given } from '../support/given.js';
import { anApplication, startServer, type TestServer } from '../support/server.js';

describe('a consumer of an extension', () => {
  const orders: { key: string | undefined; targetId: string }[] = [];
  const answers: number[] = [];
  let office: Server;
  let server: TestServer;

  beforeAll(async () => {
    office = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const { targetId } = JSON.parse(body) as { targetId: string };
        orders.push({ key: request.headers['idempotency-key'] as string | undefined, targetId });
        response.writeHead(answers.shift() ?? 201).end();
      });
    });
    await new Promise<void>((resolve) => office.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(office.address() as AddressInfo).port}/badges`;
    const providers = [OrdersBadges, { provide: BadgeOffice, useValue: { url } }];
    server = await startServer({ extensions: [{ module: class BadgesModule {}, providers }] });
  });
  afterEach(() => void orders.splice(0));
  afterAll(async () => {
    await server.close();
    await new Promise((resolve) => office.close(resolve));
  });

  const aDelivery = async (): Promise<string> => {
    const there = given(server);
    const [{ id: targetId }, { names }] = [await there.aPerson(), await there.aPolicy()];
    const body = { requestType: 'adminAdd', assignment: { targetId, ...names } };
    expect((await server.as(anApplication).post(`${entitlements}/assignmentRequests`, body)).status).toBe(201);
    return targetId;
  };
  const isSettled = async (): Promise<boolean> =>
    (await server.app.get(Database).query<unknown[]>`SELECT FROM consumer_delivery`).length === 0;

  it('calls another system once access was given, again under the same key after a failure', async () => {
    answers.push(503);
    const targetId = await aDelivery();
    await until(() => orders.length === 2);
    await until(isSettled);
    expect(orders.map((order) => order.targetId)).toEqual([targetId, targetId]);
    expect(orders[0]?.key).toMatch(/^[0-9a-f-]{36}\.badges$/);
    expect(orders[1]?.key).toBe(orders[0]?.key);
  });

  it('puts aside what the other system never takes', async () => {
    answers.push(422);
    await aDelivery();
    await until(async () => orders.length > 0 && (await isSettled()));
    const dead = await server.app.get(Database).query<object[]>`SELECT consumer, reason FROM consumer_dead_letter`;
    expect(dead).toEqual([{ consumer: 'badges', reason: 'The office makes no badge for this person.' }]);
    expect(orders).toHaveLength(1);
  });
});
