import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type * as Graph from '@microsoft/microsoft-graph-types';
import type { GivenAnswerString } from '../../src/entitlement-management/assignment-requests/reading/answers.resource.js';
import type * as Approval from '../../src/entitlement-management/assignment-policies/policy-types/approval-settings.js';
import type * as Extensions from '../../src/entitlement-management/assignment-policies/policy-types/custom-extensions.js';
import type * as Questions from '../../src/entitlement-management/assignment-policies/policy-types/questions.js';
import type * as Settings from '../../src/entitlement-management/assignment-policies/policy-types/request-settings.js';
import type * as Review from '../../src/entitlement-management/assignment-policies/policy-types/review-settings.js';
import type * as Schedule from '../../src/graph/schedule.js';
import type * as Sets from '../../src/entitlement-management/subject-sets/subject-sets.body.js';
import { ResourceRegistry } from '../../src/platform/odata/resource-registry.js';
import { entitlements, given } from '../support/given.js';
import {
  type AccessPackageAnswered,
  type AssignmentAnswer,
  type CatalogAnswer,
  type PolicyAnswer,
  type RequestAnswer,
  type SubjectAnswer,
  wire,
} from '../support/graph-wire.js';
import { anApplication, startServer, type TestServer } from '../support/server.js';
import { type Answered, inWords } from '../support/wire.js';

/**
 * What Graph's v1.0 metadata declares and `@microsoft/microsoft-graph-types` 2.43.1 lacks: members by type, and words
 * of enumerations. The compiler holds our types against Graph's but for these.
 */
interface Lacking {
  readonly members: { readonly subject: 'subjectLifecycle'; readonly stage: 'approverInformationVisibility' };
  readonly words: {
    readonly allowedTargetScope: 'allDirectoryAgentIdentities';
    readonly requestType: 'approverRemove';
  };
}

type RequestorSettings = Omit<Settings.AccessPackageAssignmentRequestorSettings, 'scopeType'>;

/** Ours and Graph's, for everything that is answered. */
interface Pairs {
  catalog: [CatalogAnswer<Words>, Graph.AccessPackageCatalog];
  accessPackage: [AccessPackageAnswered<Words>, Graph.AccessPackage];
  policy: [PolicyAnswer<Words>, Graph.AccessPackageAssignmentPolicy];
  subject: [SubjectAnswer<Words>, Graph.AccessPackageSubject];
  assignment: [AssignmentAnswer<Words>, Graph.AccessPackageAssignment];
  request: [RequestAnswer<Words>, Graph.AccessPackageAssignmentRequest];
  schedule: [Schedule.EntitlementManagementSchedule, Graph.EntitlementManagementSchedule];
  expiration: [Schedule.ExpirationPatternBody, Graph.ExpirationPattern];
  recurrence: [Schedule.PatternedRecurrence, Graph.PatternedRecurrence];
  recurrencePattern: [Schedule.RecurrencePattern, Graph.RecurrencePattern];
  recurrenceRange: [Schedule.RecurrenceRange, Graph.RecurrenceRange];
  approval: [Approval.AccessPackageAssignmentApprovalSettings, Graph.AccessPackageAssignmentApprovalSettings];
  stage: [Approval.AccessPackageApprovalStage, Graph.AccessPackageApprovalStage];
  // Beta's word for the scope stands in no answer of v1.0.
  requestors: [RequestorSettings, Graph.AccessPackageAssignmentRequestorSettings];
  automatic: [Settings.AccessPackageAutomaticRequestSettings, Graph.AccessPackageAutomaticRequestSettings];
  notifications: [Settings.AccessPackageNotificationSettings, Graph.AccessPackageNotificationSettings];
  review: [Review.AccessPackageAssignmentReviewSettings, Graph.AccessPackageAssignmentReviewSettings];
  question: [Answered<Questions.AccessPackageQuestion>, Graph.AccessPackageQuestion];
  multipleChoice: [Answered<Questions.AccessPackageMultipleChoiceQuestion>, Graph.AccessPackageMultipleChoiceQuestion];
  textInput: [Answered<Questions.AccessPackageTextInputQuestion>, Graph.AccessPackageTextInputQuestion];
  choice: [Questions.AccessPackageAnswerChoice, Graph.AccessPackageAnswerChoice];
  localized: [Questions.AccessPackageLocalizedText, Graph.AccessPackageLocalizedText];
  extension: [Answered<Extensions.CustomExtensionStageSetting>, Graph.CustomExtensionStageSetting];
  extensionLink: [Extensions.CustomCalloutExtensionLink, Graph.CustomCalloutExtension];
  answer: [GivenAnswerString, Graph.AccessPackageAnswerString];
  subjectSet: [Sets.SubjectSetBody, Graph.SubjectSet];
  singleUser: [Sets.SingleUser, Graph.SingleUser];
  groupMembers: [Sets.GroupMembers, Graph.GroupMembers];
  organizationMembers: [Sets.ConnectedOrganizationMembers, Graph.ConnectedOrganizationMembers];
  servicePrincipal: [Sets.SingleServicePrincipal, Graph.SingleServicePrincipal];
  attributeRule: [Sets.AttributeRuleMembers, Graph.AttributeRuleMembers];
  requestorManager: [Sets.RequestorManager, Graph.RequestorManager];
  targetManager: [Sets.TargetManager, Graph.TargetManager];
  groupBased: [Sets.GroupBasedSubjectSet, Graph.IdentityGovernanceNamespace.GroupBasedSubjectSet];
  ruleBased: [Sets.RuleBasedSubjectSet, Graph.IdentityGovernanceNamespace.RuleBasedSubjectSet];
}

