import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  All,
  type CanActivate,
  Controller,
  type DynamicModule,
  type ExecutionContext,
  Get,
  Global,
  Injectable,
  Module,
  type OnModuleInit,
  type Provider,
  SetMetadata,
  type Type,
} from '@nestjs/common';
import {
  APP_FILTER,
  APP_GUARD,
  APP_INTERCEPTOR,
  APP_PIPE,
  ApplicationConfig,
  HttpAdapterHost,
  Reflector,
} from '@nestjs/core';
import { CommandBus, CommandHandler, QueryHandler } from '@nestjs/cqrs';
import type { FastifyInstance } from 'fastify';
import { AppModule } from '../../src/app.module.js';
import {
  AssignmentRequestsModule,
  RequestFactsReader,
} from '../../src/entitlement-management/assignment-requests/index.js';
import { EnsureSubjectCommand } from '../../src/entitlement-management/subjects/index.js';
import { AccountStanding } from '../../src/platform/auth/account-standing.js';
import { AnyCaller, operationOf, Permitted, Public } from '../../src/platform/auth/permissions.js';
import { Config } from '../../src/platform/config/config.js';
import { ListQuery } from '../../src/platform/odata/list.query.js';
import { loadExtensions } from '../../src/platform/extensions/load-extensions.js';
import { serverVersion } from '../../src/platform/extensions/server-copies.js';
import { Clock } from '../../src/platform/time/clock.js';
import { anApplication, type ServerOptions, startServer } from '../support/server.js';

class LetsIn implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.getType() === 'http';
  }
}

const open = { authentication: 'none' };

function moduleOf(metadata: Parameters<typeof Module>[0]): Type {
  class Theirs {}
  Module(metadata)(Theirs);
  return Theirs;
}

function routed(decorator: MethodDecorator | ClassDecorator, onClass = false): Type {
  class Door {
    get(): object {
      return open;
    }
  }
  Controller('door')(Door);
  const of = Object.getOwnPropertyDescriptor(Door.prototype, 'get') ?? {};
  Get()(Door.prototype, 'get', of);
  if (onClass) (decorator as ClassDecorator)(Door);
  else (decorator as MethodDecorator)(Door.prototype, 'get', of);
  return Door;
}

const nothing = (() => undefined) as MethodDecorator;

class Inherited extends routed(Public()) {}
Controller('inherited')(Inherited);

@Controller('any')
class OpenToAll {
  @All()
  @AnyCaller()
  any(): object {
    return open;
  }
}

@Global()
@Module({ providers: [LetsIn], exports: [LetsIn] })
class Everywhere {}

@Module({})
class WithMiddleware {
  configure(): void {}
}

@CommandHandler(EnsureSubjectCommand)
class TheirEnsureSubject {}

@QueryHandler(ListQuery)
class TheirList {}

const provides = (...providers: Provider[]): Type => moduleOf({ providers });
const aConfig = new Config({ DATA_DIR: 'memory://refused' });

/** Why a server does not start; one that does all the same is closed, and said to have started. */
async function refusalOf(options: ServerOptions): Promise<string> {
  const server = await startServer(options).catch((error: Error) => error);
  if (server instanceof Error) return server.message;
  await server.close();
  return 'It started.';
}

