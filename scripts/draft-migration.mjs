// Prints the SQL that makes an empty database match prisma/schema (`npm run migration:draft`).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as wasm from '@prisma/schema-engine-wasm';
import { PrismaPGlite } from 'pglite-prisma-adapter';

const folder = 'prisma/schema';
const files = readdirSync(folder).map((name) => ({ path: join(folder, name), content: readFileSync(join(folder, name), 'utf8') }));
const factory = bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(new PGlite()));
const engine = await wasm.SchemaEngine.new({ datamodels: files.map((file) => [file.path, file.content]) }, () => undefined, factory);
const drafted = await engine.diff({
  from: { tag: 'empty' },
  to: { tag: 'schemaDatamodel', files },
  script: true,
  exitCode: null,
  shadowDatabaseUrl: null,
  filters: { externalTables: [], externalEnums: [] },
});
process.stdout.write(drafted.stdout ?? JSON.stringify(drafted));
process.exit(0);
