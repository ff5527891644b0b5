import type { Type } from '@nestjs/common';
import { AppModule } from './app.module.js';
import { Config } from './platform/config/config.js';
import { requireHarmless } from './platform/extensions/extension-check.js';
import { loadExtensions } from './platform/extensions/load-extensions.js';

/** What runs on the settings, and on the modules that EXTENSIONS names. */
export type Program = (config: Config, extensions: readonly Type[]) => Promise<void>;

/** Runs one of our programs on the settings of its environment; one that fails says why in one line and ends with 1. */
export function runProgram(program: Program): void {
  start(program).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    // Not process.exitCode: what is still open, such as a pool or a timer, would keep the process alive.
    process.exit(1);
  });
}

async function start(program: Program): Promise<void> {
  const config = Config.fromEnvironment();
  for (const { given, meant } of config.misspelt)
    process.stderr.write(`${given} is no setting and was passed over: did you mean ${meant}?\n`);
  const extensions = await loadExtensions(config.extensions, process.cwd());
  await requireHarmless(extensions, [AppModule.with(config)]);
  await program(config, extensions);
}
