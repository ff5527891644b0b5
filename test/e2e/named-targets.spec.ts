import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { betaEntitlements, entitlements, given, selfService } from '../support/given.js';
import {
  anAdministrator,
  anApplication,
  type Answered,
  aPerson,
  developmentTenantId,
  startServer,
  type TestServer,
} from '../support/server.js';

type Named = 'targetId' | 'objectId' | 'id' | 'email' | 'principalName';
type Who = 'self' | 'report' | 'stranger' | 'unknown';

interface Identity {
  readonly objectId: string;
  readonly id: string;
  readonly email: string;
  readonly principalName: string;
}

const members: readonly Named[] = ['targetId', 'objectId', 'id', 'email', 'principalName'];
const dialects = {
  'v1.0': { requests: `${entitlements}/assignmentRequests`, assignment: 'assignment' },
  beta: { requests: `${betaEntitlements}/accessPackageAssignmentRequests`, assignment: 'accessPackageAssignment' },
} as const;
const later = () => ({ startDateTime: new Date(Date.now() + 86_400_000).toISOString() });

let server: TestServer;
let people: Record<Who, Identity>;
let free: { assignmentPolicyId: string; accessPackageId: string };
let held: typeof free;

const assign = async (targetId: string) => {
  const body = { requestType: 'adminAdd', assignment: { targetId, ...held } };
  const { status, text } = await server.as(anApplication).post(dialects['v1.0'].requests, body);
  if (status !== 201) throw new Error(text);
  await server.drain();
};

const identityOf = async (objectId: string): Promise<Identity> => {
  const person = (await server.as(anApplication).get(`/v1.0/users/${objectId}`)).body;
  const subject = (await server.as(anAdministrator).get(`${entitlements}/subjects(objectId='${objectId}')`)).body;
  return {
    objectId,
    id: subject.id,
    email: ` ${person.mail.toUpperCase()}\t`,
    principalName: person.userPrincipalName,
  };
};

const nobody = (): Identity => ({
  ...{ objectId: randomUUID(), id: randomUUID() },
  ...{ email: `${randomUUID()}@partner.example`, principalName: `${randomUUID()}@contoso.example` },
});

/** A caller with a report and a stranger, all with mail and with access to one package, and policies under which managers may do everything. */
beforeAll(async () => {
  server = await startServer();
  const there = given(server);
  const anybody = (more = {}) => there.aPerson({ mail: `${randomUUID()}@mail.example`, ...more });
  const [self, stranger] = [await anybody(), await anybody()];
  const report = await anybody({ 'manager@odata.bind': `${server.url}/v1.0/users/${self.id}` });
  const requestorSettings = {
    ...(selfService['requestorSettings'] as object),
    enableOnBehalfRequestorsToAddAccess: true,
    enableOnBehalfRequestorsToUpdateAccess: true,
    enableOnBehalfRequestorsToRemoveAccess: true,
    onBehalfRequestors: [{ '@odata.type': '#microsoft.graph.targetManager', managerLevel: 1 }],
  };
  free = (await there.aPolicy({ ...selfService, requestorSettings })).names;
  held = (await there.aPolicy({ ...selfService, requestorSettings })).names;
  for (const { id } of [self, report, stranger]) await assign(id);
  people = {
    self: await identityOf(self.id),
    report: await identityOf(report.id),
    stranger: await identityOf(stranger.id),
    unknown: nobody(),
  };
}, 120_000);
afterAll(() => server.close());

/** The members of an assignment that name somebody: by one member, or by another one for somebody else beside it. */
function naming(member: Named, who: Identity, beside?: Identity): object {
  const target = member === 'targetId' ? {} : { [member]: who[member] };
  const other = member === 'objectId' || member === 'targetId' ? 'principalName' : 'objectId';
  const both = { ...target, ...(beside && { [other]: beside[other] }) };
  return {
    ...(member === 'targetId' ? { targetId: who.objectId } : {}),
    ...(Object.keys(both).length > 0 ? { target: both } : {}),
  };
}

const targetOf = async (requestId: string): Promise<string> => {
  const [row] = await server.app.get(Database).query<{ target_id: string }[]>`
    SELECT target_id FROM assignment_request WHERE tenant_id = ${developmentTenantId}::uuid AND id = ${requestId}::uuid`;
  return row?.target_id ?? '';
};

const assignmentOf = async (personId: string): Promise<string> => {
  const filter = encodeURIComponent(`target/objectId eq '${personId}' and state eq 'delivered'`);
  return (await server.as(anAdministrator).get(`${entitlements}/assignments?$filter=${filter}`)).body.value[0].id;
};

