import 'reflect-metadata';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import { describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Global, HttpCode, Module, Post, Req, RequestMethod } from '@nestjs/common';
import { CommandHandler, EventBus, QueryHandler, Saga } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { PrismaPg } from '@prisma/adapter-pg';
import { BearerStrategy } from 'passport-azure-ad';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { argumentKinds, metadataKeys, stopListening, takeOver } from './private-parts.js';

class Order {
  @ApiProperty({ type: 'string', nullable: true })
  note?: string;
}

@CommandHandler(Order)
class CommandsOfOrders {}

@QueryHandler(Order)
class QueriesOfOrders {}

class Reactions {
  @Saga()
  ordered = (events: unknown): unknown => events;
}

@Controller('shop')
class Shop {
  @Get('orders')
  list(): void {}

  @Post('orders')
  @HttpCode(202)
  order(@Body() _order: Order, @Req() _request: object): void {}
}

@Global()
@Module({ imports: [], controllers: [Shop], providers: [CommandsOfOrders] })
class ShopModule {}

const { prototype } = Shop;
const prototypeOf = (type: unknown): Record<string, unknown> =>
  (type as { prototype: Record<string, unknown> }).prototype;

describe("others' private parts", () => {
  it.each<[keyof typeof metadataKeys, object, string | undefined, unknown]>([
    ['handledCommand', CommandsOfOrders, undefined, Order],
    ['handledQuery', QueriesOfOrders, undefined, Order],
    ['sagas', Reactions, undefined, ['ordered']],
    ['httpMethod', prototype.list, undefined, RequestMethod.GET],
    ['path', prototype.list, undefined, 'orders'],
    ['path', Shop, undefined, 'shop'],
    ['status', prototype.order, undefined, 202],
    ['shownMembers', Order.prototype, undefined, [':note']],
    ['shownMember', Order.prototype, 'note', expect.objectContaining({ type: 'string', nullable: true })],
    ['isGlobal', ShopModule, undefined, true],
    ['imports', ShopModule, undefined, []],
    ['controllers', ShopModule, undefined, [Shop]],
    ['providers', ShopModule, undefined, [CommandsOfOrders]],
    ['parameterTypes', prototype, 'order', [Order, Object]],
  ])('are where they are looked for: %s', (key, target, member, value) => {
    const found: unknown =
      member === undefined
        ? Reflect.getMetadata(metadataKeys[key], target)
        : Reflect.getMetadata(metadataKeys[key], target, member);
    expect(found).toEqual(value);
  });

  it('are where they are looked for: the arguments of a route', () => {
    const found = Reflect.getMetadata(metadataKeys.routeArguments, Shop, 'order') as object;
    expect(Object.entries(found)).toEqual([
      [`${argumentKinds.request}:1`, expect.objectContaining({ index: 1 })],
      [`${argumentKinds.body}:0`, expect.objectContaining({ index: 0 })],
    ]);
  });

  it('take what is published on the bus to one place', () => {
    const published: object[] = [];
    const bus = new EventBus({} as never, {} as never, undefined as never, { idProvider: {} } as never);
    takeOver(bus, (event) => published.push(event));
    const [first, second, third] = [new Order(), new Order(), new Order()];
    bus.publish(first);
    bus.publishAll([second, third]);
    bus.registerSagas([Reactions as never]);
    expect(published).toEqual([first, second, third]);
  });

  it('end listening and keep a connection that is idle', async () => {
    const server = createServer((_, response) => response.end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connect((server.address() as { port: number }).port, '127.0.0.1');
    client.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await once(client, 'data');
    const stopped = stopListening(server);
    expect(server.listening).toBe(false);
    client.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    expect(String(await once(client, 'data'))).toContain('200 OK');
    client.destroy();
    await stopped;
  });

  // Each is overridden or wrapped in one file: database/driver.ts, database/embedded-engine.ts, auth/azure-ad.strategy.ts.
  it.each<[string, () => unknown]>([
    ['PGlite.transaction', () => prototypeOf(PGlite)['transaction']],
    ['BearerStrategy.loadMetadata', () => prototypeOf(BearerStrategy)['loadMetadata']],
  ])('are methods that can be overridden: %s', (_, method) => {
    expect(method()).toBeInstanceOf(Function);
  });

  it('tell of transactions: both adapters for Prisma start them by a method that can be wrapped', async () => {
    const adapters = [
      new PrismaPGlite({} as never),
      new PrismaPg({ connectionString: 'postgres://127.0.0.1:1/nowhere' }),
    ];
    for (const factory of adapters) {
      const adapter = await factory.connect();
      expect(adapter.startTransaction).toBeInstanceOf(Function);
    }
  });
});
