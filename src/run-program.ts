import { Config } from './platform/config/config.js';

/** Runs one of our programs on the settings of its environment; one that fails says why in one line and ends with 1. */
export function runProgram(program: (config: Config) => Promise<void>): void {
  start(program).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    // Not process.exitCode: what is still open, such as a pool or a timer, would keep the process alive.
    process.exit(1);
  });
}

async function start(program: (config: Config) => Promise<void>): Promise<void> {
  const config = Config.fromEnvironment();
  for (const { given, meant } of config.misspelt)
    process.stderr.write(`${given} is no setting and was passed over: did you mean ${meant}?\n`);
  await program(config);
}
