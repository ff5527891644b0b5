// The reference for a first run: an embedded database that is made and asked once, and nothing else.
import { PGlite } from '@electric-sql/pglite';

const database = await PGlite.create(process.env.DATA_DIR);
await database.query('SELECT 1');
process.stdout.write('listens on http://127.0.0.1:1/\n');
process.once('SIGTERM', () => void database.close().then(() => process.exit(0)));
