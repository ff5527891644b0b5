import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/auth/caller.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { DelegatedAuthority } from '../../role-management/index.js';
import { EnvironmentsReader, type NamedEnvironment } from './environments.reader.js';
import { Origins } from './origins.registry.js';
import type { CatalogResource } from './resource.js';
import { ResourcesRepository } from './resources.repository.js';

/** How somebody names a resource that is there: by its id, or by its catalog and where it is; what is said of both has to agree. */
export interface NamedResource {
  readonly id?: string;
  readonly catalogId?: string;
  readonly originSystem?: string;
  readonly originId?: string;
  readonly environment: NamedEnvironment;
}

/** Finds resources for those who manage their catalogs, and holds them. */
@Injectable()
export class NamedResources {
  constructor(
    private readonly authority: DelegatedAuthority,
    private readonly origins: Origins,
    private readonly environments: EnvironmentsReader,
    private readonly resources: ResourcesRepository,
  ) {}

  /** The one that is meant, under a row lock; others who ask are refused before it is looked for. */
  async hold(caller: Caller, named: NamedResource): Promise<CatalogResource> {
    const { id = await this.idOf(caller, named), catalogId, originSystem, originId } = named;
    await this.authority.require(caller, 'catalogs.manage', { kind: 'resource', id });
    const resource = await this.resources.getForUpdate(id);
    const differs = (name: string, said: string | undefined, is: string) =>
      said !== undefined && said.toLowerCase() !== is.toLowerCase() ? [name] : [];
    const wrong = [
      ...differs('catalog.id', catalogId, resource.catalogId),
      ...differs('resource.originSystem', originSystem, resource.originSystem),
      ...differs('resource.originId', originId, resource.originId),
      ...differs('resource.environment.id', named.environment.id, resource.environmentId),
      ...differs('resource.environment.originId', named.environment.name, resource.environment),
    ];
    if (wrong.length === 0) return resource;
    throw new DomainError(
      'InvalidModel',
      `The model is invalid: '${wrong.join("' and '")}' and the resource '${id}' differ.`,
    );
  }

  private async idOf(caller: Caller, { catalogId, originSystem, originId, environment }: NamedResource) {
    if (catalogId === undefined || originSystem === undefined || originId === undefined) {
      throw new DomainError(
        'InvalidModel',
        "The model is invalid: 'resource' names none: send 'resource.id', or 'catalog' with 'resource.originSystem' and 'resource.originId'.",
      );
    }
    await this.authority.require(caller, 'catalogs.manage', { kind: 'catalog', id: catalogId });
    const { name } = this.origins.named(originSystem);
    const where = await this.environments.require(name, environment);
    const id = await this.resources.idOf(catalogId, { originSystem: name, originId }, where.name);
    if (id !== undefined) return id;
    throw new DomainError('ResourceNotFound', `The catalog '${catalogId}' has no resource '${originId}'.`);
  }
}
