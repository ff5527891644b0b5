import { randomUUID } from 'node:crypto';
import { Database } from '../../src/platform/database/database.js';
import { entitlements, given, selfService } from './given.js';
import { anAdministrator, aPerson, type TestServer } from './server.js';

const graph = '#microsoft.graph.';
const id = randomUUID();

/** Every kind of subject set that a policy can name. */
export const everySubjectSet: readonly object[] = [
  { '@odata.type': `${graph}singleUser`, userId: id, description: 'One' },
  { '@odata.type': `${graph}groupMembers`, groupId: id },
  { '@odata.type': `${graph}connectedOrganizationMembers`, connectedOrganizationId: id },
  { '@odata.type': `${graph}singleServicePrincipal`, servicePrincipalId: id },
  { '@odata.type': `${graph}attributeRuleMembers`, membershipRule: '(user.department -eq "Sales")' },
  { '@odata.type': `${graph}requestorManager`, managerLevel: 1 },
  { '@odata.type': `${graph}targetManager`, managerLevel: 2 },
  { '@odata.type': `${graph}internalSponsors` },
  { '@odata.type': `${graph}externalSponsors` },
  { '@odata.type': `${graph}targetUserSponsors` },
  { '@odata.type': `${graph}targetApplicationOwners` },
  { '@odata.type': `${graph}targetAgentIdentitySponsorsOrOwners` },
  { '@odata.type': `${graph}identityGovernance.groupBasedSubjectSet`, groups: [{ id }] },
  { '@odata.type': `${graph}identityGovernance.ruleBasedSubjectSet`, rule: '(user.city -eq "Kyiv")' },
];

const localized = [{ languageCode: 'de', text: 'Wo?' }];

/** What a requestor is asked: once of each kind. */
export const questions = [
  {
    '@odata.type': `${graph}accessPackageMultipleChoiceQuestion`,
    ...{ sequence: 0, text: 'Where?', isRequired: true, isAnswerEditable: true, isMultipleSelectionAllowed: true },
    localizations: localized,
    choices: [{ actualValue: 'UA', text: 'Ukraine', localizations: localized }],
  },
  {
    '@odata.type': `${graph}accessPackageTextInputQuestion`,
    ...{ sequence: 1, text: 'Why?', isRequired: false, isAnswerEditable: false },
    ...{ isSingleLineQuestion: true, regexPattern: '.*', localizations: [] },
  },
];

const schedule = {
  startDateTime: '2026-07-02T06:59:59.998Z',
  expiration: { type: 'afterDateTime', endDateTime: '2030-01-01T00:00:00.000Z', duration: null },
  recurrence: {
    pattern: {
      ...{ type: 'relativeMonthly', interval: 3, month: 0, dayOfMonth: 0 },
      ...{ daysOfWeek: ['monday', 'friday'], firstDayOfWeek: 'sunday', index: 'last' },
    },
    range: {
      ...{ type: 'endDate', numberOfOccurrences: 0, recurrenceTimeZone: 'UTC' },
      ...{ startDate: '2026-07-02', endDate: '2027-07-02' },
    },
  },
};

const stage = {
  durationBeforeAutomaticDenial: 'P14D',
  isApproverJustificationRequired: true,
  isEscalationEnabled: true,
  durationBeforeEscalation: 'PT36H',
  approverInformationVisibility: 'visible',
  primaryApprovers: everySubjectSet.slice(0, 2),
  fallbackPrimaryApprovers: everySubjectSet.slice(5, 7),
  escalationApprovers: everySubjectSet.slice(7, 9),
  fallbackEscalationApprovers: everySubjectSet.slice(9, 12),
};