/** What would open a door, by what the refusal has to say of it. */
const declared: readonly (readonly [string, DynamicModule | Type | Promise<DynamicModule>, RegExp])[] = [
  ['a second guard', provides({ provide: APP_GUARD, useClass: LetsIn }), /provides APP_GUARD.*@UseGuards/],
  ['a guard as a value', provides({ provide: APP_GUARD, useValue: new LetsIn() }), /provides APP_GUARD/],
  ['a guard from a factory', provides({ provide: APP_GUARD, useFactory: () => new LetsIn() }), /provides APP_GUARD/],
  ['a guard by another name', provides(LetsIn, { provide: APP_GUARD, useExisting: LetsIn }), /provides APP_GUARD/],
  ['an interceptor for all', provides({ provide: APP_INTERCEPTOR, useValue: {} }), /provides APP_INTERCEPTOR/],
  ['a pipe for all', provides({ provide: APP_PIPE, useValue: {} }), /provides APP_PIPE/],
  ['a filter for all', provides({ provide: APP_FILTER, useValue: {} }), /provides APP_FILTER/],
  ['a guard deep inside', moduleOf({ imports: [provides({ provide: APP_GUARD, useClass: LetsIn })] }), /APP_GUARD/],
  [
    'a guard behind a forward reference',
    moduleOf({ imports: [{ forwardRef: () => provides({ provide: APP_GUARD, useClass: LetsIn }) }] }),
    /APP_GUARD/,
  ],
  [
    'a guard of a dynamic module',
    { module: moduleOf({}), providers: [{ provide: APP_GUARD, useClass: LetsIn }] },
    /APP_GUARD/,
  ],
  [
    'a guard of a promised module',
    Promise.resolve({ module: moduleOf({}), providers: [{ provide: APP_GUARD, useClass: LetsIn }] }),
    /APP_GUARD/,
  ],
  ['another standing of accounts', provides({ provide: AccountStanding, useValue: {} }), /provides AccountStanding/],
  ['another clock', provides({ provide: Clock, useValue: {} }), /provides Clock, which is the server's/],
  ['other settings', provides({ provide: Config, useValue: aConfig }), /provides Config/],
  ['another bus', provides({ provide: CommandBus, useValue: {} }), /provides CommandBus/],
  ["one of the server's readers", provides(RequestFactsReader), /import the module that exports it/],
  ['a global module', Everywhere, /Everywhere is global.*import it where it is used/],
  ['a module made global', { module: moduleOf({}), global: true }, /is global/],
  [
    'a reader of metadata for all',
    {
      module: moduleOf({}),
      global: true,
      providers: [{ provide: Reflector, useValue: {} }],
      exports: [Reflector],
    },
    /is global/,
  ],
  [
    "more in a module of the server's",
    { module: AssignmentRequestsModule, providers: [LetsIn] },
    /adds to a module of the server's/,
  ],
  ['a second server', AppModule.with(aConfig), /adds to a module of the server's/],
  ['middleware', WithMiddleware, /middleware \(configure\)/],
  ['a second handler of a command', provides(TheirEnsureSubject), /handle EnsureSubjectCommand: .* and TheirEnsure/],
  ['a second handler of a query', provides(TheirList), /handle ListQuery: .* and TheirList/],
  ['a route without a permission', moduleOf({ controllers: [routed(nothing)] }), /Door\.get, which asks for no perm/],
  ['a public route', moduleOf({ controllers: [routed(Public())] }), /Door\.get, which is open/],
  ['a public class', moduleOf({ controllers: [routed(Public(), true)] }), /Door\.get, which is open/],
  ['a route for any caller', moduleOf({ controllers: [OpenToAll] }), /OpenToAll\.any, which is open/],
  ['an inherited public route', moduleOf({ controllers: [Inherited] }), /Inherited\.get, which is open/],
  [
    'a route with an operation of its own',
    moduleOf({ controllers: [routed(SetMetadata(operationOf, 'toString'))] }),
    /asks for 'toString', which is none/,
  ],
];

@Injectable()
class ReplacesTheGuard implements OnModuleInit {
  constructor(private readonly application: ApplicationConfig) {}

  onModuleInit(): void {
    this.application.useGlobalGuards(new LetsIn());
  }
}

@Injectable()
class RoutesPastNest {
  constructor({ httpAdapter }: HttpAdapterHost) {
    httpAdapter.getInstance<FastifyInstance>().get('/v1.0/past', () => open);
  }
}

@Injectable()
class RoutesPastNestLater implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance<FastifyInstance>().get('/later', () => open);
  }
}

