import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { makeMigratedTemplate } from './migrated-template.ts';

/** Starts the one Postgres of this test run and tells the workers where it is. */
export default async function startPostgres() {
  const server = spawn(process.execPath, [fileURLToPath(new URL('postgres-server.mjs', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  globalThis.testPostgres = server;
  let complaints = '';
  server.stderr.on('data', (chunk) => (complaints += chunk));
  const address = await Promise.race([
    new Promise((resolve) => createInterface(server.stdout).once('line', resolve)),
    new Promise((resolve) => server.once('exit', resolve)).then(() => undefined),
  ]);
  // Without it only the tests that ask for a database fail, each saying why.
  if (address) {
    await makeMigratedTemplate(address);
    process.env.TEST_POSTGRES_URL = address;
  } else process.env.TEST_POSTGRES_FAILURE = complaints;
}