/** Without what differs in every answer, and without the names of members that the caller chose. */
const told = ({ status, body }: Answered): string =>
  `${status} ${body.error?.code} ${String(body.error?.message).replace(/'assignment\.target\.\w+'/g, 'M')}`;

describe.each(['v1.0', 'beta'] as const)('whom a request of %s names', (dialect) => {
  const { requests, assignment } = dialects[dialect];
  const ask = (as: object, requestType: string, names: object, headers = {}) =>
    server.as(as).post(requests, { requestType, [assignment]: names, schedule: later() }, headers);
  const asSelf = () => aPerson(people.self.objectId);

  /** Sends it for real, reads whom it is for, and takes it back. */
  async function isFor(answer: Answered, requestType: string): Promise<string> {
    if (answer.status !== 201) return told(answer);
    const target = await targetOf(answer.body.id);
    if (/Remove/.test(requestType)) {
      await server.drain();
      await assign(target);
    } else {
      const path = `${dialects['v1.0'].requests}/${answer.body.id}/cancel`;
      expect((await server.as(anAdministrator).post(path)).status).toBe(204);
    }
    return target;
  }

  const send = async (as: object, requestType: string, names: object) =>
    isFor(
      await server.as(as).post(requests, {
        ...{ requestType, [assignment]: names },
        ...(/Remove/.test(requestType) ? {} : { schedule: later() }),
      }),
      requestType,
    );

  it.each(['userAdd', 'userUpdate', 'userRemove'])(
    'is who %s is for, or it is refused',
    async (requestType) => {
      const place = requestType === 'userAdd' ? free : held;
      const by = (member: Named, who: Who, beside?: Who) =>
        send(asSelf(), requestType, { ...naming(member, people[who], beside && people[beside]), ...place });
      const refusals = new Set<string>();
      for (const member of members) {
        expect([member, await by(member, 'self')]).toEqual([member, people.self.objectId]);
        expect([member, await by(member, 'report')]).toEqual([member, people.report.objectId]);
        for (const who of ['stranger', 'unknown'] as const) {
          refusals.add(await by(member, who));
          refusals.add(await by(member, who, who === 'stranger' ? 'unknown' : 'stranger'));
        }
        expect([member, await by(member, 'stranger', 'self')]).toEqual([member, await by(member, 'unknown', 'self')]);
        expect([member, await by(member, 'stranger', 'self')]).toEqual([
          member,
          expect.stringMatching(/^400 InvalidM/),
        ]);
        expect([member, await by(member, 'report', 'stranger')]).toEqual([member, expect.stringMatching(/^4/)]);
      }
      expect([...refusals]).toEqual([expect.stringMatching(/^403 UnAuthorized/)]);
    },
    240_000,
  );

  it.each(['adminAdd', 'adminUpdate'])(
    'is who %s is for, or it is refused',
    async (requestType) => {
      const place = requestType === 'adminAdd' ? free : held;
      const by = (member: Named, who: Who, beside?: Who) =>
        send(anApplication, requestType, { ...naming(member, people[who], beside && people[beside]), ...place });
      for (const member of members) {
        expect([member, await by(member, 'stranger')]).toEqual([member, people.stranger.objectId]);
        expect([member, await by(member, 'stranger', 'report')]).toEqual([member, expect.stringMatching(/^400 Inv/)]);
        expect([member, await by(member, 'unknown', 'report')]).toEqual([member, expect.stringMatching(/^400 Inv/)]);
        const invites = requestType === 'adminAdd' && member === 'email';
        expect([member, await by(member, 'unknown')]).toEqual([
          member,
          expect.stringMatching(invites ? /^\w{8}-/ : /^404/),
        ]);
      }
    },
    240_000,
  );

  it.each(['adminRemove', 'adminUpdate', 'userRemove', 'userUpdate'])(
    'has to hold the assignment that %s names beside',
    async (requestType) => {
      const isOwn = requestType.startsWith('user');
      const as = isOwn ? asSelf() : anApplication;
      const whose: Who = isOwn ? 'report' : 'stranger';
      for (const member of members) {
        const names = async (who: Who) => ({
          id: await assignmentOf(people[whose].objectId),
          ...naming(member, people[who]),
        });
        for (const other of ['self', 'unknown'] as const)
          expect([member, await send(as, requestType, await names(other))]).toEqual([
            member,
            expect.stringMatching(/^40[04]/),
          ]);
        expect([member, await send(as, requestType, await names(whose))]).toEqual([member, people[whose].objectId]);
      }
    },
    240_000,
  );

  it('is refused where a target is sent that names nobody, or is no person', async () => {
    for (const target of [{}, { displayName: 'Ada' }, { objectId: null, email: null }, { principalName: '' }]) {
      const answer = await ask(asSelf(), 'userAdd', { target, ...free });
      expect([target, told(answer)]).toEqual([target, expect.stringMatching(/^400 InvalidModel .*names nobody/)]);
    }
    const { objectId } = people.self;
    const machine = dialect === 'beta' ? { type: 'ServicePrincipal' } : { subjectType: 'servicePrincipal' };
    const answer = await ask(asSelf(), 'userAdd', { target: { objectId, ...machine }, ...free });
    expect(told(answer)).toMatch(/^400 InvalidModel .*must be 'user'/);
  });

  it.each(['', '  ', 'ada', 'a@b@c', 'a b@c', 'a\u200b@b', 'a\u0007@b', '@b', `${'a'.repeat(251)}@b.c`])(
    'is refused by an address that is none: %j',
    async (email) => {
      for (const as of [asSelf(), anApplication]) {
        const requestType = as === anApplication ? 'adminAdd' : 'userAdd';
        expect(told(await ask(as, requestType, { target: { email }, ...free }))).toMatch(
          /^400 InvalidModel .*(M|email') must be/,
        );
      }
    },
  );
});

describe('an address of several people', () => {
  it('is refused, and names those whom the caller may read', async () => {
    const there = given(server);
    const address = `${randomUUID()}@contoso.example`;
    const byMail = await there.aPerson({ mail: address });
    const byName = await there.aPerson({ userPrincipalName: address.toUpperCase() });
    const send = (as: object, requestType: string, email: string, headers = {}) => {
      const assignment = { target: { email }, ...free };
      return server.as(as).post(dialects['v1.0'].requests, { requestType, assignment, schedule: later() }, headers);
    };
    const byAdministrator = await send(anApplication, 'adminAdd', address);
    expect(told(byAdministrator)).toMatch(/^409 DuplicateKey/);
    for (const { id } of [byMail, byName]) expect(byAdministrator.text).toContain(id);
    const byOne = await send(aPerson(byMail.id, 'EntitlementMgmt-SubjectAccess.ReadWrite'), 'userAdd', address);
    expect(told(byOne)).toMatch(/^409 DuplicateKey/);
    expect([byOne.text.includes(byMail.id), byOne.text.includes(byName.id)]).toEqual([true, false]);
    const stranger = aPerson(people.stranger.objectId);
    const unknown = await send(stranger, 'userAdd', `${randomUUID()}@contoso.example`);
    for (const headers of [{}, { prefer: 'validate-only' }])
      expect(told(await send(stranger, 'userAdd', address, headers))).toBe(told(unknown));
    const picked = { target: { email: address, objectId: byName.id }, ...free };
    const answer = await server
      .as(anApplication)
      .post(dialects['v1.0'].requests, { requestType: 'adminAdd', assignment: picked, schedule: later() });
    expect(await targetOf(answer.body.id)).toBe(byName.id);
  });
});

describe('a reason or an answer that shows nothing', () => {
  it.each(['\u200b', '\u2060\u200d', ' \u00a0\u3000', '\u3164', '\u0007'])('is none: %j', async (unseen) => {
    const question = {
      ...{ '@odata.type': '#microsoft.graph.accessPackageTextInputQuestion', isRequired: true, sequence: 0 },
      text: 'Why?',
    };
    const policy = await given(server).aPolicy({
      ...selfService,
      questions: [question],
      requestApprovalSettings: {
        ...{ isApprovalRequiredForAdd: true, isRequestorJustificationRequired: true },
        stages: [{ primaryApprovers: [{ '@odata.type': '#microsoft.graph.requestorManager', managerLevel: 1 }] }],
      },
    });
    const [asked] = policy['questions'] as { id: string }[];
    const send = (justification: string, value: string) => {
      const answers = [
        {
          '@odata.type': '#microsoft.graph.accessPackageAnswerString',
          value,
          answeredQuestion: { '@odata.type': question['@odata.type'], id: asked?.id },
        },
      ];
      const body = { requestType: 'userAdd', assignment: policy.names, justification, answers };
      return server.as(aPerson(people.self.objectId)).post(dialects['v1.0'].requests, body);
    };
    expect(told(await send(unseen, 'so'))).toMatch(/^403 PolicyRequirementsNotMet .*justification/);
    expect(told(await send('so', unseen))).toMatch(/^403 PolicyRequirementsNotMet .*no answer/);
    expect((await send(`${unseen}so`, `so${unseen}`)).status).toBe(201);
  });
});
