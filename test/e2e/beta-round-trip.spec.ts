import { betaEntitlements, entitlements, given } from '../support/given.js';
import { anAdministrator, type Client, startServer, type TestServer } from '../support/server.js';

const theManager = { '@odata.type': '#microsoft.graph.requestorManager', managerLevel: 1 };
const stage = (durationBeforeAutomaticDenial: string | null, durationBeforeEscalation: string | null) => ({
  ...{
    durationBeforeAutomaticDenial,
    durationBeforeEscalation,
    isEscalationEnabled: durationBeforeEscalation !== null,
  },
  primaryApprovers: [theManager],
});
const approvedBy = (...stages: object[]) => ({ requestApprovalSettings: { isApprovalRequiredForAdd: true, stages } });

/** What v1.0 can say and beta says only roughly, or not at all. */
const policies: readonly [string, Record<string, unknown>][] = [
  ...['PT3H', 'PT36H', 'P1D', 'P1DT1S', 'PT0.5S', 'P3660D'].map((duration): [string, Record<string, unknown>] => [
    `access for ${duration}`,
    { expiration: { type: 'afterDuration', duration } },
  ]),
  ['access without a word of its end', { expiration: null }],
  ['access of no type', { expiration: { type: 'notSpecified' } }],
  ['access that never ends', { expiration: { type: 'noExpiration' } }],
  ['access until a moment', { expiration: { type: 'afterDateTime', endDateTime: '2090-01-01T10:00:00.123Z' } }],
  ['stages in hours', approvedBy(stage('P1DT1H', 'PT90S'), stage('PT5H', null))],
  ['stages of ages', approvedBy(stage('PT9999999H', 'P999999D'), stage('P999999DT9999999H', 'P999999DT9999999H'))],
  [
    'reviews of ages',
    { reviewSettings: { isEnabled: true, schedule: { expiration: { duration: 'P999999DT9999999H' } } } },
  ],
  ['reviews in hours', { reviewSettings: { isEnabled: true, schedule: { expiration: { duration: 'P3DT1H' } } } }],
  [
    'switches that beta does not have',
    {
      requestorSettings: {
        ...{ enableTargetsToSelfAddAccess: true, enableTargetsToSelfRemoveAccess: false },
        ...{ allowCustomAssignmentSchedule: true, enableOnBehalfRequestorsToAddAccess: true },
        onBehalfRequestors: [{ ...theManager, '@odata.type': '#microsoft.graph.targetManager' }],
      },
    },
  ],
];

describe('a policy that is read and sent back under /beta', () => {
  let server: TestServer;
  let administrator: Client;
  beforeAll(async () => {
    server = await startServer();
    administrator = server.as(anAdministrator);
  });
  afterAll(() => server.close());

  const inBeta = (id: string) => `${betaEntitlements}/accessPackageAssignmentPolicies/${id}`;
  const told = async (id: string) => {
    const { modifiedDateTime: _, ...policy } = (await administrator.get(`${entitlements}/assignmentPolicies/${id}`))
      .body;
    return policy;
  };

  it.each(policies)('stays what it was: %s', async (_, members) => {
    const { id, accessPackageId } = await given(server).aPolicy(members);
    const before = await told(id);
    const { body: shown } = await administrator.get(inBeta(id));
    expect((await administrator.put(inBeta(id), { ...shown, accessPackageId })).status).toBe(200);
    expect(await told(id)).toEqual(before);
    expect((await administrator.patch(inBeta(id), shown)).status).toBe(200);
    expect(await told(id)).toEqual(before);
  });

  it.each(policies)('keeps that when something else is changed: %s', async (_, members) => {
    const { id, accessPackageId } = await given(server).aPolicy(members);
    const before = await told(id);
    const { body: shown } = await administrator.get(inBeta(id));
    const changed = { ...shown, accessPackageId, description: 'Another one', canExtend: true };
    expect((await administrator.put(inBeta(id), changed)).status).toBe(200);
    const { requestorSettings, ...after } = await told(id);
    expect({ ...after, requestorSettings: null }).toEqual({
      ...before,
      description: 'Another one',
      requestorSettings: null,
    });
    expect(requestorSettings).toMatchObject({ ...before.requestorSettings, enableTargetsToSelfUpdateAccess: true });
  });

  it('takes what is changed of its end', async () => {
    const { id, accessPackageId } = await given(server).aPolicy({ expiration: { duration: 'PT3H' } });
    const { body: shown } = await administrator.get(inBeta(id));
    expect([shown.durationInDays, shown.expirationDateTime]).toEqual([1, null]);
    await administrator.put(inBeta(id), { ...shown, accessPackageId, durationInDays: 2 });
    expect((await told(id)).expiration).toMatchObject({ type: 'afterDuration', duration: 'P2D' });
    const { durationInDays: _, expirationDateTime: __, ...rest } = shown;
    await administrator.put(inBeta(id), { ...rest, accessPackageId });
    expect((await told(id)).expiration).toBeNull();
  });
});
