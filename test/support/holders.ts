import { entitlements, given, selfService } from './given.js';
import { anApplication, aPerson, type TestServer } from './server.js';
import type { Pair } from './two-servers.js';

const requests = `${entitlements}/assignmentRequests`;
const inAnHour = () => ({
  schedule: { expiration: { type: 'afterDateTime', endDateTime: new Date(Date.now() + 3_600_000).toISOString() } },
});

/** Somebody, and the access that they have. */
export interface Held {
  readonly targetId: string;
  readonly accessPackageId: string;
  readonly assignmentPolicyId: string;
  readonly assignmentId: string;
}

/** Somebody who has access under a policy that lets them extend it. */
export async function holder({ one, drain, query }: Pair): Promise<Held> {
  const there = given(one);
  const [{ id: targetId }, { names }] = [await there.aPerson(), await there.aPolicy(selfService)];
  await post(one, { requestType: 'adminAdd', assignment: { targetId, ...names }, ...inAnHour() });
  await drain();
  const [row] = await query('SELECT id FROM assignment WHERE target_id = $1', [targetId]);
  return { targetId, ...names, assignmentId: String(row?.['id']) };
}

/** Sends an assignment request. */
export const post = (server: TestServer, body: object, who = anApplication) => server.as(who).post(requests, body);

export const extend = (server: TestServer, { targetId, accessPackageId, assignmentPolicyId }: Held) =>
  post(
    server,
    { requestType: 'userExtend', assignment: { targetId, accessPackageId, assignmentPolicyId }, ...inAnHour() },
    aPerson(targetId),
  );

export const remove = (server: TestServer, { assignmentId }: Held) =>
  post(server, { requestType: 'adminRemove', assignment: { id: assignmentId } });
