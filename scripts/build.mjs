// `npm run build`: makes dist from the source when it is not up to date; `-- --force` always does.
import { ensureBuilt } from './lib/build.mjs';
import { complain } from './lib/run.mjs';

await ensureBuilt({ force: process.argv.includes('--force') }).catch(complain);
