import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { longDescribe } from '../support/size.js';

const root = join(import.meta.dirname, '../..');
const tsconfigs = ['tsconfig.json', 'tsconfig.build.json'];
const parts = ['scripts', 'prisma', 'package.json', 'package-lock.json', '.swcrc', 'nest-cli.json', 'prisma.config.ts'];

const server = (word: string): string => `
process.on('SIGTERM', () => process.exit(0));
setInterval(() => undefined, 1000);
console.log('${word}');
`;

const client = 'src/platform/database/generated';
let project: string;

beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'start-')));
  for (const part of [...parts, ...tsconfigs]) cpSync(join(root, part), join(project, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  mkdirSync(join(project, client), { recursive: true });
  // Prisma's client is made once for all: one that is up to date needs its stamp only.
  cpSync(join(root, client, '.stamp'), join(project, client, '.stamp'));
  writeFileSync(join(project, 'src/main.ts'), server('hello'));
  writeFileSync(join(project, 'src/check-resources.ts'), '');
});

afterEach(() => rmSync(project, { recursive: true, force: true, maxRetries: 5 }));

interface Start {
  readonly child: ChildProcess;
  readonly said: () => string;
  /** Resolves once the server said the word. */
  until(word: string): Promise<void>;
  /** Sends SIGTERM and answers the exit code. */
  stop(): Promise<number | null>;
}

function start(command = process.execPath, args = ['scripts/start.mjs']): Start {
  const child = spawn(command, args, { cwd: project, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    child,
    said: () => said,
    until: async (word) => {
      for (let tries = 0; !said.includes(word); tries++) {
        if (child.exitCode !== null || tries > 600) throw new Error(`'${word}' was never said: ${said}`);
        await sleep(50);
      }
    },
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

longDescribe('npm start', () => {
  it('builds once for several starts at the same time', async () => {
    const starts = [start(), start(), start()];
    await Promise.all(starts.map((one) => one.until('hello')));
    expect(starts.filter((one) => one.said().includes('Built in'))).toHaveLength(1);
    expect(await Promise.all(starts.map((one) => one.stop()))).toEqual([0, 0, 0]);
  });

  it('builds again only when the source has changed', async () => {
    const first = start();
    await first.until('hello');
    await first.stop();
    const second = start();
    await second.until('hello');
    expect(second.said()).not.toContain('Building');
    await second.stop();
    writeFileSync(join(project, 'src/main.ts'), server('good day'));
    const third = start();
    await third.until('good day');
    expect(third.said()).toContain('the source has changed');
    await third.stop();
  });

  it('makes the client of Prisma where there is none', async () => {
    rmSync(join(project, client), { recursive: true });
    const first = start();
    await first.until('hello');
    expect(await first.stop()).toBe(0);
    expect(readdirSync(join(project, client))).toContain('client.ts');
  });

  it('never runs a build that was cut short', async () => {
    for (const millis of [300, 1_000, 1_800]) {
      const killed = start();
      await killed.until('Building');
      await sleep(millis);
      killed.child.kill('SIGKILL');
      const next = start();
      await next.until('hello');
      expect(await next.stop()).toBe(0);
      expect(existsSync(join(project, 'dist/.stamp'))).toBe(true);
      rmSync(join(project, 'dist'), { recursive: true });
    }
  });

  it('ends the server, and with its exit code, when npm is told to end', async () => {
    const npm = start('npm', ['start']);
    await npm.until('hello');
    expect(await npm.stop()).toBe(0);
  });

  it('tells Node to keep the memory of the server small', async () => {
    writeFileSync(join(project, 'src/main.ts'), `${server('hello')} console.log(process.execArgv.join(' '));`);
    const npm = start('npm', ['start']);
    await npm.until('--max-semi-space-size=32 --heap-growing-percent=50');
    await npm.stop();
  });

  it('keeps the last build when the source does not compile', async () => {
    const good = start();
    await good.until('hello');
    await good.stop();
    writeFileSync(join(project, 'src/main.ts'), 'const = ;');
    const bad = start();
    await expect(bad.until('hello')).rejects.toThrow('build failed');
    expect(bad.child.exitCode).toBe(1);
    writeFileSync(join(project, 'src/main.ts'), server('hello'));
    const mended = start();
    await mended.until('hello');
    expect(mended.said()).not.toContain('Building');
    await mended.stop();
  });

  it('keeps the last build when a resource cannot be read', async () => {
    const good = start();
    await good.until('hello');
    await good.stop();
    writeFileSync(join(project, 'src/check-resources.ts'), "throw new Error('the shelves cannot be read');");
    const bad = start();
    await expect(bad.until('hello')).rejects.toThrow('the shelves cannot be read');
    expect(bad.child.exitCode).toBe(1);
    expect(existsSync(join(project, 'dist/main.js'))).toBe(true);
    expect(readdirSync(project).filter((name) => name.startsWith('dist-'))).toEqual([]);
  });
});
