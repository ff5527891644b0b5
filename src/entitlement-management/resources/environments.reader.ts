import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { Environment } from './resource.js';

/** How somebody names an environment: by its id, by the name that it has in its system, or not at all for the directory's. */
export interface NamedEnvironment {
  readonly id?: string;
  readonly name?: string;
}

/** Where the resources of a system may be. */
@Injectable()
export class EnvironmentsReader {
  constructor(private readonly database: Database) {}

  /** The environment of a system that is meant; refuses one that is of another system, or of none. */
  async require(originSystem: string, { id, name }: NamedEnvironment): Promise<Environment> {
    const said = id === undefined ? { name: name ?? '' } : { id, ...(name !== undefined && { name }) };
    const found = await this.database.client.resourceEnvironment.findFirst({ where: { originSystem, ...said } });
    if (found) return found;
    throw new DomainError(
      'InvalidModel',
      `The model is invalid: 'environment' names none of ${originSystem}: 'resourceEnvironments?$filter=originSystem eq '${originSystem}'' lists those that there are.`,
    );
  }
}
