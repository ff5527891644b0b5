// A generator of Prisma's (`prisma/schema/_main.prisma`): writes which columns and relations each model has, for statements of our own.
// Prisma asks over JSON-RPC, a line each: requests come on standard input, answers go to standard error.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sourceOf } from './lib/tables.mjs';

const methods = {
  getManifest: () => ({
    manifest: { prettyName: 'the columns and relations of each model', defaultOutput: './generated' },
  }),
  generate: ({ generator, dmmf }) => {
    const folder = generator.output.value;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'tables.ts'), sourceOf(dmmf.datamodel.models));
    return null;
  },
};

createInterface(process.stdin).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  const answer = (said) => process.stderr.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...said })}\n`);
  try {
    answer({ result: methods[method](params) });
  } catch (error) {
    answer({ error: { code: -32_000, message: String(error), data: { stack: error.stack } } });
  }
});
