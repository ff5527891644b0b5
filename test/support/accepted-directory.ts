import { randomUUID } from 'node:crypto';
import { roles } from '../../src/graph/index.js';
import {
  bound,
  changing,
  creating,
  em,
  idOf,
  mail,
  name,
  type Prepares,
  reference,
  type World,
} from './accepted-calls.js';

const graph = '#microsoft.graph.';

/** Calls that write people, groups and applications. */
export function acceptedOfDirectory({ there, row, ada, bob }: World): Prepares {
  const ofUser = () => ({
    ...{ displayName: name(), userPrincipalName: mail(), mail: mail() },
    ...{ userType: 'Guest', accountEnabled: false },
  });
  const ofGroup = () => ({ displayName: name(), description: 'One', 'members@odata.bind': bound(ada) });
  const links = { 'manager@odata.bind': bound(ada)[0], 'sponsors@odata.bind': bound(bob) };
  const ofApplication = () => ({ displayName: name(), appId: randomUUID() });
  const aPerson = () => there.aPerson();
  const aGroup = () => there.aGroup({ displayName: name() });
  const toAda = () => reference('users', ada);
  return {
    'POST users': creating('users', () => ({ ...ofUser(), ...links }), row.user),
    'PATCH users/{key}': changing('users/{id}', aPerson, (id) => ({ id, ...ofUser() }), row.user),
    'PUT users/{key}/manager/$ref': changing('users/{id}/manager/$ref', aPerson, toAda, row.user),
    'POST users/{key}/sponsors/$ref': changing('users/{id}/sponsors/$ref', aPerson, toAda, row.user),
    'POST groups': creating('groups', () => ({ ...ofGroup(), 'owners@odata.bind': bound(bob) }), row.group),
    'PATCH groups/{id}': changing('groups/{id}', aGroup, (id) => ({ id, ...ofGroup() }), row.group),
    'POST groups/{id}/members/$ref': changing('groups/{id}/members/$ref', aGroup, toAda, row.group),
    'POST groups/{id}/owners/$ref': changing('groups/{id}/owners/$ref', aGroup, toAda, row.group),
    'POST servicePrincipals': creating('servicePrincipals', ofApplication, row.servicePrincipal),
    'POST roleManagement/entitlementManagement/roleAssignments': async () => ({
      path: 'roleManagement/entitlementManagement/roleAssignments',
      body: {
        principalId: ada,
        roleDefinitionId: roles['Catalog reader'].id,
        // A role is held once in one place.
        appScopeId: `/AccessPackageCatalog/${(await there.aCatalog()).id}`,
      },
      stored: (answer) => row.roleAssignment(idOf(answer)),
    }),
    'POST directoryObjects/getByIds': () =>
      Promise.resolve({
        path: 'directoryObjects/getByIds',
        body: { ids: [ada, bob], types: ['user'] },
        stored: ({ body }) => Promise.resolve(body.value as unknown),
      }),
  };
}

const identitySources = [
  { '@odata.type': `${graph}domainIdentitySource`, domainName: 'a.example', displayName: 'A' },
  { '@odata.type': `${graph}azureActiveDirectoryTenant`, displayName: 'A' },
  { '@odata.type': `${graph}crossCloudAzureActiveDirectoryTenant`, displayName: 'A', cloudInstance: 'x.example' },
  { '@odata.type': `${graph}externalDomainFederation`, domainName: 'b.example', displayName: 'A', issuerUri: 'x:y' },
  { '@odata.type': `${graph}socialIdentitySource`, displayName: 'A', socialIdentitySourceType: 'facebook' },
];

/** Calls that write connected organizations. */
export function acceptedOfOrganizations({ there, row, ada }: World): Prepares {
  const sources = identitySources.map((source, index) =>
    index === 1 || index === 2 ? { ...source, tenantId: ada } : source,
  );
  const ofOne = () => ({ displayName: name(), description: 'One', state: 'proposed', identitySources: sources });
  const links = { 'internalSponsors@odata.bind': bound(ada), 'externalSponsors@odata.bind': bound(ada) };
  const aNew = () => there.aConnectedOrganization({ displayName: name() });
  const path = `${em}/connectedOrganizations`;
  const toAda = () => reference('users', ada);
  const sponsors = (kind: string): Prepares => ({
    [`POST connectedOrganizations/{id}/${kind}/$ref`]: changing(
      `${path}/{id}/${kind}/$ref`,
      aNew,
      toAda,
      row.organization,
    ),
  });
  return {
    'POST connectedOrganizations': creating(path, () => ({ ...ofOne(), ...links }), row.organization),
    'PATCH connectedOrganizations/{id}': changing(`${path}/{id}`, aNew, (id) => ({ id, ...ofOne() }), row.organization),
    ...sponsors('internalSponsors'),
    ...sponsors('externalSponsors'),
  };
}
