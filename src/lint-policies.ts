import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { QueryBus } from '@nestjs/cqrs';
import { AppModule } from './app.module.js';
import { LintAddressesQuery } from './directory/index.js';
import { LintPoliciesQuery } from './entitlement-management/assignment-policies/index.js';
import { LintAssignmentsQuery } from './entitlement-management/assignments/index.js';
import type { Config } from './platform/config/config.js';
import { Database } from './platform/database/database.js';
import { developmentTenantId } from './platform/development/personas.js';
import { runProgram } from './run-program.js';

/** `npm run lint:policies`: lists the policies that nobody could ever pass, addresses that name nobody or several people, and access that was given under half of an end; 1 when there are any. */
async function main(config: Config, extensions: readonly Type[]): Promise<void> {
  const context = await NestFactory.createApplicationContext(AppModule.with(config, [...extensions]), {
    logger: ['warn', 'error'],
    abortOnError: false,
  });
  try {
    await context.init();
    await context.get(Database).whenReady();
    for (const tenantId of config.authMode === 'development' ? [developmentTenantId] : config.azureTenantIds) {
      const queries = context.get(QueryBus);
      const found = await queries.execute(new LintPoliciesQuery(tenantId));
      const addresses = await queries.execute(new LintAddressesQuery(tenantId));
      for (const { policyId, displayName, warnings } of found) {
        process.stdout.write(
          `'${displayName}' (${policyId}):\n${warnings.map((warning) => `  - ${warning}`).join('\n')}\n`,
        );
      }
      const assignments = await queries.execute(new LintAssignmentsQuery(tenantId));
      const others = [...addresses, ...assignments];
      process.stdout.write(others.map((doubt) => `${doubt}\n`).join(''));
      if (found.length > 0 || others.length > 0) process.exitCode = 1;
      if (found.length === 0) process.stdout.write(`No doubt about any policy of tenant ${tenantId}.\n`);
    }
  } finally {
    await context.close();
  }
}

runProgram(main);
