import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { readLine } from '../../src/directory/import/lines.js';
import { migrate } from '../../src/platform/database/migrations.js';
import { createDatabase, type TestDatabase } from '../support/postgres.js';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');
const anId = '0a000000-0000-4000-8000-000000000003';

const blocksIn = (language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text = '']) => text);

/** The statements that operators are told to run, in blocks and between back-ticks, with an id where the page leaves one out. */
const statements = [
  ...blocksIn('sql').flatMap((block) => block.split(';')),
  ...[...page.matchAll(/`((?:SELECT|UPDATE|DELETE|INSERT)\s[^`]+)`/g)].map(([, text = '']) => text),
]
  .map((text) => text.replace(/\s+/g, ' ').trim().replace(/;$/, ''))
  .map((text) => text.replace(/'(?:\.\.\.|<[^>]*>)'/g, `'${anId}'`))
  .filter((text) => text !== '');

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const connection = {
    query: async (sql: string, values?: readonly unknown[]) =>
      (await client.query<Record<string, unknown>>(sql, values ? [...values] : undefined)).rows,
    script: async (sql: string) => void (await client.query(sql)),
  };
  await migrate(connection, join(root, 'prisma/migrations'));
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

describe('what operators are told to write', () => {
  it('is there to be tried', () => expect(statements.length).toBeGreaterThan(3));

  it.each(statements)('is a statement that the database takes: %s', async (statement) => {
    const { rows } = await client.query(`EXPLAIN ${statement}`);
    expect(rows.length).toBeGreaterThan(0);
  });

  it.each(blocksIn('jsonl').flatMap((block) => block.trim().split('\n')))(
    'is a line that the import takes: %s',
    (line) => {
      expect(readLine(1, line.replaceAll('<GUID>', anId))).not.toHaveProperty('wrong');
    },
  );
});
