import { requestTypes, visibleIn } from '../../graph/index.js';
import { Guid, Parts, Text } from '../../platform/edm/members.js';
import { GraphEntity, WireName } from '../../platform/edm/type-names.js';
import {
  computed,
  enumeration,
  type Field,
  guid,
  type Kind,
  moment,
  part,
  resource,
  toOne,
} from '../../platform/odata/resource.js';
import type { ResourceRequest } from './resource.js';
import { AccessPackageResourceAttribute } from './resources.resource.js';

/** A resource as it was when something was done to it. */
@GraphEntity('accessPackageResource')
@WireName('AccessPackageResourceAsItWas')
class ResourceAsItWas {
  @Guid() id: string | null;
  @Text(1_000) originId: string | null;
  @Text(100) originSystem: string | null;
  @Text(256) displayName: string | null;
  @Text(4_000) description: string | null;
  @Parts(() => AccessPackageResourceAttribute, 0) attributes: AccessPackageResourceAttribute[];
}

const requestStates = [
  ...['submitted', 'pendingApproval', 'delivering', 'delivered', 'deliveryFailed'],
  ...['denied', 'scheduled', 'canceled', 'partiallyDelivered'],
];
const text: Kind = { edm: 'Edm.String' };
const nothing = (kind: Kind): Field<ResourceRequest> => computed(kind, () => null);

/** That a resource was added to a catalog, changed or removed: always done at once (Graph's accessPackageResourceRequest). */
export const resourceRequests = resource<'resourceRequest', ResourceRequest>({
  name: 'resourceRequests',
  path: 'identityGovernance/entitlementManagement/resourceRequests',
  readBy: 'entitlements.read',
  entityType: 'accessPackageResourceRequest',
  example: { requestType: 'adminAdd', state: 'delivered' },
  model: 'resourceRequest',
  unshown: ['createdById'],
  fields: {
    id: guid('id'),
    requestType: enumeration('accessPackageRequestType', requestTypes)('requestType'),
    state: enumeration('accessPackageRequestState', requestStates)('state'),
    createdDateTime: moment('createdAt'),
    // Graph has an entity there, which is followed only where `$expand` names it.
    resource: { ...part(() => ResourceAsItWas, 'resource'), isUnshown: true },
  },
  inBeta: {
    shown: ['id', 'requestType', 'state'],
    fields: {
      requestStatus: computed(text, () => 'Fulfilled'),
      isValidationOnly: computed({ edm: 'Edm.Boolean' }, () => false),
      justification: nothing(text),
      expirationDateTime: nothing({ edm: 'Edm.DateTimeOffset' }),
    },
  },
  links: { catalog: toOne('catalogs', 'catalog') },
  visibleTo: (caller) =>
    visibleIn<'resourceRequest'>(caller, 'catalogs.read', {
      own: { createdById: caller.objectId },
      inCatalogs: (catalogId) => ({ catalogId }),
    }),
});
