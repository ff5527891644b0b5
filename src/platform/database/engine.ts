import type { Driver } from './driver.js';
import type { Connection } from './migrations.js';

/** One open database: a driver for Prisma and us, a raw connection for migrations, and how many transactions may run at once. */
export interface Engine extends Driver {
  readonly kind: 'embedded' | 'postgres';
  readonly concurrency: number;
  withConnection<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