describe('an extension that would open a door', () => {
  it.each(declared)('stops the start before the database is opened: %s', async (_, extension, message) => {
    const folder = join(tmpdir(), `refused-${process.pid}-${Math.random()}`);
    const refusal = await refusalOf({ extensions: [extension], env: { DATA_DIR: folder } });
    expect(refusal).toMatch(message);
    expect(refusal).toMatch(/^The extension module \w+ /);
    expect(existsSync(folder)).toBe(false);
  });

  it.each<[string, Type, RegExp]>([
    ['a guard that is put in place at the start', ReplacesTheGuard, /guard is the only one/],
    ['a route that Nest does not know', RoutesPastNest, /no controller.*GET \/v1\.0\/past/],
    ['a route that comes later', RoutesPastNestLater, /no controller.*GET \/later/],
  ])('stops the start: %s', async (_, provider, message) => {
    expect(await refusalOf({ extensions: [provides(provider)] })).toMatch(message);
  });

  it('is none when its routes ask for a permission', async () => {
    const permitted = moduleOf({ controllers: [routed(Permitted('entitlements.read'))] });
    const server = await startServer({ extensions: [permitted] });
    try {
      const weak = server.as({ as: 'app', roles: ['User.Read.All'] });
      const answers = [server.anonymous, weak, server.as(anApplication)].map((one) => one.get('/v1.0/door'));
      expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([401, 403, 200]);
    } finally {
      await server.close();
    }
  });
});

describe('what EXTENSIONS names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'extensions-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const extend = pathToFileURL(join(import.meta.dirname, '../../src/extend.ts')).href;
  const file = (name: string, text: string) => {
    mkdirSync(join(folder, 'deep'), { recursive: true });
    writeFileSync(join(folder, name), `import { Extension, Module } from '${extend}';\n${text}`);
    return `./${name}`;
  };
  const declaration = (name: string, compatibility: string) =>
    `export class ${name} {}\nExtension({ compatibility: '${compatibility}' })(${name});\n`;
  const load = async (...paths: string[]) => (await loadExtensions(paths, folder)).map(({ name }) => name);

  it('is loaded in its order, by paths from the working folder', async () => {
    const [one, other] = [
      file('one.mjs', declaration('One', '^0.1')),
      file('deep/other.mjs', declaration('Other', `^${serverVersion}`)),
    ];
    expect(await load(other, one)).toEqual(['Other', 'One']);
    expect(await load()).toEqual([]);
  });

  it.each<[string, () => string[], RegExp]>([
    ['is missing', () => ['./nowhere.js'], /'\.\/nowhere\.js' of EXTENSIONS .* no file .*nowhere\.js/],
    ['is blank', () => [''], /loading it failed/],
    ['throws', () => [file('throws.mjs', 'throw new Error("Out of paper");')], /'\.\/throws\.mjs'.*: Out of paper/],
    ['imports what is not there', () => [file('lacks.mjs', 'import "./not-there.js";')], /failed: Cannot find module/],
    ['is no JavaScript', () => [file('broken.mjs', 'export class {')], /'\.\/broken\.mjs'.*loading it failed/],
    ['exports nothing', () => [file('empty.mjs', '')], /exports no class with @Extension/],
    ['exports a function', () => [file('function.mjs', 'export const f = () => 1;')], /exports no class/],
    ['says no version', () => [file('plain.mjs', 'export class Plain {}\nModule({})(Plain);')], /exports no class/],
    [
      'exports two modules',
      () => [file('two.mjs', declaration('One', '^0.1') + declaration('Two', '^0.1'))],
      /several classes/,
    ],
    [
      'is for an older server',
      () => [file('old.mjs', declaration('Old', '^0.0.9'))],
      /for open-entitlements \^0\.0\.9/,
    ],
    ['is for a newer server', () => [file('new.mjs', declaration('New', '^1'))], /\^1 and this is 0\.1\.0; take a/],
    ['says any version', () => [file('any.mjs', declaration('Any', '*'))], /compatibility '\*' is none/],
    [
      'is named twice',
      () => [file('twice.mjs', declaration('Twice', '^0.1')), './deep/../twice.mjs'],
      /names a module twice/,
    ],
  ])('stops the start with its name when it %s', async (_, paths, message) => {
    await expect(load(...paths())).rejects.toThrow(message);
  });
});