/** A policy in which every member says something and every nested type stands. */
export const widestPolicy = {
  description: 'As wide as can be',
  allowedTargetScope: 'specificDirectoryUsers',
  specificAllowedTargets: everySubjectSet,
  expiration: { type: 'afterDuration', duration: 'P365D', endDateTime: null },
  requestorSettings: {
    ...(selfService['requestorSettings'] as object),
    enableOnBehalfRequestorsToAddAccess: true,
    enableOnBehalfRequestorsToUpdateAccess: true,
    enableOnBehalfRequestorsToRemoveAccess: true,
    onBehalfRequestors: everySubjectSet.slice(0, 7),
  },
  requestApprovalSettings: {
    ...{ isApprovalRequiredForAdd: true, isApprovalRequiredForUpdate: true, isRequestorJustificationRequired: true },
    stages: [stage, { ...stage, '@odata.type': `${graph}accessPackageDynamicApprovalStage` }],
  },
  reviewSettings: {
    ...{ isEnabled: true, expirationBehavior: 'acceptAccessRecommendation', isSelfReview: false },
    ...{ isRecommendationEnabled: true, isReviewerJustificationRequired: true, schedule },
    ...{ primaryReviewers: everySubjectSet, fallbackReviewers: everySubjectSet },
  },
  automaticRequestSettings: {
    requestAccessForAllowedTargets: true,
    removeAccessWhenTargetLeavesAllowedTargets: true,
    gracePeriodBeforeAccessRemoval: 'P7D',
  },
  notificationSettings: { isAssignmentNotificationDisabled: true },
  questions,
};

/** What a policy of any package in a catalog may call: at a stage of requests, and at one of assignments. */
export async function widestCallouts(server: TestServer, catalogId: string): Promise<object[]> {
  const { aCustomExtension } = given(server);
  return [await callout('assignmentRequestGranted', 'Request'), await callout('assignmentOneDayBeforeExpiration', '')];

  async function callout(stage: string, kind: string): Promise<object> {
    const type = `${graph}accessPackageAssignment${kind}WorkflowExtension`;
    const { id: extensionId } = await aCustomExtension(catalogId, { '@odata.type': type });
    return { stage, customExtension: { '@odata.type': type, id: extensionId } };
  }
}

interface Question {
  readonly id: string;
  readonly '@odata.type': string;
}

/** Somebody who asked with everything that can be said, and has the access. */
export async function aWideRequest(server: TestServer) {
  const there = given(server);
  const asked = questions.map((question) => ({ ...question, regexPattern: undefined }));
  const policy = await there.aPolicy({ ...selfService, description: 'Everybody', questions: asked });
  const person = await there.aPerson({ displayName: 'Ada', mail: 'ada@contoso.example' });
  const [choice, text] = (policy as { questions?: Question[] }).questions ?? [];
  const answer = (question: Question | undefined, value: string) => ({
    '@odata.type': `${graph}accessPackageAnswerString`,
    ...{ value, displayValue: value, answeredQuestion: { '@odata.type': question?.['@odata.type'], id: question?.id } },
  });
  const accepted = await server.as(aPerson(person.id)).post(`${entitlements}/assignmentRequests`, {
    requestType: 'userAdd',
    assignment: policy.names,
    justification: 'New here',
    answers: [answer(choice, 'UA'), answer(text, 'Work')],
    schedule: { startDateTime: null, expiration: { type: 'afterDuration', duration: 'P30D', endDateTime: null } },
  });
  if (accepted.status !== 201) throw new Error(`Expected 201, got ${accepted.status}: ${accepted.text}`);
  await server.drain();
  const path = `${entitlements}/assignmentRequests/${accepted.body.id}?$expand=assignment`;
  const { body } = await server.as(anAdministrator).get(path);
  return {
    accepted,
    personId: person.id,
    requestId: String(body.id),
    assignmentId: String(body.assignment.id),
    policy,
  };
}

/** Changes a row behind the server's back, so that it can be seen how a state or type that nothing reaches is answered. */
export async function put(
  server: TestServer,
  model: 'assignmentRequest' | 'assignment',
  rowId: string,
  data: { state: string } | { requestType: string },
): Promise<void> {
  const { client } = server.app.get(Database);
  const changed = { where: { id: rowId }, data };
  await (model === 'assignment' ? client.assignment.updateMany(changed) : client.assignmentRequest.updateMany(changed));
}
