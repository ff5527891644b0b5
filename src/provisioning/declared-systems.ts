import { readFileSync } from 'node:fs';
import { Inject, Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { secretAt } from './secrets.js';
import { declaredIn, type DeclaredSystem } from './systems-file.js';

/** A system as it is declared, with the secrets that its references lead to. */
export interface DeclaredWithSecrets {
  readonly declared: DeclaredSystem;
  readonly secrets: Readonly<Record<string, string>>;
}

/** What SYSTEMS_FILE declares, read once; what is wrong in it stops the start before anything opens. */
@Injectable()
export class DeclaredSystems {
  readonly all: readonly DeclaredWithSecrets[];

  constructor(@Inject(Config) config: Config) {
    this.all = config.systemsFile === undefined ? [] : read(config.systemsFile, config);
  }
}

function read(path: string, config: Config): DeclaredWithSecrets[] {
  const around = { isDevelopment: config.authMode === 'development', tenantIds: config.azureTenantIds };
  try {
    return declaredIn(contentOf(path), around).map((declared) => ({ declared, secrets: secretsOf(declared, config) }));
  } catch (error) {
    throw wrongDeclaration((error as Error).message);
  }
}

/** The one sentence in which every start that SYSTEMS_FILE stops says why. */
export const wrongDeclaration = (why: string): Error => new Error(`Wrong configuration: SYSTEMS_FILE: ${why}`);

function secretsOf({ name, secrets }: DeclaredSystem, config: Config): Record<string, string> {
  try {
    return Object.fromEntries(
      Object.entries(secrets).map(([secret, reference]) => [secret, secretAt(reference, config)]),
    );
  } catch (error) {
    throw new Error(`the system '${name}' has no secret: ${(error as Error).message}.`);
  }
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`'${path}' cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}.`);
  }
}