type Words = Lacking['words'][keyof Lacking['words']];
type LackingIn<Name> = Name extends keyof Lacking['members'] ? Lacking['members'][Name] : never;

/** True for a pair where ours can stand wherever Graph's is expected and has no member that Graph's does not know. */
type Agrees<Name extends keyof Pairs> = Pairs[Name][0] extends Pairs[Name][1]
  ? [Exclude<keyof Pairs[Name][0], keyof Pairs[Name][1] | '@odata.type' | LackingIn<Name>>] extends [never]
    ? true
    : false
  : false;

type Disagreeing = { [Name in keyof Pairs]: Agrees<Name> extends true ? never : Name }[keyof Pairs];

/** Compiles only when there is nothing in the union. */
const none = <T extends never>(): T[] => [];

describe("our answers and Graph's published types", () => {
  it('agree for the compiler, but for what these types lack', () => {
    expect(none<Disagreeing>()).toEqual([]);
  });

  it('would be found to disagree by a word, a kind or a name', () => {
    const state = 'Delivered';
    // @ts-expect-error a state that Graph does not know
    const word: Graph.AccessPackageAssignment = { state };
    // @ts-expect-error a number for a text
    const kind: Graph.AccessPackage = { displayName: 1 };
    // @ts-expect-error a name that Graph does not know leaves something in the union
    const name: string[] = none<Exclude<keyof { expiredDatetime: null }, keyof Graph.AccessPackageAssignment>>();
    expect([word, kind, name]).toHaveLength(3);
  });

  it('lack what is listed and nothing less', () => {
    type Found = {
      subject: Exclude<keyof SubjectAnswer, keyof Graph.AccessPackageSubject>;
      stage: Exclude<keyof Approval.AccessPackageApprovalStage, keyof Graph.AccessPackageApprovalStage | '@odata.type'>;
      allowedTargetScope: Exclude<PolicyAnswer['allowedTargetScope'], Graph.AllowedTargetScope>;
      requestType: Exclude<RequestAnswer['requestType'], Graph.AccessPackageRequestType>;
    };
    const found: Found = { ...({} as Lacking['members']), ...({} as Lacking['words']) };
    const listed: Lacking['members'] & Lacking['words'] = found;
    expect(listed).toBeDefined();
  });
});

describe('answers and bodies over the wire', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it.each(Object.entries(wire))('%s have the members that the compiler was told', (name, members) => {
    const { fields } = server.app.get(ResourceRegistry).named(name);
    expect(inWords(members)).toEqual(inWords(fields));
  });

  it("take what is written against Graph's types", async () => {
    const post = async <Sent>(set: string, body: Sent) => {
      const { status, text, body: made } = await server.as(anApplication).post(`${entitlements}/${set}`, body);
      expect([set, status, text]).toEqual([set, 201, text]);
      return made as Sent & { id: string };
    };
    const person = await given(server).aPerson();
    const catalog = await post<Graph.AccessPackageCatalog>('catalogs', {
      displayName: 'Typed',
      isExternallyVisible: false,
    });
    const accessPackage = await post<Graph.AccessPackage>('accessPackages', {
      displayName: 'Typed',
      catalog: { id: catalog.id },
    });
    const policy = await post<Graph.AccessPackageAssignmentPolicy>('assignmentPolicies', {
      displayName: 'Typed',
      allowedTargetScope: 'allMemberUsers',
      expiration: { type: 'afterDuration', duration: 'P30D' },
      requestorSettings: { enableTargetsToSelfAddAccess: true },
      accessPackage: { id: accessPackage.id },
    });
    const request = await post<Graph.AccessPackageAssignmentRequest>('assignmentRequests', {
      requestType: 'adminAdd',
      assignment: {
        target: { objectId: person.id },
        assignmentPolicy: { id: policy.id },
        accessPackage: { id: accessPackage.id },
      },
      schedule: { expiration: { type: 'afterDuration', duration: 'P10D' } },
    });
    expect(request).toMatchObject({ requestType: 'adminAdd', state: 'submitted' });
  });
});
