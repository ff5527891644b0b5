import { randomUUID } from 'node:crypto';
import { approvalsOf, asking, user } from '../support/approvals.js';
import { betaEntitlements, entitlements } from '../support/given.js';
import { anAdministrator, type Answered, aPerson, startServer, type TestServer } from '../support/server.js';

type Identity = Readonly<Record<'targetId' | 'objectId' | 'id' | 'email' | 'principalName', string>>;

const dialects = {
  'v1.0': { requests: `${entitlements}/assignmentRequests`, assignment: 'assignment', requestType: 'approverRemove' },
  beta: {
    requests: `${betaEntitlements}/accessPackageAssignmentRequests`,
    assignment: 'accessPackageAssignment',
    requestType: 'ApproverRemove',
  },
} as const;

let server: TestServer;
let its: ReturnType<typeof approvalsOf>;
let approver: string;
let target: string;
let strangers: readonly Identity[];
let names: object;
/** Access that the approver agreed to, for the target, and access of somebody else that nobody asked them about. */
let assignmentId: string;
let notTheirs: string;

const given = async (personId: string, by: string, under: object): Promise<string> => {
  const requestId = await its.asked(personId, under);
  expect((await its.decide(by, requestId, 'Approve')).status).toBe(204);
  await server.drain();
  const { assignment } = (
    await server.as(anAdministrator).get(`${entitlements}/assignmentRequests/${requestId}?$expand=assignment`)
  ).body;
  return assignment.id;
};

const identityOf = async (objectId: string): Promise<Identity> => {
  const person = (await server.as(anAdministrator).get(`/v1.0/users/${objectId}`)).body;
  const subject = (await server.as(anAdministrator).get(`${entitlements}/subjects(objectId='${objectId}')`)).body;
  const { mail: email, userPrincipalName: principalName } = person;
  return { targetId: objectId, objectId, id: subject.id, email, principalName };
};

beforeAll(async () => {
  server = await startServer();
  its = approvalsOf(server);
  const anybody = async () => (await its.aPerson(undefined, { mail: `${randomUUID()}@mail.example` })).id;
  approver = await anybody();
  target = await anybody();
  const [other, another] = [await anybody(), await anybody()];
  names = (await its.aPolicy([asking(user(approver))])).names;
  assignmentId = await given(target, approver, names);
  notTheirs = await given(other, another, (await its.aPolicy([asking(user(another))])).names);
  const unknown = { targetId: randomUUID(), objectId: randomUUID(), id: randomUUID() };
  strangers = [
    await identityOf(other),
    { ...unknown, email: `${randomUUID()}@mail.example`, principalName: `${randomUUID()}@contoso.example` },
  ];
}, 120_000);
afterAll(() => server.close());

const members = ['targetId', 'objectId', 'id', 'email', 'principalName'] as const;
const naming = (member: (typeof members)[number], who: Identity): object =>
  member === 'targetId' ? { targetId: who.targetId } : { target: { [member]: who[member] } };
const told = ({ status, body }: Answered): string => `${status} ${body.error?.code} ${body.error?.message}`;

describe.each(['v1.0', 'beta'] as const)('approverRemove by %s', (dialect) => {
  const { requests, assignment, requestType } = dialects[dialect];
  const send = (personId: string, assigned: object, more: object = {}) =>
    server.as(aPerson(personId)).post(requests, { requestType, [assignment]: assigned, ...more });
  const stillHeld = async (id: string): Promise<boolean> =>
    (await server.as(anAdministrator).get(`${entitlements}/assignments/${id}`)).body.state === 'delivered';

  it.each(members)('is refused where %s beside the assignment means somebody else, known or not', async (member) => {
    for (const stranger of strangers) {
      const answer = await send(approver, { id: assignmentId, ...naming(member, stranger) });
      expect([member, told(answer)]).toEqual([member, expect.stringMatching(/^40[034] /)]);
    }
    await server.drain();
    expect(await stillHeld(assignmentId)).toBe(true);
  });

  it('tells who was not asked the same, whether there is such access or not', async () => {
    const answers = [
      await send(approver, { id: notTheirs }),
      await send(target, { id: assignmentId }),
      await send(approver, { id: randomUUID() }),
    ].map((answer) => told(answer).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID'));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^40[34] /);
    expect(await stillHeld(notTheirs)).toBe(true);
  });

  it.each(members)('takes away the access of whom %s names beside it', async (member) => {
    const answer = await send(approver, { id: assignmentId, ...naming(member, await identityOf(target)) });
    expect([member, answer.status, answer.text]).toEqual([member, 201, expect.any(String)]);
    await server.drain();
    expect(await stillHeld(assignmentId)).toBe(false);
    const again = await send(approver, { id: assignmentId });
    expect(told(again)).toMatch(/^404 InvalidRequestNoActiveGrant/);
    assignmentId = await given(target, approver, names);
  });
});
