import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/auth/caller.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { ResourceInOrigin } from './resource.js';

/** A system in which resources are: the directory for groups, for applications, or one outside. */
export interface OriginSystem {
  /** Refuses who may not have packages give what is under an id, whether anything is there or not. */
  requireOwner(caller: Caller, originId: string): Promise<void>;
  /** What is there, held until the transaction ends; refuses what cannot be given from here. Undefined where nothing is. */
  read(originId: string): Promise<ResourceInOrigin | undefined>;
  /** Refuses who could not give by itself what this gives, as a group that holds a role does. */
  requireMayGive(caller: Caller, originId: string): Promise<void>;
}

/** The systems by the names that resources say as `originSystem`, by registration. */
@Injectable()
export class Origins {
  private readonly systems = new Map<string, OriginSystem>();

  register(originSystem: string, system: OriginSystem): void {
    if (this.systems.has(originSystem)) throw new Error(`Two systems are registered as '${originSystem}'.`);
    this.systems.set(originSystem, system);
  }

  /** The system of that name, in its spelling. */
  named(originSystem: string): { readonly name: string; readonly system: OriginSystem } {
    for (const [name, system] of this.systems) {
      if (name.toLowerCase() === originSystem.toLowerCase()) return { name, system };
    }
    throw new DomainError(
      'InvalidModel',
      `The model is invalid: 'originSystem' is '${originSystem}'; resources here are of ${[...this.systems.keys()].join(', ')}.`,
    );
  }

  /** What is there of a resource, with the words of Graph where nothing is. */
  async require(system: OriginSystem, originId: string): Promise<ResourceInOrigin> {
    const found = await system.read(originId);
    if (found) return found;
    throw new DomainError(
      'ResourceNotFoundInOriginSystem',
      `Nothing has the id '${originId}' in the system of the resource: check 'originId'.`,
    );
  }
}
