import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

const example = (): string =>
  /## Where your module goes in\n\n```ts\n([\s\S]*?)```/.exec(
    readFileSync(join(root, 'docs/extending.md'), 'utf8'),
  )?.[1] ?? '';

const theirModule = `export class ContractorsModule {
  constructor() {
    console.log('Contractors are here.');
  }
}
`;

/** A project beside this one that has it among its packages. */
function projectOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'extending-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/open-entitlements'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('the start of a server with modules of a team', () => {
  it('works as docs/extending.md has it, and ends with 0 when it is told to', async () => {
    expect(spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root })).toMatchObject({ status: 0 });
    const folder = projectOf({
      'start.mjs': example(),
      'contractors.module.js': theirModule,
      'package.json': '{"type":"module"}',
    });
    const env = { PATH: process.env['PATH'], PORT: '0', DATA_DIR: 'memory://extending' };
    const server = spawn(process.execPath, ['start.mjs'], { cwd: folder, env });
    let said = '';
    const ended = new Promise<number | null>((resolve) => server.once('close', resolve));
    const listening = new Promise<void>((resolve) => {
      const hear = (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('listens on http://127.0.0.1')) resolve();
      };
      for (const stream of [server.stdout, server.stderr]) stream.on('data', hear);
    });
    await Promise.race([listening, ended]);
    server.kill('SIGTERM');
    expect([await ended, said]).toEqual([0, expect.stringMatching(/Contractors are here\.[\s\S]* listens on /)]);
    rmSync(folder, { recursive: true, force: true });
  }, 180_000);
});
