// `npm run generate`: makes Prisma's client from prisma/schema when it is not up to date.
import { ensureGenerated } from './lib/build.mjs';
import { complain } from './lib/run.mjs';

await ensureGenerated().catch(complain);
