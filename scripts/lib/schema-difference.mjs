import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { SchemaEngine } from '@prisma/schema-engine-wasm';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

/** Where the database and prisma/schema differ because we want it so, as the statements Prisma would undo it with. */
const deliberate = [
  // Prisma has no type xid8.
  'ALTER TABLE "domain_event" DROP COLUMN "tx"',
  // A request outlives what it names: the relations are for reading, no key enforces them.
  ...[
    ['target_id', 'directory_user'],
    ['requestor_id', 'directory_user'],
    ['access_package_id', 'access_package'],
    ['assignment_policy_id', 'assignment_policy'],
  ].map(
    ([column, table]) =>
      `ALTER TABLE "assignment_request" ADD CONSTRAINT "assignment_request_tenant_id_${column}_fkey" FOREIGN KEY ("tenant_id", "${column}") REFERENCES "${table}"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  ),
  // An assignment outlives its package and policy: only while it is live a key of `live_assignment` holds them.
  ...[
    ['access_package_id', 'access_package'],
    ['assignment_policy_id', 'assignment_policy'],
  ].map(
    ([column, table]) =>
      `ALTER TABLE "assignment" ADD CONSTRAINT "assignment_tenant_id_${column}_fkey" FOREIGN KEY ("tenant_id", "${column}") REFERENCES "${table}"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION`,
  ),
  // A subject outlives the person.
  'ALTER TABLE "subject" ADD CONSTRAINT "subject_tenant_id_object_id_fkey" FOREIGN KEY ("tenant_id", "object_id") REFERENCES "directory_user"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION',
];

/** The statements that would make a database match prisma/schema, and the deliberate differences that are none any more. */
export async function schemaDifference(adapterFactory) {
  const folder = join(root, 'prisma/schema');
  const files = readdirSync(folder).map((name) => {
    const path = join(folder, name);
    return { path, content: readFileSync(path, 'utf8') };
  });
  const datamodels = files.map(({ path, content }) => [path, content]);
  const adapter = bindMigrationAwareSqlAdapterFactory(adapterFactory);
  const engine = await SchemaEngine.new({ datamodels }, () => undefined, adapter);
  const { stdout } = await engine.diff({
    from: { tag: 'schemaDatasource', files, configDir: root },
    to: { tag: 'schemaDatamodel', files },
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: { externalTables: ['public._prisma_migrations'], externalEnums: [] },
  });
  const statements = statementsOf(stdout ?? '');
  return {
    missing: statements.filter((statement) => !deliberate.includes(statement)),
    outdated: deliberate.filter((statement) => !statements.includes(statement)),
  };
}

function statementsOf(script) {
  return script
    .replace(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter(Boolean);
}
