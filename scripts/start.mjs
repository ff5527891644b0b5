// `npm start`: builds when the source has changed since the last build, then runs the server in this very process.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuilt } from './lib/build.mjs';
import { complain, Complaint, releaseSignals, root } from './lib/run.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
const isNewEnough = major > 22 || (major === 22 && minor >= 12);

if (isNewEnough) await start().catch(complain);
else startWithOwnNode();

async function start() {
  await ensureBuilt();
  releaseSignals();
  await import(pathToFileURL(join(root, 'dist/main.js')).href);
}

/** Starts again with the Node that npm installed, which takes this one's options and signals and gives it its exit code. */
function startWithOwnNode() {
  const own = join(root, 'node_modules/node/bin/node');
  if (!existsSync(own)) {
    complain(
      new Complaint(
        `Node ${process.versions.node} is too old: run \`npm ci\` (it brings Node 24), then \`npm start\`.`,
      ),
    );
  }
  releaseSignals();
  const server = spawn(own, [...process.execArgv, fileURLToPath(import.meta.url)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
  server.on('exit', (code, signal) => (signal ? process.kill(process.pid, signal) : process.exit(code ?? 1)));
}
