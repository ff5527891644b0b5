import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DevTokenBody } from '../../src/platform/development/dev-token.body.js';
import { holds } from '../support/delegates.js';
import { entitlements, given } from '../support/given.js';
import { adding, membershipOf, resourcesOf } from '../support/resources.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';

const requests = `${entitlements}/resourceRequests`;
const writing = 'EntitlementManagement.ReadWrite.All';

/** Adding a resource lets packages give it: whoever does so manages the catalog, and owns what they add. */
describe('Who adds a resource', () => {
  let server: TestServer;
  let catalogId: string;
  let person: string;
  beforeAll(async () => {
    server = await startServer();
    catalogId = (await given(server).aCatalog()).id;
    person = (await given(server).aPerson()).id;
    await holds(server, { id: person }, 'Catalog owner', catalogId);
  });
  afterAll(() => server.close());

  const ownedBy = (...ids: string[]) =>
    given(server).aGroup({ 'owners@odata.bind': ids.map((id) => `https://any.example/v1.0/users/${id}`) });
  const sent = async (who: Partial<DevTokenBody>, groupId: string, catalog = catalogId) => {
    const { status, body } = await server.as(who).post(requests, adding(catalog, groupId));
    return [status, body.error?.code];
  };

  it('owns the catalog and the group', async () => {
    const [own, other] = [await ownedBy(person), await ownedBy()];
    expect(await sent(aPerson(person), own.id)).toEqual([201, undefined]);
    expect(await sent(aPerson(person), other.id)).toEqual([400, 'CallerNotResourceOwner']);
    expect(await sent(aPerson(person), catalogId)).toEqual([400, 'CallerNotResourceOwner']);
    const elsewhere = (await given(server).aCatalog()).id;
    expect(await sent(aPerson(person), own.id, elsewhere)).toEqual([404, 'ResourceNotFound']);
    const application = await given(server).aServicePrincipal();
    const resource = { originId: application.id, originSystem: 'AadApplication' };
    const answer = await server
      .as(aPerson(person))
      .post(requests, { requestType: 'adminAdd', catalog: { id: catalogId }, resource });
    expect([answer.status, answer.body.error.code]).toEqual([400, 'CallerNotResourceOwner']);
  });

  it('writes groups by a directory role, or administers', async () => {
    const writer = { ...aPerson(person), roles: ['GroupsAdministrator'] };
    expect(await sent(writer, (await ownedBy()).id)).toEqual([201, undefined]);
    expect(await sent(anAdministrator, (await ownedBy()).id)).toEqual([201, undefined]);
    const nobody = (await given(server).aPerson()).id;
    const stranger = { ...aPerson(nobody), roles: ['GroupsAdministrator'] };
    expect(await sent(stranger, (await ownedBy(nobody)).id)).toEqual([403, 'UnAuthorized']);
  });

  it('is an application that may write groups, whatever role it holds', async () => {
    const { id: oid } = await given(server).aServicePrincipal();
    await holds(server, { id: oid, kind: 'servicePrincipal' }, 'Catalog owner', catalogId);
    const as = (...roles: string[]) => ({ as: 'app', oid, roles }) as const;
    expect(await sent(as(), (await ownedBy()).id)).toEqual([400, 'CallerNotResourceOwner']);
    expect(await sent(as(writing), (await ownedBy()).id)).toEqual([400, 'CallerNotResourceOwner']);
    expect(await sent(as('Group.ReadWrite.All'), (await ownedBy()).id)).toEqual([201, undefined]);
    expect(await sent(as(writing, 'Group.ReadWrite.All'), (await ownedBy()).id)).toEqual([201, undefined]);
  });

  it('could give what the group gives, as could who has a package give it', async () => {
    const group = await ownedBy(person);
    const other = (await given(server).aCatalog()).id;
    await holds(server, { id: group.id, kind: 'group' }, 'Catalog owner', other);
    expect(await sent(aPerson(person), group.id)).toEqual([403, 'UnAuthorized']);
    const approvers = await ownedBy(person);
    const primaryApprovers = [{ '@odata.type': '#microsoft.graph.groupMembers', groupId: approvers.id }];
    await given(server).aPolicy({
      requestApprovalSettings: { isApprovalRequiredForAdd: true, stages: [{ primaryApprovers }] },
    });
    expect(await sent(aPerson(person), approvers.id)).toEqual([403, 'UnAuthorized']);
    await resourcesOf(server).aGroup(catalogId, group.id);
    const accessPackage = await given(server).aPackage({ catalog: { id: catalogId } });
    const path = `${entitlements}/accessPackages/${accessPackage.id}/resourceRoleScopes`;
    const refused = await server.as(aPerson(person)).post(path, membershipOf(group.id));
    expect([refused.status, refused.body.error.code]).toEqual([403, 'UnAuthorized']);
    expect((await server.as(anApplication).post(path, membershipOf(group.id))).status).toBe(201);
  });
});
