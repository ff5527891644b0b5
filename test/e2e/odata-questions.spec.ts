import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { entitlements, given, selfService } from '../support/given.js';
import { anAdministrator, anApplication, startServer, type TestServer } from '../support/server.js';

const graph = 'microsoft.graph';
const tenantId = 'aaaaaaaa-0000-4000-8000-00000000000a';

let server: TestServer;
let userId: string;
let questionId: string;

/** The names of what a question finds, as a client would write it. */
async function named(collection: string, options: Record<string, string>): Promise<string[]> {
  const query = Object.entries(options).map(([name, text]) => `$${name}=${encodeURIComponent(text)}`);
  const { status, text, body } = await server
    .as(anAdministrator)
    .get(`${entitlements}/${collection}?${query.join('&')}`);
  if (status !== 200) throw new Error(`${JSON.stringify(options)} is ${status}: ${text}`);
  return body.value.map(({ displayName, justification }: Record<string, string>) => displayName ?? justification);
}

beforeAll(async () => {
  server = await startServer();
  const there = given(server);
  userId = (await there.aPerson()).id;

  const sources = (...identitySources: object[]) => ({ identitySources });
  const domain = (domainName: string) => ({ '@odata.type': `#${graph}.domainIdentitySource`, domainName });
  const ofTenant = { '@odata.type': `#${graph}.azureActiveDirectoryTenant`, tenantId, displayName: "it's" };
  await there.aConnectedOrganization({ displayName: 'both', ...sources(domain('b.example'), ofTenant) });
  await there.aConnectedOrganization({ displayName: 'domain', ...sources(domain('d.example')) });
  await there.aConnectedOrganization({ displayName: 'none', ...sources() });

  const catalog = { id: (await there.aCatalog({ displayName: 'shelf' })).id };
  const packages: { id: string }[] = [];
  for (const [displayName, description] of [
    ['one', "It's one"],
    ['two', 'zwei + 2%'],
    ['three', null],
    ['four', ''],
  ]) {
    packages.push(await there.aPackage({ displayName, description, catalog, isHidden: displayName === 'four' }));
  }
  const [one, two, three] = packages.map(({ id }) => ({ accessPackage: { id } }));
  const singleUser = { '@odata.type': `#${graph}.singleUser`, userId };
  const question = {
    '@odata.type': `#${graph}.accessPackageTextInputQuestion`,
    ...{ text: 'Why?', isRequired: false, isAnswerEditable: true, sequence: 3 },
  };
  const stage = { durationBeforeAutomaticDenial: 'PT48H', primaryApprovers: [singleUser] };
  const policy = await there.aPolicy({
    ...{ displayName: 'asks', ...one, ...selfService, questions: [question] },
    expiration: { type: 'afterDuration', duration: 'P30D' },
  });
  [{ id: questionId }] = (policy as unknown as { questions: [{ id: string }] }).questions;
  await there.aPolicy({
    ...{ displayName: 'approved', ...two, allowedTargetScope: 'specificDirectoryUsers' },
    specificAllowedTargets: [singleUser],
    requestApprovalSettings: { isApprovalRequiredForAdd: true, stages: [stage] },
    expiration: { type: 'afterDateTime', endDateTime: '2027-01-01T01:00:00+02:00' },
  });
  await there.aPolicy({ displayName: 'bare', ...three });

  for (const [justification, value] of [
    ['answered', 'because'],
    ['again', '7'],
    ['silent', undefined],
  ]) {
    const answer = {
      '@odata.type': `#${graph}.accessPackageAnswerString`,
      ...{ value, answeredQuestion: { '@odata.type': question['@odata.type'], id: questionId } },
    };
    const assignment = { targetId: (await there.aPerson()).id, ...policy.names };
    const body = { requestType: 'adminAdd', justification, assignment, answers: value === undefined ? [] : [answer] };
    expect((await server.as(anApplication).post(`${entitlements}/assignmentRequests`, body)).status).toBe(201);
  }
});
afterAll(() => server.close());

describe('A question about parts', () => {
  it.each([
    [
      'connectedOrganizations',
      `identitySources/any(is:is/${graph}.domainIdentitySource/domainName eq 'b.example')`,
      'both',
    ],
    [
      'connectedOrganizations',
      `identitySources/any(is:is/${graph}.AzureActiveDirectoryTenant/tenantId eq '${tenantId}')`,
      'both',
    ],
    [
      'connectedOrganizations',
      `identitySources/any(s:s/${graph}.azureActiveDirectoryTenant/displayName eq 'it''s')`,
      'both',
    ],
    ['connectedOrganizations', 'identitySources/$count eq 0', 'none'],
    [
      'connectedOrganizations',
      `identitySources/any() and identitySources/all(s:s/${graph}.domainIdentitySource/domainName ne null)`,
      'domain',
    ],
    ['assignmentPolicies', "expiration/duration eq duration'PT720H'", 'asks'],
    ['assignmentPolicies', "duration'P29D' lt expiration/duration", 'asks'],
    ['assignmentPolicies', 'expiration/endDateTime eq 2026-12-31T23:00:00Z', 'approved'],
    ['assignmentPolicies', `expiration/type eq ${graph}.expirationPatternType'afterdatetime'`, 'approved'],
    ['assignmentPolicies', "expiration/type in (null,'noExpiration')", 'bare'],
    ['assignmentPolicies', 'requestorSettings/enableTargetsToSelfAddAccess', 'asks'],
    ['assignmentPolicies', `specificAllowedTargets/any(t:t/${graph}.singleUser/userId eq '{user}')`, 'approved'],
    [
      'assignmentPolicies',
      `requestApprovalSettings/stages/any(s:s/primaryApprovers/any(a:a/${graph}.singleUser/userId eq {user}))`,
      'approved',
    ],
    [
      'assignmentPolicies',
      "requestApprovalSettings/stages/any(s:s/durationBeforeAutomaticDenial ge duration'P2D')",
      'approved',
    ],
    ['assignmentPolicies', `questions/any(q:q/id eq {question} and q/sequence ge 3)`, 'asks'],
    [
      'accessPackages',
      'assignmentPolicies/any(p:p/questions/$count gt 0 and p/accessPackage/displayName ne p/displayName)',
      'one',
    ],
    [
      'assignmentRequests',
      `answers/any(a:a/answeredQuestion/id eq {question} and a/${graph}.accessPackageAnswerString/value eq 'because')`,
      'answered',
    ],
    ['assignmentRequests', 'not answers/any()', 'silent'],
  ])('%s: %s', async (collection, filter, expected) => {
    expect(
      await named(collection, { filter: filter.replace('{user}', userId).replace('{question}', questionId) }),
    ).toEqual([expected]);
  });

  it('may be an order', async () => {
    expect(await named('connectedOrganizations', { orderby: 'identitySources/$count desc' })).toEqual([
      ...['both', 'domain', 'none'],
    ]);
    expect(await named('assignmentPolicies', { orderby: 'expiration/endDateTime desc,displayName', top: '1' })).toEqual(
      ['approved'],
    );
  });
});
