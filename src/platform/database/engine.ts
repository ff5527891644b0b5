import type { Driver } from './driver.js';
import type { Connection } from './migrations.js';
import type { Reads } from './reads.js';

/** One open database: a driver for Prisma and us, one for reads on callers' account, and a raw connection for migrations. */
export interface Engine extends Driver {
  readonly kind: 'embedded' | 'postgres';
  /** How many transactions may run at once. */
  readonly concurrency: number;
  readonly reads: Reads;
  /** Whether the database answers now; nothing that is under way holds the answer up. */
  answers(): Promise<boolean>;
  withConnection<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
