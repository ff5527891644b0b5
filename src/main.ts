import { createApp } from './app.setup.js';
import { announce } from './announcement.js';
import { Config } from './platform/config/config.js';

/** Starts the server; what stops the start is said in one line. */
async function main(): Promise<void> {
  const config = Config.fromEnvironment();
  const app = await createApp(config);
  app.enableShutdownHooks();
  await app.listen(config.port, config.host);
  announce(config, await app.getUrl());
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
