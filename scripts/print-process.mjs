// `npm run docs:process`: writes docs/process.md from the tables of moves, as they were built.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './lib/build.mjs';
import { processPage } from './lib/process-page.mjs';
import { complain, root } from './lib/run.mjs';

await print().catch(complain);

async function print() {
  await ensureBuilt();
  const { moves: requestMoves } = await built('assignment-requests/request-states.js');
  const { statusWords: requestWords } = await built('assignment-requests/reading/request-status.js');
  const { approvalMoves } = await built('approvals/stage-moves.js');
  const { assignmentMoves } = await built('assignments/assignment.js');
  const { statusWords: assignmentWords } = await built('assignments/assignment-status.js');
  const tables = { requestMoves, requestWords, approvalMoves, assignmentMoves, assignmentWords };
  writeFileSync(join(root, 'docs/process.md'), processPage(tables));
  process.stdout.write('Wrote docs/process.md\n');
}

function built(file) {
  return import(pathToFileURL(join(root, 'dist/entitlement-management', file)).href);
}
