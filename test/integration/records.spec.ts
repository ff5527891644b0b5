import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { startServer, type TestServer } from '../support/server.js';

describe('the record of what was deleted', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const columnsOf = async (table: string): Promise<string[]> => {
    const { client } = server.app.get(Database);
    const rows = await client.$queryRaw<{ column: string }[]>`
      SELECT column_name || ' ' || data_type || ' ' || udt_name AS "column" FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name = ${table} ORDER BY 1`;
    return rows.map(({ column }) => column);
  };

  it.each(['access_package', 'assignment_policy'])(
    'has every column of %s, and so has the view of both',
    async (table) => {
      const columns = await columnsOf(table);
      const deleted = await columnsOf(`deleted_${table}`);
      expect(columns.length).toBeGreaterThan(5);
      expect(deleted.filter((column) => !column.startsWith('deleted_at '))).toEqual(columns);
      expect(await columnsOf(`${table}_on_record`)).toEqual(columns);
    },
  );
});
