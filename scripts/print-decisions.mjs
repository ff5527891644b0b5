// `npm run docs:decisions`: writes the table of docs/adr/README.md from the heads of the records beside it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { indexTable, recordsOf, withIndexTable } from './lib/decisions-index.mjs';
import { root } from './lib/run.mjs';

const folder = join(root, 'docs/adr');
const files = readdirSync(folder).filter((file) => /^\d{4}-/.test(file));
const pages = Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
const index = join(folder, 'README.md');
writeFileSync(index, withIndexTable(readFileSync(index, 'utf8'), indexTable(recordsOf(pages))));
process.stdout.write('Wrote docs/adr/README.md\n');
