import { defineConfig } from 'prisma/config';

// Generating needs no schema engine, but Prisma looks for the file; any existing one will do.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({ schema: 'prisma/schema' });
