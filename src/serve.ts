import type { DynamicModule } from '@nestjs/common';
import { announcement } from './announcement.js';
import { closeSoon, createApp } from './app.setup.js';
import type { Config } from './platform/config/config.js';

/** Starts the server, with Nest modules of your own; a start that fails leaves nothing open, and a signal ends it gracefully. */
export async function serve(config: Config, extensions: NonNullable<DynamicModule['imports']> = []): Promise<void> {
  const app = await createApp(config, extensions);
  app.enableShutdownHooks(undefined, { useProcessExit: true });
  try {
    await app.listen(config.port, config.host);
  } catch (error) {
    await closeSoon(app);
    throw new Error(whyNotListening(error, config), { cause: error });
  }
  process.stdout.write(announcement(config, config.publicUrl ?? (await app.getUrl())));
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'something else listens there; stop it, or set PORT to another one',
  EACCES: 'this user may not; set PORT to 1024 or more',
  EADDRNOTAVAIL: 'this machine has no such address; set HOST to one that it has',
  ENOTFOUND: 'no such name is known; set HOST to an address of this machine',
};

function whyNotListening(error: unknown, { host, port }: Config): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return `Cannot listen on port ${port} of ${host}: ${reasons[code] ?? message}.`;
}
