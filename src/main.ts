import { announcement } from './announcement.js';
import { createApp } from './app.setup.js';
import { Config } from './platform/config/config.js';

/** Starts the server; what stops the start is said in one line. */
async function main(): Promise<void> {
  const config = Config.fromEnvironment();
  const app = await createApp(config);
  app.enableShutdownHooks(undefined, { useProcessExit: true });
  await app.listen(config.port, config.host);
  process.stdout.write(announcement(config, config.publicUrl ?? (await app.getUrl())));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
