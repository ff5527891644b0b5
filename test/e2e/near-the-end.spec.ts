import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { betaEntitlements, entitlements, given } from '../support/given.js';
import { anAdministrator, startServer, type TestServer } from '../support/server.js';

const nearExpiry = 'NearExpiry1DayNotificationTriggered';
const expired = 'ExpiredNotificationTriggered';

describe('access that comes to its end', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const admin = () => server.as(anAdministrator);
  const turn = (duration: string) => server.anonymous.post('/dev/clock/advance', { duration });
  const read = async (path: string) => (await admin().get(path)).body;

  /** Somebody who was given access for so long. */
  async function holder(duration: string) {
    const there = given(server);
    const [{ id: targetId }, { names }] = [await there.aPerson(), await there.aPolicy()];
    const schedule = { expiration: { type: 'afterDuration', duration } };
    const assignment = { targetId, ...names };
    await admin().post(`${entitlements}/assignmentRequests`, { requestType: 'adminAdd', assignment, schedule });
    await server.drain();
    return (await read(`${entitlements}/assignments?$filter=target/objectId eq '${targetId}'`)).value[0];
  }

  /** What it says, in both versions, and whether it is found by that. */
  async function told(id: string): Promise<string[]> {
    const { state, status } = await read(`${entitlements}/assignments/${id}`);
    const beta = await read(`${betaEntitlements}/accessPackageAssignments/${id}`);
    expect([beta.assignmentState.toLowerCase(), beta.assignmentStatus]).toEqual([state, status]);
    const filter = `$filter=id eq ${id} and status eq '${status}' and state eq '${state}'`;
    expect((await read(`${entitlements}/assignments?${filter}`)).value).toHaveLength(1);
    return [state, status];
  }

  const recordsOf = async (id: string, root = `${entitlements}/assignmentRequests`) =>
    (await read(`${root}?$filter=assignment/id eq '${id}' and requestType eq 'systemRemove'&$expand=requestor`)).value;

  it('says so the day before and after, and has a request for its end', async () => {
    const { id } = await holder('P30D');
    await turn('P28D');
    expect([await told(id), await recordsOf(id)]).toEqual([['delivered', 'Delivered'], []]);
    await turn('P1D');
    expect([await told(id), await recordsOf(id)]).toEqual([['delivered', nearExpiry], []]);
    await turn('P1D');
    expect(await told(id)).toEqual(['expired', expired]);
    const { expiredDateTime } = await read(`${entitlements}/assignments/${id}`);
    const [record, ...others] = await recordsOf(id);
    expect(others).toEqual([]);
    expect(record).toMatchObject({
      ...{ requestType: 'systemRemove', state: 'delivered', status: 'Fulfilled', justification: null },
      ...{ createdDateTime: expiredDateTime, completedDateTime: expiredDateTime },
    });
    expect(await read(`${entitlements}/assignmentRequests/${record.id}/decision`)).toEqual({
      outcome: 'accepted',
      rules: [{ rule: 'assignmentHasReachedItsEnd', holds: true, reason: null }],
    });
    const [beta] = await recordsOf(id, `${betaEntitlements}/accessPackageAssignmentRequests`);
    expect(beta).toMatchObject({ requestType: 'SystemRemove', requestState: 'Delivered', requestStatus: 'Fulfilled' });
    expect(beta.history.map(({ action }: { action: string }) => action)).toEqual(['Accepted', 'Fulfilled']);
  });

  it('says Delivered again when its end moves away', async () => {
    const { id } = await holder('P2D');
    await turn('P1D');
    expect(await told(id)).toEqual(['delivered', nearExpiry]);
    await admin().post(`${entitlements}/assignmentRequests`, {
      ...{ requestType: 'adminUpdate', assignment: { id } },
      schedule: { expiration: { type: 'afterDuration', duration: 'P20D' } },
    });
    await server.drain();
    expect(await told(id)).toEqual(['delivered', 'Delivered']);
  });

  it.each(['PT8H', 'P1D'])('says Delivered throughout where it was given for %s', async (duration) => {
    const { id } = await holder(duration);
    expect(await told(id)).toEqual(['delivered', 'Delivered']);
    await turn('PT7H');
    expect(await told(id)).toEqual(['delivered', 'Delivered']);
    await turn('P1D');
    expect(await told(id)).toEqual(['expired', expired]);
  });

  it('has no request of the server where somebody took it away', async () => {
    const { id } = await holder('P30D');
    await admin().post(`${entitlements}/assignmentRequests`, { requestType: 'adminRemove', assignment: { id } });
    await server.drain();
    await turn('P60D');
    expect([await told(id), await recordsOf(id)]).toEqual([['expired', expired], []]);
  });
});
