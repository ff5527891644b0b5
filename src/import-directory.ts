import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Command } from 'commander';
import { z } from 'zod';
import { AppModule } from './app.module.js';
import { DirectoryImport, ImportModule, type Report, type Summary } from './directory/import/index.js';
import type { Config } from './platform/config/config.js';
import { Database } from './platform/database/database.js';
import { developmentTenantId } from './platform/development/personas.js';
import { runProgram } from './run-program.js';

const help = `
Each line of the file is one JSON object:
  {"type":"user","id":"<GUID>","displayName":"Ada","userPrincipalName":"ada@contoso.example","manager":"<GUID>","sponsors":["<GUID>"]}
  {"type":"group","id":"<GUID>","displayName":"Sales","members":["<GUID>"]}

Users may also have mail, userType (Member or Guest) and accountEnabled; without an id they are found by user principal name.
What a line leaves out stays as it is. Members of a group are people and other groups. A group with members, or a user with sponsors, has exactly these afterwards.
DATABASE_URL or DATA_DIR say where the directory is, as for the server; with DATA_DIR, stop the server first.`;

const errorsShown = 100;

/** `npm run directory:import -- people.jsonl` */
async function main(config: Config, extensions: readonly Type[]): Promise<void> {
  const program = new Command('directory:import')
    .description('Takes people, groups, managers and members over from a file of JSON lines.')
    .argument('<file>', 'the file')
    .option('--tenant <id>', 'the tenant; default: the only one of AZURE_TENANT_ID, or the development tenant')
    .addHelpText('after', help)
    .parse();
  const tenantId = tenantOf(program.opts<{ tenant?: string }>().tenant, config);
  // The whole server but its door and its worker: what the import announces is delivered to the same sagas.
  const context = await NestFactory.createApplicationContext(AppModule.with(config, [ImportModule, ...extensions]), {
    logger: ['warn', 'error'],
    abortOnError: false,
  });
  try {
    await context.get(Database).whenReady();
    const summary = await context.get(DirectoryImport).run(tenantId, program.args[0] ?? '', toStderr());
    process.stdout.write(inWords(summary));
    if (summary.errors > 0) process.exitCode = 1;
  } finally {
    await context.close();
  }
}

function tenantOf(given: string | undefined, { authMode, azureTenantIds }: Config): string {
  if (given !== undefined) {
    const read = z.guid().safeParse(given);
    if (!read.success) throw new Error(`--tenant must be a GUID; it is '${given}'.`);
    return read.data.toLowerCase();
  }
  const [only, ...others] = authMode === 'development' ? [developmentTenantId] : azureTenantIds;
  if (only === undefined || others.length > 0)
    throw new Error('AZURE_TENANT_ID names several tenants: choose one with --tenant.');
  return only;
}

function toStderr(): Report {
  let errors = 0;
  return {
    progress: (text) => void process.stderr.write(`${text}\n`),
    wrong: (line, text) => {
      errors += 1;
      if (errors <= errorsShown) process.stderr.write(`line ${line}: ${text}\n`);
      if (errors === errorsShown + 1) process.stderr.write('More errors follow and are only counted.\n');
    },
  };
}

function inWords({ lines, users, groups, servicePrincipals, managers, sponsors, members, errors }: Summary): string {
  const written = ({ added, changed }: Summary['users']) => `${added} added, ${changed} changed`;
  return [
    `${lines} lines read, ${errors} errors.`,
    `Users: ${written(users)}. Groups: ${written(groups)}. Service principals: ${written(servicePrincipals)}.`,
    `Managers: ${managers.changed} changed. Sponsors: ${sponsors.added} added, ${sponsors.changed} removed.`,
    `Members: ${members.added} added, ${members.changed} removed.`,
    '',
  ].join('\n');
}

runProgram(main);
