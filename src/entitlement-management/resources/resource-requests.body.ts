import { BodyOf } from '../../platform/beta/bodies.js';
import { PassesOver, PassesOverOnlyIf, Refuses } from '../../platform/edm/member-classes.js';
import { read } from '../../platform/edm/member.js';
import { Guid, isGuid, Name, OneOf, Part, Text } from '../../platform/edm/members.js';
import { Reference } from '../../platform/edm/references.js';
import { WireName } from '../../platform/edm/type-names.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { Example } from '../../platform/openapi/example.js';
import { CatalogLink } from '../catalogs/index.js';
import type { NamedEnvironment } from './environments.reader.js';
import type { NamedResource } from './named-resources.reader.js';
import { type ResourceNames, resourceRequestTypes, type ResourceRequestType } from './resource.js';

/** A GUID, alone or behind the name of a role. */
const guidAtEnd = /(?<=^|^\w+_)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id in another system; a GUID is read as lower case. */
export const OriginId = () =>
  Text(
    1_000,
    'optional',
    read((value) => (typeof value === 'string' ? value.replace(guidAtEnd, (id) => id.toLowerCase()) : value)),
  );

/** Names an environment by its id, or by what it is called in its system. */
@BodyOf('accessPackageResourceEnvironment')
@PassesOver('connectionInfo', 'createdDateTime', 'description', 'displayName', 'isDefaultEnvironment')
@PassesOver('modifiedDateTime', 'originSystem', 'resources', 'createdBy', 'modifiedBy')
@WireName('ResourceEnvironmentLink')
export class ResourceEnvironmentLink {
  @Guid() id?: string | null;
  @Text(256) originId?: string | null;
}

const isOf = (words: readonly unknown[]) => (value: unknown) => words.includes(value);

/** The resource that is meant: one to add says where it is, one that is there its id or where it is. */
@BodyOf('accessPackageResource')
@PassesOver('createdDateTime', 'modifiedDateTime', 'addedBy', 'addedOn', 'isPendingOnboarding', 'resourceType', 'url')
@PassesOver('roles', 'scopes')
@Refuses("is not kept here: ask requestors by 'questions' of the assignment policy", 'attributes')
@Refuses('is not served yet', 'uploadSessions')
@WireName('ResourceBody')
export class ResourceBody {
  @Guid() id?: string | null;
  @OriginId() originId?: string | null;
  @Text(100) originSystem?: string | null;
  @Name(256, 'optional') displayName?: string | null;
  @Text(4_000) description?: string | null;
  @Part(() => ResourceEnvironmentLink) environment?: ResourceEnvironmentLink | null;
  @Reference(['resourceEnvironments', 'accessPackageResourceEnvironments']) 'environment@odata.bind'?: string | null;

  /** Where it is, as far as it is said. */
  inEnvironment(): NamedEnvironment {
    const { id, originId: name } = { ...this.environment };
    const bound = this['environment@odata.bind'];
    if (id && bound && id !== bound) {
      throw invalid("'resource.environment.id' and 'resource.environment@odata.bind' differ");
    }
    const said = id ?? bound;
    return { ...(said && { id: said }), ...(typeof name === 'string' && { name }) };
  }

  /** What it is called. */
  names(): ResourceNames {
    return {
      ...(typeof this.displayName === 'string' && { displayName: this.displayName }),
      ...(typeof this.description === 'string' && { description: this.description }),
    };
  }
}

/** Graph's accessPackageResourceRequest, as it is posted. */
@Example({
  requestType: 'adminAdd',
  catalog: { id: '0d000000-0000-4000-8000-0000000000c1' },
  resource: { originId: '0d000000-0000-4000-8000-0000000000e1', originSystem: 'AadGroup' },
})
@BodyOf('accessPackageResourceRequest')
@PassesOverOnlyIf(isGuid, 'must be a GUID', 'id')
@PassesOverOnlyIf(isOf([true, 'true']), 'cannot be false: it is done at once, or leave it out', 'executeImmediately')
@PassesOverOnlyIf(isOf([false, 'false']), 'cannot be true: leave it out', 'isValidationOnly')
@PassesOver('justification')
@Refuses('is not taken in a new request: the server says it', 'state', 'createdDateTime', 'requestStatus')
@Refuses('is not taken in a new request: the server says it', 'expirationDateTime', 'requestor')
@WireName('ResourceRequestBody')
export class ResourceRequestBody {
  @OneOf(resourceRequestTypes, 'required') requestType: ResourceRequestType;
  @Part(() => CatalogLink) catalog?: CatalogLink | null;
  @Part(() => ResourceBody, 'required') resource: ResourceBody;

  /** The catalog and the place of what is to be added; both have to be said. */
  wanted() {
    const { catalog, resource } = this;
    if (resource.id) throw invalid("'resource.id' is not taken in a new resource: the server says it");
    const missing = [
      ...(catalog ? [] : ['catalog']),
      ...(resource.originId ? [] : ['resource.originId']),
      ...(resource.originSystem ? [] : ['resource.originSystem']),
    ];
    if (!catalog || !resource.originId || !resource.originSystem)
      throw invalid(`'${missing.join("' and '")}' is required`);
    return {
      catalogId: catalog.id,
      wanted: {
        originId: resource.originId,
        originSystem: resource.originSystem,
        environment: resource.inEnvironment(),
        names: resource.names(),
      },
    };
  }

  /** The resource of a catalog that is meant. */
  named(): NamedResource {
    const { id, originId, originSystem } = this.resource;
    return {
      environment: this.resource.inEnvironment(),
      ...(this.catalog && { catalogId: this.catalog.id }),
      ...(id && { id }),
      ...(originId && { originId }),
      ...(originSystem && { originSystem }),
    };
  }
}

const invalid = (fault: string): DomainError => new DomainError('InvalidModel', `The model is invalid: ${fault}.`);
