import { randomUUID } from 'node:crypto';
import { type Accepted, em, idOf, mail, type Prepares, type World } from './accepted-calls.js';
import { approvalBy, approvalsOf, asking, user } from './approvals.js';
import { selfService } from './given.js';
import { aPerson } from './server.js';

const graph = '#microsoft.graph.';
const question = { '@odata.type': `${graph}accessPackageTextInputQuestion`, text: 'Why?', sequence: 1 };

/** Calls that ask for access and that decide about it. */
export async function acceptedOfRequests({ server, there, row, ada }: World): Promise<Prepares> {
  const requestApprovalSettings = approvalBy(asking(user(ada)));
  const asked = await there.aPolicy({ ...selfService, questions: [question], requestApprovalSettings });
  const [{ id: questionId }] = (asked as { questions?: unknown }).questions as [{ id: string }];
  const its = approvalsOf(server);
  const approved = await its.aPolicy([asking(user(ada))]);
  return {
    'POST assignmentRequests': async (dialect) => {
      const [objectId, email] = [randomUUID(), mail()];
      await there.aPerson({ id: objectId, mail: email });
      const assignment = wideAssignment({ objectId, email }, asked.names);
      const onlyInBeta = dialect === 'beta' ? { parameters: [{ name: 'IsApprovalRequired', value: 'true' }] } : {};
      const body = { ...wideRequest(questionId), assignment, ...onlyInBeta };
      return { path: `${em}/assignmentRequests`, body, stored: (answer) => row.request(idOf(answer)) };
    },
    'PATCH accessPackageAssignmentApprovals/{id}/stages/{stageId}': async (): Promise<Accepted> => {
      const requestId = await its.asked((await there.aPerson()).id, approved.names);
      const [stage] = await its.stagesOf(requestId);
      const id = String(stage?.['id']);
      return {
        ...{ path: `${em}/accessPackageAssignmentApprovals/${requestId}/stages/${id}`, as: server.as(aPerson(ada)) },
        ...{ body: { id, reviewResult: 'Approve', justification: 'Fine' }, stored: () => row.stage(id) },
      };
    },
  };
}

const wideRequest = (questionId: string) => ({
  ...{ requestType: 'adminAdd', id: randomUUID(), justification: 'Because' },
  schedule: {
    startDateTime: '2090-01-01T00:00:00.000Z',
    expiration: { type: 'afterDuration', duration: 'P10D', endDateTime: null },
  },
  answers: [
    {
      ...{ '@odata.type': `${graph}accessPackageAnswerString`, displayValue: 'Work', value: 'Work' },
      answeredQuestion: { '@odata.type': question['@odata.type'], id: questionId },
    },
  ],
});

interface Names {
  readonly assignmentPolicyId: string;
  readonly accessPackageId: string;
}

const wideAssignment = (
  target: { objectId: string; email: string },
  { assignmentPolicyId, accessPackageId }: Names,
) => ({
  ...{ targetId: target.objectId, assignmentPolicyId, accessPackageId, schedule: { startDateTime: null } },
  ...{ target: { ...target, subjectType: 'user' }, assignmentPolicy: { id: assignmentPolicyId } },
  accessPackage: { id: accessPackageId },
});
