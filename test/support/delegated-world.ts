import { aPerson, anApplication, type Client, type TestServer } from './server.js';
import { entitlements, given } from './given.js';
import { holds, type Role, roleNames } from './delegates.js';

/** A catalog with something of everything that lies in one. */
export interface Half {
  readonly catalog: string;
  readonly accessPackage: string;
  readonly policy: string;
  /** A policy that asks for approval by somebody whom it hides. */
  readonly hiding: string;
  readonly assignment: string;
  readonly request: string;
  /** One that waits for approval. */
  readonly pending: string;
  readonly stage: string;
  readonly subject: string;
}

type Id = { readonly id: string };

/** A catalog with something of everything in it. */
export async function aHalf(server: TestServer): Promise<Half> {
  const { aCatalog, aPackage, aPolicy, aPerson: aPersonIn } = given(server);
  const admin = server.as(anApplication);
  const catalog = (await aCatalog()).id;
  const { id: accessPackage } = await aPackage({ catalog: { id: catalog } });
  const policy = await aPolicy({ accessPackage: { id: accessPackage } });
  const approver = await aPersonIn({ displayName: 'Approver' });
  const hiding = await aPolicy({
    accessPackage: { id: accessPackage },
    allowedTargetScope: 'allDirectoryUsers',
    requestorSettings: { enableTargetsToSelfAddAccess: true },
    requestApprovalSettings: {
      isApprovalRequiredForAdd: true,
      stages: [
        {
          durationBeforeAutomaticDenial: 'P2D',
          approverInformationVisibility: 'notVisible',
          primaryApprovers: [{ '@odata.type': '#microsoft.graph.singleUser', userId: approver.id }],
        },
      ],
    },
  });
  const holder = await aPersonIn({ displayName: 'Holder' });
  const asks = async (client: Client, body: object): Promise<Id> => {
    const { status, body: request, text } = await client.post(`${entitlements}/assignmentRequests`, body);
    if (status !== 201) throw new Error(text);
    return request as Id;
  };
  const request = await asks(admin, {
    requestType: 'adminAdd',
    assignment: { ...policy.names, targetId: holder.id },
  });
  await server.drain();
  const waiting = await aPersonIn({ displayName: 'Waiting' });
  const pending = await asks(server.as(aPerson(waiting.id)), { requestType: 'userAdd', assignment: hiding.names });
  await server.drain();
  const found = async (path: string): Promise<{ id: string }[]> =>
    ((await admin.get(`${entitlements}/${path}`)).body as { value: Id[] }).value;
  const [assignment] = await found(`assignments?$filter=target/objectId eq '${holder.id}'`);
  const [subject] = await found(`subjects?$filter=objectId eq '${holder.id}'`);
  const { body: approval } = await server
    .as({ as: 'user', scp: 'EntitlementManagement.ReadWrite.All User.Read.All' })
    .get(`${entitlements}/accessPackageAssignmentApprovals/${pending.id}`);
  return {
    ...{ catalog, accessPackage, policy: policy.id, hiding: hiding.id, request: request.id, pending: pending.id },
    assignment: assignment?.id ?? '',
    subject: subject?.id ?? '',
    stage: (approval as { stages: Id[] }).stages[0]?.id ?? '',
  };
}

/** Two catalogs, and delegates of the first, one for each role that is held in a catalog. */
export async function aDelegatedWorld(server: TestServer) {
  const { aPerson: aPersonIn, aServicePrincipal } = given(server);
  const [theirs, other] = [await aHalf(server), await aHalf(server)];
  const people = new Map<Role, string>();
  for (const role of roleNames) {
    const { id } = await aPersonIn({ displayName: role });
    await holds(server, { id }, role, role === 'Catalog creator' ? null : theirs.catalog);
    people.set(role, id);
  }
  const application = await aServicePrincipal();
  await holds(server, { id: application.id, kind: 'servicePrincipal' }, 'Catalog owner', theirs.catalog);
  return {
    theirs,
    other,
    people,
    as: (role: Role) => server.as(aPerson(people.get(role) ?? '')),
    asReader: (role: Role) => server.as(aPerson(people.get(role) ?? '', 'EntitlementManagement.Read.All')),
    asApplication: server.as({ as: 'app', oid: application.id, roles: [] }),
  };
}
