import type { Config } from './platform/config/config.js';

/** Says where the server is and, with demo data, what to type first. */
export function announce(config: Config, url: string): void {
  process.stdout.write(`open-entitlements listens on ${url}\n`);
  if (!config.databaseUrl) {
    process.stdout.write(
      'The embedded database is for trying and developing: it survives the end of this process, not a power failure. Set DATABASE_URL for Postgres.\n',
    );
  }
}
