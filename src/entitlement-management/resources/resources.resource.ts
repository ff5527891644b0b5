import type { Caller } from '../../platform/auth/caller.js';
import { type Catalogs, visibleIn } from '../../graph/index.js';
import type { CatalogResource, ResourceEnvironment } from '../../platform/database/generated/client.js';
import type { Model, WhereOf } from '../../platform/database/models.js';
import { Text } from '../../platform/edm/members.js';
import { WireName } from '../../platform/edm/type-names.js';
import {
  askable,
  beside,
  complex,
  computed,
  type Field,
  flag,
  guid,
  type Kind,
  moment,
  nullable,
  resource,
  text,
  toMany,
  toOne,
} from '../../platform/odata/resource.js';
import { whatSomebodyIsShown } from './shown-to-requestors.js';
import type { ResourceRole, ResourceScope } from './resource.js';

const root = 'identityGovernance/entitlementManagement';
const string: Kind = { edm: 'Edm.String' };
const nothing = <Row>(): Field<Row> => computed(string, () => null);

/** What is of resources: who reads a catalog sees all of it; others what the packages give that let them see it. */
const ofResources = <M extends Model>(
  caller: Caller,
  own: (packages: WhereOf<'accessPackage'>) => WhereOf<M>,
  inCatalogs: (catalogs: Catalogs) => WhereOf<M>,
): WhereOf<M> => visibleIn<M>(caller, 'catalogs.read', { own: own(whatSomebodyIsShown(caller)), inCatalogs });

/** An attribute of people that a resource wants to know; none is kept here, policies ask questions. */
@WireName('AccessPackageResourceAttribute')
export class AccessPackageResourceAttribute {}

/** What packages of a catalog can give roles of (Graph's accessPackageResource). */
export const resources = resource<'catalogResource', CatalogResource>({
  name: 'resources',
  path: `${root}/resources`,
  readBy: 'entitlements.read',
  readByConcerned: 'ownAccess.read',
  entityType: 'accessPackageResource',
  example: { displayName: 'Sales EMEA', originSystem: 'AadGroup', originId: '0d000000-0000-4000-8000-0000000000e1' },
  model: 'catalogResource',
  long: ['description'],
  unshown: ['environment', 'attributes'],
  fields: {
    id: guid('id'),
    displayName: text('displayName'),
    description: nullable(text('description')),
    originId: text('originId'),
    originSystem: text('originSystem'),
    attributes: computed(
      complex(() => AccessPackageResourceAttribute, true),
      () => [],
    ),
    createdDateTime: moment('createdAt'),
    modifiedDateTime: moment('modifiedAt'),
  },
  inBeta: {
    shown: ['id', 'displayName', 'description', 'originId', 'originSystem', 'attributes'],
    fields: {
      addedBy: nothing(),
      addedOn: moment('createdAt'),
      isPendingOnboarding: computed({ edm: 'Edm.Boolean' }, () => false),
      resourceType: nothing(),
      url: nothing(),
    },
  },
  links: {
    environment: toOne('resourceEnvironments', 'inEnvironment'),
    roles: toMany('resourceRoles', 'roles'),
    scopes: toMany('resourceScopes', 'scopes'),
  },
  visibleTo: (caller) =>
    ofResources<'catalogResource'>(
      caller,
      (accessPackage) => ({ roles: { some: { roleScopes: { some: { accessPackage } } } } }),
      (catalogId) => ({ catalogId }),
    ),
});

/** What the resource says of the system that it is in. */
const originSystem = <Row>(): Field<Row> => {
  const of: NonNullable<Field<Row>['worked']> = (row) => row.joined('resource').column('originSystem');
  return askable(beside(string, { name: '$originSystem', of }), of);
};

/** What a resource can give (Graph's accessPackageResourceRole). */
export const resourceRoles = resource<'resourceRole', ResourceRole>({
  name: 'resourceRoles',
  path: `${root}/resources/roles`,
  isUnaddressed: true,
  readBy: 'entitlements.read',
  readByConcerned: 'ownAccess.read',
  entityType: 'accessPackageResourceRole',
  example: {
    displayName: 'Member',
    originSystem: 'AadGroup',
    originId: 'Member_0d000000-0000-4000-8000-0000000000e1',
  },
  model: 'resourceRole',
  long: ['description'],
  fields: {
    id: guid('id'),
    displayName: text('displayName'),
    description: nullable(text('description')),
    originId: text('originId'),
    originSystem: originSystem(),
    type: computed(
      { edm: 'enum', name: 'roleType', members: ['active', 'eligible', 'application', 'delegated'] },
      () => null,
    ),
  },
  inBeta: { shown: ['id', 'displayName', 'description', 'originId', 'originSystem'], fields: {} },
  links: { resource: toOne('resources', 'resource') },
  visibleTo: (caller) =>
    ofResources<'resourceRole'>(
      caller,
      (accessPackage) => ({ roleScopes: { some: { accessPackage } } }),
      (catalogId) => ({ resource: { catalogId } }),
    ),
});

/** Where in a resource its roles count (Graph's accessPackageResourceScope). */
export const resourceScopes = resource<'resourceScope', ResourceScope>({
  name: 'resourceScopes',
  path: `${root}/resources/scopes`,
  isUnaddressed: true,
  readBy: 'entitlements.read',
  readByConcerned: 'ownAccess.read',
  entityType: 'accessPackageResourceScope',
  example: { displayName: 'Root', originSystem: 'AadGroup', originId: '0d000000-0000-4000-8000-0000000000e1' },
  model: 'resourceScope',
  fields: {
    id: guid('id'),
    displayName: text('displayName'),
    description: nothing(),
    originId: text('originId'),
    originSystem: originSystem(),
    isRootScope: flag('isRootScope'),
  },
  inBeta: { fields: { roleOriginId: nothing(), url: nothing() } },
  links: { resource: toOne('resources', 'resource') },
  visibleTo: (caller) =>
    ofResources<'resourceScope'>(
      caller,
      (accessPackage) => ({ roleScopes: { some: { accessPackage } } }),
      (catalogId) => ({ resource: { catalogId } }),
    ),
});

/** The place of an outside system; the directory has none. */
@WireName('ConnectionInfo')
abstract class ConnectionInfo {
  @Text(2_000) url: string | null;
}

/** Where resources are: in the directory, or in an outside system that was declared (Graph's accessPackageResourceEnvironment). */
export const resourceEnvironments = resource<'resourceEnvironment', ResourceEnvironment>({
  name: 'resourceEnvironments',
  path: `${root}/resourceEnvironments`,
  readBy: 'entitlements.read',
  readByConcerned: 'ownAccess.read',
  entityType: 'accessPackageResourceEnvironment',
  example: { displayName: 'Groups', originSystem: 'AadGroup', isDefaultEnvironment: true },
  model: 'resourceEnvironment',
  isShared: true,
  long: ['description'],
  fields: {
    id: guid('id'),
    displayName: text('displayName'),
    description: nullable(text('description')),
    originId: text('name'),
    originSystem: text('originSystem'),
    isDefaultEnvironment: computed({ edm: 'Edm.Boolean' }, ({ name }) => name === ''),
    connectionInfo: computed(
      complex(() => ConnectionInfo),
      () => null,
    ),
    createdDateTime: moment('createdAt'),
    modifiedDateTime: moment('createdAt'),
  },
  links: {},
  visibleTo: () => ({}),
});
