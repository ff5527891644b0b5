// Microsoft's own client for Graph, as it comes, against a server's address; prints what it saw as JSON.
import { PageIterator } from '@microsoft/microsoft-graph-client';
import { administrator, clientOf, entitlements, unique } from './graph-clients.mjs';

async function delivered({ id }) {
  for (let tries = 0; tries < 100; tries += 1) {
    const request = await administrator.api(`${entitlements}/assignmentRequests/${id}`).expand('assignment').get();
    if (request.state === 'delivered') return request;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Request ${id} is not delivered.`);
}

async function offer() {
  const catalog = await administrator.api(`${entitlements}/catalogs`).post({ displayName: `Catalog ${unique}` });
  const accessPackage = await administrator
    .api(`${entitlements}/accessPackages`)
    .post({ displayName: `Package ${unique}`, catalog: { id: catalog.id } });
  const policy = await administrator.api(`${entitlements}/assignmentPolicies`).post({
    displayName: `Policy ${unique}`,
    allowedTargetScope: 'allDirectoryUsers',
    expiration: { type: 'afterDuration', duration: 'P30D' },
    requestorSettings: {
      enableTargetsToSelfAddAccess: true,
      enableTargetsToSelfUpdateAccess: true,
      allowCustomAssignmentSchedule: true,
    },
    accessPackage: { id: accessPackage.id },
  });
  return { accessPackageId: accessPackage.id, assignmentPolicyId: policy.id };
}

const aPerson = (name) =>
  administrator
    .api('/users')
    .post({ displayName: name, userPrincipalName: `${name}.${unique}@contoso.example`.toLowerCase() });

const ask = (client, requestType, assignment, more = {}) =>
  client.api(`${entitlements}/assignmentRequests`).post({ requestType, assignment, ...more });

async function everyPage(first) {
  const found = [];
  let pages = 1;
  let page = first;
  const links = [];
  while (page['@odata.nextLink']) {
    links.push(page['@odata.nextLink']);
    page = await administrator.api(page['@odata.nextLink']).get();
    pages += 1;
  }
  await new PageIterator(administrator, first, (item) => found.push(item) > 0).iterate();
  return { found, pages, links };
}

const names = await offer();
const people = await Promise.all(['Ada', 'Bea', 'Cleo', 'Dora', 'Eve'].map(aPerson));
const [ada, ...others] = people;
const self = clientOf({ as: 'user', oid: ada.id, scp: 'EntitlementMgmt-SubjectAccess.ReadWrite', roles: [] });

const userAdd = await ask(self, 'userAdd', names);
const held = await delivered(userAdd);
const schedule = { expiration: { type: 'afterDuration', duration: 'P20D' } };
const userExtend = await ask(self, 'UserExtend', { id: held.assignment.id }, { schedule });
await delivered(userExtend);
const added = [];
for (const { id } of others) added.push(await ask(administrator, 'adminAdd', { targetId: id, ...names }));
const last = (await Promise.all(added.map(delivered))).at(-1);
const adminRemove = await ask(administrator, 'adminRemove', { id: last.assignment.id });
await delivered(adminRemove);

const first = await administrator
  .api(`${entitlements}/assignments`)
  .filter(`accessPackage/id eq '${names.accessPackageId}' and state eq 'delivered'`)
  .expand('target,accessPackage')
  .top(2)
  .get();
const { found, pages, links } = await everyPage(first);
const refused = await administrator
  .api(`${entitlements}/assignments/${ada.id}`)
  .get()
  .catch(({ statusCode, code, requestId, message }) => ({ statusCode, code, requestId, message }));

const accepted = { userAdd, userExtend, adminAdd: added[0], adminRemove };
process.stdout.write(JSON.stringify({ people, names, accepted, found, pages, links, refused }));
