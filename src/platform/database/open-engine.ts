import type { Config } from '../config/config.js';
import type { Engine } from './engine.js';

/** Opens what the configuration names: Postgres when there is an address, else PGlite in the data folder; the other one is not even loaded. */
export async function openEngine({
  databaseUrl,
  databasePoolSize,
  dataDir,
}: Pick<Config, 'databaseUrl' | 'databasePoolSize' | 'dataDir'>): Promise<Engine> {
  if (databaseUrl === undefined) return (await import('./embedded-engine.js')).openEmbedded(dataDir);
  return (await import('./postgres-engine.js')).openPostgres(databaseUrl, databasePoolSize);
}
