import { Database } from '../../src/platform/database/database.js';
import { entitlements, given, selfService } from './given.js';
import { anAdministrator, aPerson, type Answered, type TestServer } from './server.js';

type Json = Record<string, unknown>;

const graph = '#microsoft.graph.';

export const user = (userId: string): Json => ({ '@odata.type': `${graph}singleUser`, userId });
export const members = (groupId: string): Json => ({ '@odata.type': `${graph}groupMembers`, groupId });
export const manager = (managerLevel = 1): Json => ({ '@odata.type': `${graph}requestorManager`, managerLevel });

/** A stage that asks these people, first. */
export const asking = (...primaryApprovers: Json[]): Json => ({ primaryApprovers });

export const approvalBy = (...stages: Json[]): Json => ({ isApprovalRequiredForAdd: true, stages });

/** Speaks of approvals to a server, as whoever it is. */
export function approvalsOf(server: TestServer) {
  const root = `${entitlements}/accessPackageAssignmentApprovals`;
  const there = given(server);
  const read = async (path: string) => (await server.as(anAdministrator).get(`${entitlements}/${path}`)).body;
  const stagesOf = async (requestId: string): Promise<Json[]> =>
    (await read(`accessPackageAssignmentApprovals/${requestId}/stages`)).value;
  return {
    root,
    read,
    stagesOf,
    request: (requestId: string) => read(`assignmentRequests/${requestId}`),
    held: async (personId: string) =>
      (await read(`assignments?$filter=target/objectId%20eq%20'${personId}'`)).value as Json[],

    aPerson: (managerId?: string, more: Json = {}) =>
      there.aPerson({
        ...(managerId ? { 'manager@odata.bind': `https://any.example/v1.0/users/${managerId}` } : {}),
        ...more,
      }),

    aGroup: (...userIds: string[]) =>
      there.aGroup({ 'members@odata.bind': userIds.map((id) => `https://any.example/v1.0/users/${id}`) }),

    /** A policy under which people ask for themselves, and these stages decide. */
    aPolicy: (stages: Json[], more: Json = {}) =>
      there.aPolicy({ ...selfService, requestApprovalSettings: approvalBy(...stages), ...more }),

    /** Somebody asks under a policy; the answer is the id of a request that is under way. */
    async asked(personId: string, names: object, more: Json = {}): Promise<string> {
      const body = { requestType: 'userAdd', assignment: names, ...more };
      const answer = await server.as(aPerson(personId)).post(`${entitlements}/assignmentRequests`, body);
      if (answer.status !== 201) throw new Error(`Expected 201, got ${answer.status}: ${answer.text}`);
      await server.drain();
      return String(answer.body.id);
    },

    /** Somebody says something of a stage, the first unless another is named. */
    async decide(personId: string, requestId: string, reviewResult: string, more: Json = {}): Promise<Answered> {
      const { stage = 1, ...body } = more;
      const found = (await stagesOf(requestId))[Number(stage) - 1];
      const path = `${root}/${requestId}/stages/${String(found?.['id'])}`;
      return server.as(aPerson(personId)).patch(path, { reviewResult, ...body });
    },

    cancel: (requestId: string) =>
      server.as(anAdministrator).post(`${entitlements}/assignmentRequests/${requestId}/cancel`),

    turn: (duration: string) => server.anonymous.post('/dev/clock/advance', { duration }),

    /** The stages as they are kept, with their times. */
    kept: (requestId: string) =>
      server.app.get(Database).client.approvalStage.findMany({ where: { requestId }, orderBy: { ordinal: 'asc' } }),

    /** What was told of a request and of its stages, in order. */
    async told(requestId: string): Promise<{ name: string; payload: Json }[]> {
      return server.app.get(Database).client.$queryRaw`
        SELECT name, payload FROM domain_event WHERE payload->>'requestId' = ${requestId} ORDER BY position`;
    },
  };
}

export const failure = ({ status, body }: Answered): [number, string] => [status, body?.error?.code];
