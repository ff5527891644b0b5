import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aDelegatedWorld, type Half } from '../support/delegated-world.js';
import { holds, type Role, roleNames } from '../support/delegates.js';
import { entitlements, given } from '../support/given.js';
import { anApplication, type Answered, type Client, aPerson, startServer, type TestServer } from '../support/server.js';

const all: readonly Role[] = roleNames.filter((role) => role !== 'Catalog creator');
const managers: readonly Role[] = all.filter((role) => role !== 'Catalog reader');
const packagers: readonly Role[] = ['Catalog owner', 'Access package manager'];

/** What is read at which address, by which roles in its catalog. */
const reads: Readonly<Record<string, { readonly of: (half: Half) => string; readonly by: readonly Role[] }>> = {
  catalogs: { of: ({ catalog }) => catalog, by: all },
  accessPackages: { of: ({ accessPackage }) => accessPackage, by: all },
  assignmentPolicies: { of: ({ policy }) => policy, by: all },
  assignments: { of: ({ assignment }) => assignment, by: managers },
  assignmentRequests: { of: ({ request }) => request, by: managers },
  subjects: { of: ({ subject }) => subject, by: managers },
  accessPackageAssignmentApprovals: { of: ({ pending }) => pending, by: managers },
};

type Write = (client: Client, half: Half) => Promise<Answered>;

const at = (path: string): string => `${entitlements}/${path}`;
const name = (): string => `Written ${randomUUID()}`;

/** What is written, by which roles in its catalog, and who of the others cannot even see it; `done` is the status of success. */
const writes: Readonly<
  Record<
    string,
    { readonly by: readonly Role[]; readonly unseenBy: readonly Role[]; readonly done: number; readonly write: Write }
  >
> = {
  'PATCH catalog': {
    ...{ by: ['Catalog owner'], unseenBy: [], done: 204 },
    write: (client, { catalog }) => client.patch(at(`catalogs/${catalog}`), { description: name() }),
  },
  'POST package': {
    ...{ by: packagers, unseenBy: [], done: 201 },
    write: (client, { catalog }) =>
      client.post(at('accessPackages'), { displayName: name(), catalog: { id: catalog } }),
  },
  'PATCH package': {
    ...{ by: packagers, unseenBy: [], done: 204 },
    write: (client, { accessPackage }) => client.patch(at(`accessPackages/${accessPackage}`), { description: name() }),
  },
  'POST incompatible package': {
    ...{ by: packagers, unseenBy: [], done: 400 },
    write: (client, { accessPackage }) =>
      client.post(at(`accessPackages/${accessPackage}/incompatibleAccessPackages/$ref`), {
        '@odata.id': `https://graph.microsoft.com${at(`accessPackages/${accessPackage}`)}`,
      }),
  },
  'POST policy': {
    ...{ by: packagers, unseenBy: [], done: 201 },
    write: (client, { accessPackage }) =>
      client.post(at('assignmentPolicies'), {
        ...{ displayName: name(), allowedTargetScope: 'notSpecified' },
        accessPackage: { id: accessPackage },
      }),
  },
  'PATCH policy': {
    ...{ by: packagers, unseenBy: [], done: 200 },
    write: (client, { policy }) => client.patch(at(`assignmentPolicies/${policy}`), { description: name() }),
  },
  adminAdd: {
    ...{ by: managers, unseenBy: [], done: 404 },
    // Whom nobody knows: refused by the rules, once it is settled that they may assign.
    write: (client, { policy, accessPackage }) =>
      client.post(at('assignmentRequests'), {
        requestType: 'adminAdd',
        assignment: { assignmentPolicyId: policy, accessPackageId: accessPackage, targetId: randomUUID() },
      }),
  },
  'adminUpdate by assignment': {
    // Nothing to change is said: refused by the rules, once it is settled that they may.
    ...{ by: managers, unseenBy: ['Catalog reader'], done: 400 },
    write: (client, { assignment }) =>
      client.post(at('assignmentRequests'), { requestType: 'adminUpdate', assignment: { id: assignment } }),
  },
  'reprocess assignment': {
    ...{ by: managers, unseenBy: ['Catalog reader'], done: 202 },
    write: (client, { assignment }) => client.post(at(`assignments/${assignment}/reprocess`)),
  },
  'reprocess request': {
    ...{ by: managers, unseenBy: ['Catalog reader'], done: 409 },
    write: (client, { request }) => client.post(at(`assignmentRequests/${request}/reprocess`)),
  },
  'DELETE request': {
    ...{ by: managers, unseenBy: ['Catalog reader'], done: 409 },
    write: (client, { request }) => client.delete(at(`assignmentRequests/${request}`)),
  },
};

const idsIn = ({ body }: Answered): string[] => (body as { value: { id: string }[] }).value.map(({ id }) => id);

