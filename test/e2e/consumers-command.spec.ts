import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Database } from '../../src/platform/database/database.js';
import { builtForAll } from '../experiments/harness/built-for-all.js';
import { Listener, moduleOf, told, until } from '../support/consumers.js';
import { announce } from '../support/happenings.js';
import { createDatabase } from '../support/postgres.js';
import { startServer } from '../support/server.js';
import { longIt } from '../support/size.js';

const built = builtForAll();

describe('npm run consumers', () => {
  longIt(
    'lists what a consumer has given up, sends it again, and forgets one that is gone',
    async () => {
      const postgres = await createDatabase();
      const env = { PATH: process.env['PATH'], DATABASE_URL: postgres.url, AUTH_MODE: 'development' };
      const run = async (...args: string[]): Promise<string> => {
        const ran = promisify(execFile)(process.execPath, [join(built.dist, 'consumers.js'), ...args], { env });
        const { stdout, stderr } = await ran.catch((error: { stdout: string; stderr: string }) => error);
        return stdout + stderr;
      };
      const scim = new Listener();
      scim.handle = () => Promise.reject(new Error('down'));
      const server = await startServer({
        env: { DATABASE_URL: postgres.url },
        extensions: [moduleOf(scim.as({ name: 'scim', tries: 1 }))],
      });
      const database = server.app.get(Database);
      await announce(server, told('hello'));
      await until(async () => (await database.query<unknown[]>`SELECT FROM consumer_dead_letter`).length === 1);
      expect(await run('list')).toMatch(/^scim: 0 waiting, 1 given up, .*hears test\.told\n {2}last error: down\n$/);
      expect(await run('forget', 'scim')).toContain('for 30 minutes');
      scim.handle = () => Promise.resolve();
      expect(await run('retry', 'scim')).toBe('1 events are on their way again.\n');
      await until(() => scim.heard.length === 2);
      expect(scim.heard.map(({ attempt }) => attempt)).toEqual([1, 2]);
      await server.close();
      const gone = await startServer({ env: { DATABASE_URL: postgres.url } });
      await gone.app.get(Database).execute`UPDATE event_subscription SET seen_at = seen_at - interval '1 hour'`;
      await announce(gone, told('for nobody'));
      expect(await run('forget', 'scim')).toBe('Forgotten, with 1 events that waited or were given up.\n');
      expect(await run()).toBe('');
      await gone.close();
      await postgres.drop();
    },
    180_000,
  );
});
