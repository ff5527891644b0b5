import { NestFactory } from '@nestjs/core';
import { Command } from 'commander';
import { AppModule } from './app.module.js';
import type { Config } from './platform/config/config.js';
import { Database } from './platform/database/database.js';
import { type ConsumerRecord, ConsumerRecords } from './platform/eventing/consumers/consumer-records.js';
import { runProgram } from './run-program.js';

/** `npm run consumers -- list`, `-- retry <name>`, `-- forget <name>` */
async function main(config: Config): Promise<void> {
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const program = new Command('consumers')
    .description('What waits for the consumers of events, and what they have given up.')
    .addHelpText(
      'after',
      '\nDATABASE_URL or DATA_DIR say where, as for the server; with DATA_DIR, stop the server first.',
    );
  program
    .command('list', { isDefault: true })
    .description('every consumer that events are kept for')
    .action(() => onRecords(config, async (records) => (await records.list()).forEach((one) => say(inWords(one)))));
  program
    .command('retry <consumer>')
    .description('sends again what it has given up, under the same ids')
    .action((name: string) =>
      onRecords(config, async (records) => say(`${await records.sendAgain(name)} events are on their way again.`)),
    );
  program
    .command('forget <consumer>')
    .description('keeps nothing for it any more and drops what waited; a consumer that is gone for good')
    .action((name: string) =>
      onRecords(config, async (records) =>
        say(`Forgotten, with ${await records.forget(name)} events that waited or were given up.`),
      ),
    );
  await program.parseAsync();
}

async function onRecords(config: Config, work: (records: ConsumerRecords) => Promise<void>): Promise<void> {
  const context = await NestFactory.createApplicationContext(AppModule.with(config), {
    logger: ['warn', 'error'],
    abortOnError: false,
  });
  try {
    await context.get(Database).whenReady();
    await work(context.get(ConsumerRecords));
  } finally {
    await context.close();
  }
}

const inWords = ({ consumer, eventNames, seenAt, waiting, dead, lastError }: ConsumerRecord): string =>
  `${consumer}: ${waiting} waiting, ${dead} given up, last seen ${seenAt.toISOString()}; hears ${eventNames.join(', ')}` +
  (lastError === null ? '' : `\n  last error: ${lastError}`);

runProgram(main);