describe('a delegate', () => {
  let server: TestServer;
  let world: Awaited<ReturnType<typeof aDelegatedWorld>>;
  beforeAll(async () => {
    server = await startServer();
    world = await aDelegatedWorld(server);
  }, 120_000);
  afterAll(() => server.close());

  const readers = Object.entries(reads).flatMap(([path, { of, by }]) =>
    roleNames.map((role) => [role, path, by.includes(role), of] as const),
  );

  it.each(readers)('with the role %s reads %s of their catalog: %s', async (role, path, isRead, of) => {
    const [client, { theirs, other }] = [world.as(role), world];
    const isApproval = path === 'accessPackageAssignmentApprovals';
    if (!isApproval) {
      const listed = idsIn(await client.get(at(`${path}?$top=500`)));
      expect(listed.includes(of(theirs))).toBe(isRead);
      expect(listed).not.toContain(of(other));
      expect(listed.length > 0).toBe(isRead);
    }
    expect((await client.get(at(`${path}/${of(theirs)}`))).status).toBe(isRead ? 200 : 404);
    expect((await client.get(at(`${path}/${of(other)}`))).status).toBe(404);
  });

  const writers = Object.entries(writes).flatMap(([what, { by, unseenBy, done, write }]) =>
    roleNames.map((role) => {
      const isUnseen = role === 'Catalog creator' || unseenBy.includes(role);
      return [role, what, by.includes(role) ? done : isUnseen ? 404 : 403, write] as const;
    }),
  );

  it.each(writers)('with the role %s, at %s of their catalog, gets %s', async (role, what, status, write) => {
    const answer = await write(world.as(role), world.theirs);
    // The guard refuses whoever can do it nowhere, before anything is looked for.
    const isDoneNowhere = !writes[what]?.by.includes(role);
    expect(isDoneNowhere ? [403] : [status]).toContain(answer.status);
  });

  it.each(writers)('with the role %s does nothing at %s of another catalog', async (role, what, _, write) => {
    const answer = await write(world.as(role), world.other);
    const isDoneNowhere = !writes[what]?.by.includes(role);
    expect(answer.status).toBe(isDoneNowhere ? 403 : 404);
  });

  it('needs the writing scope beside the role', async () => {
    const { theirs } = world;
    for (const { by, write } of Object.values(writes)) {
      expect((await write(world.asReader(by[0] ?? 'Catalog owner'), theirs)).status).toBe(403);
    }
  });

  it('is also an application, which needs no permission and does what its role lets it, in its catalog alone', async () => {
    const [client, { theirs, other }] = [world.asApplication, world];
    expect(idsIn(await client.get(at('catalogs')))).toEqual([theirs.catalog]);
    for (const { done, write } of Object.values(writes)) {
      expect((await write(client, theirs)).status).toBe(done);
      expect((await write(client, other)).status).toBe(404);
    }
    const stranger = server.as({ as: 'app', oid: randomUUID(), roles: [] });
    expect((await stranger.get(at('catalogs'))).status).toBe(403);
  });

  it('knows whom the policies of their catalog hide only where they manage it', async () => {
    const shown = async (role: Role, path: string) => JSON.stringify((await world.as(role).get(path)).body);
    const approver = /"userId":"[0-9a-f-]{36}"/;
    for (const role of managers)
      expect(await shown(role, at(`assignmentPolicies/${world.theirs.hiding}`))).toMatch(approver);
    expect(await shown('Catalog reader', at(`assignmentPolicies/${world.theirs.hiding}`))).not.toMatch(approver);
  });

  it('cancels what waits in their catalog, and is not told of what waits elsewhere', async () => {
    const { theirs, other } = world;
    const cancel = (client: Client, id: string) => client.post(at(`assignmentRequests/${id}/cancel`));
    expect((await cancel(world.as('Catalog reader'), theirs.pending)).status).toBe(404);
    for (const role of managers) expect((await cancel(world.as(role), other.pending)).status).toBe(404);
    const reading = server.as(
      aPerson(world.people.get('Catalog owner') ?? '', 'EntitlementMgmt-SubjectAccess.ReadWrite'),
    );
    expect((await cancel(reading, theirs.pending)).status).toBe(403);
    expect((await cancel(world.as('Access package assignment manager'), theirs.pending)).status).toBe(204);
  });

  it('sees by expansions, filters and counts what lies in their catalog, and nothing beside', async () => {
    const { theirs, other } = world;
    const seen = async (role: Role, query: string) => JSON.stringify((await world.as(role).get(at(query))).body);
    const hidden = Object.values(other);
    for (const role of managers) {
      for (const query of [
        'catalogs?$expand=accessPackages($expand=assignmentPolicies)',
        'assignments?$expand=target,accessPackage($expand=catalog),assignmentPolicy',
        'assignmentRequests?$expand=requestor,accessPackage($expand=catalog),assignment',
        `accessPackages?$filter=assignmentPolicies/any(p:p/id ne null)`,
      ]) {
        const text = await seen(role, query);
        expect(text).toContain(theirs.accessPackage);
        for (const id of hidden) expect(text).not.toContain(id);
      }
      const count = (await world.as(role).get(at('assignments?$count=true&$top=1'))).body['@odata.count'];
      expect(count).toBe(1);
    }
    const approvers = `assignmentPolicies?$filter=requestApprovalSettings/stages/any(s:s/primaryApprovers/$count gt 0)`;
    const found = async (role: Role) => idsIn(await world.as(role).get(at(approvers)));
    expect(await found('Access package manager')).toEqual([theirs.hiding]);
    expect(await found('Catalog reader')).toEqual([]);
  });

  it('sees who had what was deleted from their catalog, and nobody of what was deleted elsewhere', async () => {
    const { aPackage, aPolicy, aPerson: aPersonIn } = given(server);
    const admin = server.as(anApplication);
    const asks = async (requestType: string, assignment: object): Promise<void> => {
      const { status, text } = await admin.post(at('assignmentRequests'), { requestType, assignment });
      expect([status, text]).toEqual([201, text]);
      await server.drain();
    };
    const held = async (catalog: string): Promise<string> => {
      const { id: accessPackage } = await aPackage({ catalog: { id: catalog } });
      const { names } = await aPolicy({ accessPackage: { id: accessPackage } });
      const { id } = await aPersonIn();
      await asks('adminAdd', { ...names, targetId: id });
      const of = at(`assignments?$filter=target/objectId eq '${id}'`);
      await asks('adminRemove', { id: idsIn(await admin.get(of))[0] });
      expect((await admin.delete(at(`accessPackages/${accessPackage}`))).status).toBe(204);
      return id;
    };
    const [theirs, other] = [await held(world.theirs.catalog), await held(world.other.catalog)];
    const client = world.as('Access package assignment manager');
    const found = async (path: string): Promise<Record<string, { objectId: string } | null>[]> =>
      (await client.get(at(path))).body.value;
    expect(await found(`subjects?$filter=objectId eq '${theirs}'`)).toHaveLength(1);
    expect(await found(`subjects?$filter=objectId eq '${other}'`)).toEqual([]);
    const [assignment, ...more] = await found(`assignments?$filter=target/objectId eq '${theirs}'&$expand=target`);
    expect([assignment?.['target']?.objectId, more]).toEqual([theirs, []]);
    expect(await found(`assignments?$filter=target/objectId eq '${other}'`)).toEqual([]);
  });

  it('is shown the decision of a request in their catalog as an administrator is', async () => {
    const { theirs, other } = world;
    const decision = (client: Client, { request, pending }: Half) =>
      Promise.all([request, pending].map((id) => client.get(at(`assignmentRequests/${id}/decision`))));
    const told = (answers: readonly Answered[]) =>
      answers.map(({ status, body }) => ({ status, body: body as unknown }));
    const asAdministrator = told(await decision(server.as({ as: 'user' }), theirs));
    for (const role of managers) {
      expect(told(await decision(world.as(role), theirs))).toEqual(asAdministrator);
      for (const { status } of await decision(world.as(role), other)) expect(status).toBe(404);
    }
    for (const { status } of await decision(world.as('Catalog reader'), theirs)) expect(status).toBe(404);
  });

  it('is who opens a catalog, from then on', async () => {
    const client = world.as('Catalog creator');
    const { status, body } = await client.post(at('catalogs'), { displayName: name() });
    expect(status).toBe(201);
    expect(idsIn(await client.get(at('catalogs')))).toEqual([body.id]);
    expect((await client.patch(at(`catalogs/${body.id as string}`), { description: 'Theirs.' })).status).toBe(204);
    expect((await client.delete(at(`catalogs/${body.id as string}`))).status).toBe(204);
    expect((await world.as('Catalog owner').post(at('catalogs'), { displayName: name() })).status).toBe(403);
  });

  it('stays one who asks for themselves: what they asked for elsewhere is theirs to read, as it is for others', async () => {
    const { theirs, other } = world;
    const { id } = await given(server).aPerson();
    await holds(server, { id }, 'Catalog owner', theirs.catalog);
    const client = server.as(aPerson(id));
    const assignment = { accessPackageId: other.accessPackage, assignmentPolicyId: other.hiding };
    const asked = await client.post(at('assignmentRequests'), { requestType: 'userAdd', assignment });
    expect(asked.status).toBe(201);
    await server.drain();
    const [requests, packages] = await Promise.all(
      ['assignmentRequests', 'accessPackages'].map(async (path) => idsIn(await client.get(at(path)))),
    );
    expect(requests).toContain(asked.body.id);
    expect(packages).toEqual(expect.arrayContaining([theirs.accessPackage, other.accessPackage]));
    const stagesOf = async ({ hiding }: Half): Promise<object[]> =>
      (await client.get(at(`assignmentPolicies/${hiding}`))).body.requestApprovalSettings.stages;
    expect(await stagesOf(other)).toMatchObject([{ primaryApprovers: [] }]);
    expect(await stagesOf(theirs)).not.toMatchObject([{ primaryApprovers: [] }]);
    expect((await client.get(at(`assignmentPolicies/${other.policy}`))).status).toBe(404);
  });
});
