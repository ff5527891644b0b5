import { jest } from '@jest/globals';
import { describeImage, type ImageConfig, Workbench } from './containers.js';
import { instructionsOf, settingsOfImage, settingsShown } from './dockerfile.js';
import { typed } from './packed.js';
import { failsToStart, started } from './running.js';

jest.setTimeout(1_800_000);

const image = 'localhost/open-entitlements';

describeImage('the image', () => {
  const bench = new Workbench();
  // The network is the machine's, so what the image listens on is narrowed.
  const loopback = { HOST: '127.0.0.1', PORT: '0' };
  let config: ImageConfig;
  let container: string;
  const start = (settings: Record<string, string>) =>
    bench.lineToRunReadOnly(container, `${config.Entrypoint.join(' ')}; echo ended with \\$?`, {
      ...loopback,
      ...settings,
    });
  const health = (port: string) => {
    const [, ...command] = config.Healthcheck.Test;
    return bench.run(container, `${command.join(' ')} >&2 && echo 0 || echo $?`, { PORT: port });
  };

  beforeAll(async () => {
    await bench.makeBase();
    await bench.build(image);
    config = await bench.configOf(image);
    container = await bench.from(image);
  });

  it('says what the Dockerfile says, its health check too', () => {
    const [user, port, entrypoint, check] = ['USER', 'EXPOSE', 'ENTRYPOINT', 'HEALTHCHECK'].map(
      (name) => instructionsOf(name)[0] ?? '',
    );
    expect([config.User, Object.keys(config.ExposedPorts)]).toEqual([user, [`${port}/tcp`]]);
    expect(config.Entrypoint).toEqual(JSON.parse(entrypoint ?? ''));
    expect(config.Healthcheck.Test).toEqual(['CMD', ...JSON.parse(check?.replace(/^.*CMD /, '') ?? '')]);
    const set = Object.entries(settingsOfImage()).map(([name, value]) => `${name}=${value}`);
    expect(config.Env).toEqual(expect.arrayContaining(set));
  });

  it('holds what runs, and nothing that built it', async () => {
    const there = await bench.run(container, 'ls -d /clone /app/node_modules/* 2>/dev/null; true');
    expect(there.trim().split('\n')).toEqual(['/app/node_modules/open-entitlements']);
    const parts = await bench.run(container, 'ls /app/node_modules/open-entitlements');
    expect(parts.trim().split('\n')).not.toEqual(expect.arrayContaining(['src']));
    expect(parts).toContain('dist');
  });

  it('is not root, who may write to its data and to what is temporary only', async () => {
    expect((await bench.run(container, 'id -u')).trim()).toBe('10001');
    const found = await bench.run(container, 'find / -xdev -not -type l -writable 2>/dev/null; true');
    // All but /data is as Debian has it.
    expect(found.trim().split('\n').sort()).toEqual(['/data', '/run/lock', '/tmp', '/var/tmp']);
  });

  it('runs here with a root that is read-only, and writes to its data and /tmp all the same', async () => {
    const line = 'touch /data/x /tmp/x && touch /var/tmp/x 2>&1';
    const said = await typed(`${await bench.lineToRunReadOnly(container, line, {})} || true`, bench.folder);
    expect(said.trim()).toBe("touch: cannot touch '/var/tmp/x': Read-only file system");
  });

  it.each<[string, Record<string, string>, RegExp[]]>([
    ['production without its settings', {}, [/AZURE_TENANT_ID/, /refuses the embedded database.*DATABASE_URL/]],
    ['production that is said to be meant as a trial', { DEV_IN_CONTAINER: 'true' }, [/NODE_ENV=production; set/]],
    ['development mode that nobody means', { NODE_ENV: 'development' }, [/DEV_IN_CONTAINER=true allows it/]],
  ])('refuses %s', async (_, settings, reasons) => {
    const { said } = await failsToStart(bench.folder, await start(settings), {});
    for (const one of [...reasons, /^ended with 1$/m]) expect(said).toMatch(one);
  });

  it('gets ready as the page for operators tries it, gives a token, and is healthy while it lives', async () => {
    const server = await started(bench.folder, await start(settingsShown()));
    const [, port = ''] = /listens on http:\/\/127\.0\.0\.1:(\d+);/.exec(server.said()) ?? [];
    try {
      expect(await server.ready()).toBe(200);
      expect(await server.status('/v1.0/users', await server.token({ as: 'user' }))).toBe(200);
      expect(await server.status('/v1.0/users')).toBe(401);
      expect(await health(port)).toBe('0\n');
    } finally {
      await server.stop();
    }
    expect(await health(port)).toBe('1\n');
  });
});
