// `npm run migration:draft`: prints the SQL that the committed migrations lack of prisma/schema, nothing when they agree.
import { PGlite } from '@electric-sql/pglite';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { root } from './lib/run.mjs';
import { schemaDifference } from './lib/schema-difference.mjs';

const { missing, outdated } = await schemaDifference(new PrismaPGlite(await migrated(new PGlite())));
for (const statement of missing) process.stdout.write(`${statement};\n`);
for (const statement of outdated)
  process.stdout.write(`-- No longer a difference, remove it from the list: ${statement}\n`);
process.exit(0);

async function migrated(lite) {
  const folder = join(root, 'prisma/migrations');
  for (const name of readdirSync(folder).sort())
    await lite.exec(readFileSync(join(folder, name, 'migration.sql'), 'utf8'));
  return lite;
}
