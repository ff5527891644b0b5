import { directOnly, entitlements, given, needsApproval, selfService } from '../support/given.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

const requests = `${entitlements}/assignmentRequests`;
const days = (count: number): number => count * 86_400_000;

describe.each(databases)('requests of people for themselves on the %s database', (database) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ database });
  });
  afterAll(() => server.close());

  const ask = (personId: string, assignment: object, more = {}) =>
    server
      .as(aPerson(personId, 'EntitlementMgmt-SubjectAccess.ReadWrite'))
      .post(requests, { requestType: 'userAdd', assignment, ...more });
  const read = async (path: string) => (await server.as(anAdministrator).get(`${entitlements}/${path}`)).body;
  const held = async (personId: string) =>
    (await read(`assignments?$filter=target/objectId eq '${personId}'`.replaceAll(' ', '%20'))).value;
  const now = async () => Date.parse((await server.anonymous.get('/dev/clock')).body.now);

  describe('UserAdd', () => {
    it('delivers to the caller under the only policy that fits', async () => {
      const there = given(server);
      const [person, accessPackage] = [await there.aPerson(), await there.aPackage()];
      await there.aPolicy({ ...directOnly, accessPackage: { id: accessPackage.id } });
      const fitting = await there.aPolicy({ ...selfService, accessPackage: { id: accessPackage.id } });
      const { status, body } = await ask(person.id, { accessPackageId: accessPackage.id });
      expect([status, body.requestType]).toEqual([201, 'userAdd']);
      await server.drain();
      const request = await read(`assignmentRequests/${body.id}?$expand=requestor,assignment`);
      expect(request).toMatchObject({ state: 'delivered', requestor: { objectId: person.id } });
      const assignment = await read(`assignments/${request.assignment.id}?$expand=assignmentPolicy`);
      expect(assignment.assignmentPolicy.id).toBe(fitting.id);
    });

    it('renews what is held already: no second row, and the end moves at delivery', async () => {
      const there = given(server);
      const [person, { names }] = [
        await there.aPerson(),
        await there.aPolicy({ ...selfService, expiration: { type: 'afterDuration', duration: 'P30D' } }),
      ];
      await ask(person.id, names);
      await server.drain();
      const [before] = await held(person.id);
      await server.anonymous.post('/dev/clock/advance', { duration: 'P5D' });
      expect((await ask(person.id, names)).status).toBe(201);
      await server.drain();
      const [after, ...more] = await held(person.id);
      expect(more).toEqual([]);
      expect(after.id).toBe(before.id);
      const moved =
        Date.parse(after.schedule.expiration.endDateTime) - Date.parse(before.schedule.expiration.endDateTime);
      expect(moved).toBeGreaterThanOrEqual(days(5));
    });

    it('stops at the approval that its policy needs', async () => {
      const there = given(server);
      const [person, { names }] = [await there.aPerson(), await there.aPolicy(needsApproval)];
      const { body } = await ask(person.id, names);
      await server.drain();
      expect(await read(`assignmentRequests/${body.id}`)).toMatchObject({
        state: 'pendingApproval',
        status: 'PendingApproval',
      });
      expect(await held(person.id)).toEqual([]);
    });

    it('is refused with the policy and the requirement when no policy fits, and with their ids when several do', async () => {
      const there = given(server);
      const [person, accessPackage] = [await there.aPerson(), await there.aPackage()];
      const named = { accessPackage: { id: accessPackage.id } };
      const direct = await there.aPolicy({ ...directOnly, ...named });
      const none = await ask(person.id, { accessPackageId: accessPackage.id });
      expect([none.status, none.body.error.code]).toEqual([403, 'PolicyRequirementsNotMet']);
      expect(none.text).not.toContain(direct.id);
      const fitting = [
        await there.aPolicy({ ...selfService, ...named }),
        await there.aPolicy({ ...selfService, ...named }),
      ];
      const several = await ask(person.id, { accessPackageId: accessPackage.id });
      expect([several.status, several.body.error.code]).toEqual([400, 'InvalidModel']);
      for (const { id } of fitting) expect(several.body.error.message).toContain(id);
    });

    it('is only for oneself, and not for applications', async () => {
      const there = given(server);
      const [person, other, { names }] = [
        await there.aPerson(),
        await there.aPerson(),
        await there.aPolicy(selfService),
      ];
      expect((await ask(person.id, { ...names, targetId: other.id })).body.error.code).toBe('UnAuthorized');
      const body = { requestType: 'userAdd', assignment: { ...names, targetId: person.id } };
      expect((await server.as(anApplication).post(requests, body)).body.error.code).toBe('UnAuthorized');
    });

    it('is refused to whom the directory does not know, to disabled accounts, and for unpublished catalogs', async () => {
      const there = given(server);
      const { names } = await there.aPolicy(selfService);
      const stranger = await ask('0f000000-0000-4000-8000-0000000000aa', names);
      expect([stranger.status, stranger.body.error.code]).toEqual([403, 'PolicyRequirementsNotMet']);
      const disabled = await there.aPerson({ accountEnabled: false });
      expect((await ask(disabled.id, names)).body.error.message).toContain('disabled');
      const catalog = await there.aCatalog({ state: 'unpublished' });
      const hidden = await there.aPolicy({
        ...selfService,
        accessPackage: { id: (await there.aPackage({ catalog: { id: catalog.id } })).id },
      });
      expect((await ask((await there.aPerson()).id, hidden.names)).body.error.message).toContain('not published');
    });

    it('honours the scopes of people and groups, of members, and of everybody', async () => {
      const there = given(server);
      const [named, grouped, guest] = [
        await there.aPerson(),
        await there.aPerson(),
        await there.aPerson({ userType: 'Guest' }),
      ];
      const group = await there.aGroup({ 'members@odata.bind': [`${server.url}/v1.0/directoryObjects/${grouped.id}`] });
      const specific = await there.aPolicy({
        ...selfService,
        allowedTargetScope: 'specificDirectoryUsers',
        specificAllowedTargets: [
          { '@odata.type': '#microsoft.graph.singleUser', userId: named.id },
          { '@odata.type': 'microsoft.graph.groupMembers', groupId: group.id },
        ],
      });
      const members = await there.aPolicy({ ...selfService, allowedTargetScope: 'AllMemberUsers' });
      const everybody = await there.aPolicy(selfService);
      const external = await there.aPolicy({ ...selfService, allowedTargetScope: 'allExternalUsers' });
      const may = async (person: { id: string }, policy: { names: object }) =>
        (await ask(person.id, policy.names)).status === 201;
      const answers = await Promise.all(
        [named, grouped, guest].map(async (person) => {
          const row = [];
          for (const policy of [specific, members, everybody, external]) row.push(await may(person, policy));
          return row;
        }),
      );
      expect(answers).toEqual([
        [true, true, true, false],
        [true, true, true, false],
        [false, false, true, false],
      ]);
    });
  });

  describe('UserExtend', () => {
    const aHolder = async (
      policy: object = { ...selfService, expiration: { type: 'afterDuration', duration: 'P30D' } },
    ) => {
      const there = given(server);
      const [person, { names }] = [await there.aPerson(), await there.aPolicy(policy as Record<string, unknown>)];
      await ask(person.id, names);
      await server.drain();
      const [assignment] = await held(person.id);
      return { personId: person.id, names, assignment };
    };
    const extendBy = (personId: string, assignment: object, expiration?: object) =>
      ask(personId, assignment, { requestType: 'UserExtend', ...(expiration && { schedule: { expiration } }) });

    it('moves the end to the one asked for, and is answered as userUpdate', async () => {
      const { personId, assignment } = await aHolder();
      const end = new Date((await now()) + days(10)).toISOString();
      const { status, body } = await extendBy(
        personId,
        { id: assignment.id },
        { type: 'afterDateTime', endDateTime: end },
      );
      expect([status, body.requestType]).toEqual([201, 'userUpdate']);
      await server.drain();
      const [after] = await held(personId);
      expect(after.schedule.expiration).toEqual({ type: 'afterDateTime', endDateTime: end, duration: null });
      expect((await read(`assignmentRequests/${body.id}`)).state).toBe('delivered');
    });

    it('names the assignment by policy and package too, and counts the policy from delivery', async () => {
      const { personId, names, assignment } = await aHolder();
      await server.anonymous.post('/dev/clock/advance', { duration: 'P3D' });
      await extendBy(personId, names);
      await server.drain();
      const [after] = await held(personId);
      const moved =
        Date.parse(after.schedule.expiration.endDateTime) - Date.parse(assignment.schedule.expiration.endDateTime);
      expect(moved).toBeGreaterThanOrEqual(days(3));
    });

    it('is refused beyond what the policy allows from now', async () => {
      const { personId, assignment } = await aHolder();
      const { status, body } = await extendBy(
        personId,
        { id: assignment.id },
        { type: 'afterDuration', duration: 'P31D' },
      );
      expect([status, body.error.code]).toEqual([400, 'InvalidModel']);
    });

    it('is not found for the assignment of somebody else, and refused when there is none', async () => {
      const { assignment, names } = await aHolder();
      const other = await given(server).aPerson();
      const foreign = await extendBy(other.id, { id: assignment.id });
      expect([foreign.status, foreign.body.error.code]).toEqual([404, 'ResourceNotFound']);
      const none = await extendBy(other.id, names);
      expect([none.status, none.body.error.code]).toEqual([404, 'InvalidRequestNoActiveGrant']);
    });

    it('needs a policy that lets people change their access', async () => {
      const { personId, assignment } = await aHolder({
        ...selfService,
        requestorSettings: { enableTargetsToSelfAddAccess: true },
      });
      const { status, body } = await extendBy(personId, { id: assignment.id });
      expect([status, body.error.code]).toEqual([403, 'PolicyRequirementsNotMet']);
      expect(body.error.message).toContain('enableTargetsToSelfUpdateAccess');
    });
  });

  describe('the end of an assignment', () => {
    it('comes by itself, at the instant it fell due', async () => {
      const there = given(server);
      const [person, { names }] = [
        await there.aPerson(),
        await there.aPolicy({ ...selfService, expiration: { type: 'afterDuration', duration: 'PT8H' } }),
      ];
      await ask(person.id, names);
      await server.drain();
      const [before] = await held(person.id);
      await server.anonymous.post('/dev/clock/advance', { duration: 'P2D' });
      const [after] = await held(person.id);
      expect(after).toMatchObject({
        id: before.id,
        state: 'expired',
        expiredDateTime: before.schedule.expiration.endDateTime,
      });
    });

    it('comes by AdminRemove, keeps the row, and a second removal finds nothing', async () => {
      const there = given(server);
      const [person, { names }] = [await there.aPerson(), await there.aPolicy(selfService)];
      await ask(person.id, names);
      await server.drain();
      const [{ id }] = await held(person.id);
      const remove = () =>
        server.as(anAdministrator).post(requests, { requestType: 'adminRemove', assignment: { id } });
      const { status, body } = await remove();
      expect([status, body.requestType]).toEqual([201, 'adminRemove']);
      expect((await remove()).body.error?.code).toMatch(/ExistingOpenRequest|InvalidRequestNoActiveGrant/);
      await server.drain();
      expect(await held(person.id)).toEqual([
        expect.objectContaining({ id, state: 'expired', expiredDateTime: expect.any(String) }),
      ]);
      const again = await remove();
      expect([again.status, again.body.error.code]).toEqual([404, 'InvalidRequestNoActiveGrant']);
      const unknown = await server
        .as(anAdministrator)
        .post(requests, { requestType: 'adminRemove', assignment: { id: person.id } });
      expect([unknown.status, unknown.body.error.code]).toEqual([404, 'ResourceNotFound']);
    });

    it('cancels an open update when a removal is accepted', async () => {
      const there = given(server);
      const approval = {
        isApprovalRequiredForAdd: false,
        isApprovalRequiredForUpdate: true,
        stages: [
          {
            durationBeforeAutomaticDenial: 'P14D',
            primaryApprovers: [{ '@odata.type': '#microsoft.graph.requestorManager' }],
          },
        ],
      };
      const [person, { names }] = [
        await there.aPerson(),
        await there.aPolicy({ ...selfService, requestApprovalSettings: approval }),
      ];
      await ask(person.id, names);
      await server.drain();
      const [{ id }] = await held(person.id);
      const update = await ask(person.id, { id }, { requestType: 'userUpdate' });
      await server.drain();
      expect((await read(`assignmentRequests/${update.body.id}`)).state).toBe('pendingApproval');
      await server.as(anAdministrator).post(requests, { requestType: 'adminRemove', assignment: { id } });
      expect(await read(`assignmentRequests/${update.body.id}`)).toMatchObject({
        state: 'canceled',
        status: 'Canceled',
      });
      await server.drain();
      expect((await held(person.id))[0].state).toBe('expired');
    });
  });

  it('refuses a request type that nobody handles, naming those that are', async () => {
    const { status, body } = await ask((await given(server).aPerson()).id, {}, { requestType: 'onBehalfAdd' });
    expect([status, body.error.code]).toEqual([400, 'InvalidModel']);
    expect(body.error.message).toContain('adminAdd, adminRemove, adminUpdate');
  });

  it('shows people without a role what concerns themselves, and nothing else', async () => {
    const there = given(server);
    const [mine, theirs, { names }] = [await there.aPerson(), await there.aPerson(), await there.aPolicy(selfService)];
    const own = (await ask(mine.id, names)).body.id;
    const foreign = (await ask(theirs.id, names)).body.id;
    const me = server.as(aPerson(mine.id, 'EntitlementManagement.Read.All'));
    expect((await me.get(requests)).body.value.map(({ id }: { id: string }) => id)).toEqual([own]);
    expect((await me.get(`${requests}/${foreign}`)).status).toBe(404);
    expect(
      (await server.as({ ...anAdministrator, tid: '0e000000-0000-4000-8000-000000000001' }).get(`${requests}/${own}`))
        .status,
    ).toBe(404);
  });
});
