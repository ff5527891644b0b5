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
  const { id: none } = await there.aConnectedOrganization({ displayName: 'none', ...sources() });
  const sponsors = `${entitlements}/connectedOrganizations/${none}`;
  for (const [link, ...names] of [
    ['internalSponsors', 'Ada', 'Bo'],
    ['externalSponsors', 'Cy'],
  ]) {
    for (const displayName of names) {
      const { id } = await there.aPerson({ displayName });
      const reference = { '@odata.id': `${server.url}/v1.0/users/${id}` };
      expect((await server.as(anApplication).post(`${sponsors}/${link}/$ref`, reference)).status).toBe(204);
    }
  }

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
  [{ id: questionId }] = policy['questions'] as [{ id: string }];
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
    [
      'connectedOrganizations',
      "internalSponsors/$count eq 2 and externalSponsors/all(s:s/displayName eq 'Cy')",
      'none',
    ],
    ['connectedOrganizations', "externalSponsors/any(s:s/displayName ne 'Ada')", 'none'],
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

const scope = 'allowedTargetScope';
const ends = 'expiration/endDateTime';

describe('A question', () => {
  it.each([
    ['not isHidden', ['one', 'three', 'two']],
    ["not isHidden and startswith(displayName,'t')", ['three', 'two']],
    ["not (isHidden or startswith(displayName,'t'))", ['one']],
    ['not isHidden eq true', ['one', 'three', 'two']],
    ["displayName eq 'one' or displayName eq 'two' and isHidden", ['one']],
    ["(displayName eq 'one' or displayName eq 'four') and isHidden", ['four']],
    ["description in (null,'')", ['four', 'three']],
    ["not (description in (null,''))", ['one', 'two']],
    ['description eq null or null eq displayName', ['three']],
    ['description ge null', ['three']],
    ['description gt null or null lt description', []],
    ["not contains(description,'e')", ['four']],
    ["description eq 'It''s one'", ['one']],
    ["concat(concat(displayName,concat(': ','')),description) eq 'two: zwei + 2%'", ['two']],
    ["-1 lt indexof(displayName,'W') and length(displayName) ne -1", ['two']],
    ["tolower(toupper(displayName)) eq 'four' and endswith(displayName,'UR')", ['four']],
    ["catalog/state eq microsoft.graph.accessPackageCatalogState'PUBLISHED' and CATALOG/DisplayName eq 'shelf'", 4],
    ["catalog/state eq 'Published' and catalog/state has 'published'", 4],
    ['catalog/accessPackages/$count eq 4 and assignmentPolicies/$count eq 0', ['four']],
    ['catalog/accessPackages/any(p:p/assignmentPolicies/any(a:a/accessPackage/id eq p/id and p/isHidden))', []],
    ['catalog/accessPackages/all(p:p/catalog/id eq p/catalog/id)', 4],
  ])('about packages means what OData says: %s', async (filter, expected) => {
    const found = await named('accessPackages', { filter, orderby: 'displayName' });
    expect(typeof expected === 'number' ? found.length : found).toEqual(expected);
  });

  it.each([
    [`${scope} has 'allDirectoryUsers'`, 'asks'],
    [`${scope} has ${graph}.${scope}'ALLDIRECTORYUSERS'`, 'asks'],
    [`${graph}.${scope}'specificDirectoryUsers' eq ${scope}`, 'approved'],
    [`${scope} in ('notspecified','allMemberUsers')`, 'bare'],
    [`year(${ends}) eq 2026 and month(${ends}) eq 12 and day(${ends}) eq 31 and hour(${ends}) eq 23`, 'approved'],
    [`minute(${ends}) eq 0 and second(${ends}) eq 0 and date(${ends}) eq 2026-12-31`, 'approved'],
    [`2026-12-31T23:00:00.000Z le ${ends} and ${ends} lt 2027-01-01`, 'approved'],
    [`2027-01-01T01:00:00+02:00 eq ${ends}`, 'approved'],
  ])('about policies means what OData says: %s', async (filter, expected) => {
    expect(await named('assignmentPolicies', { filter })).toEqual([expected]);
  });

  it.each([
    ['$filter=description+eq+%27zwei+%2B+2%25%27', ['two']],
    ["$filter=description eq 'zwei %2B 2%25'".replaceAll(' ', '%20'), ['two']],
    ["%24FILTER=DESCRIPTION%20EQ%20'It%27%27s%20one'", ['one']],
    ["filter=contains(description,'%2B')&OrderBy=displayName+DESC", ['two']],
    ['$orderby=description,displayName', ['three', 'four', 'one', 'two']],
    ['$orderby=description%20desc', ['two', 'one', 'four', 'three']],
    [
      '$orderby=assignmentPolicies/$count desc,displayName desc'.replaceAll(' ', '%20'),
      ['two', 'three', 'one', 'four'],
    ],
    [
      '$orderby=isHidden desc,length(displayName) desc,displayName&$skip=1&$top=2'.replaceAll(' ', '%20'),
      ['three', 'one'],
    ],
  ])('may be written in every way: %s', async (query, expected) => {
    const { body, text } = await server.as(anAdministrator).get(`${entitlements}/accessPackages?${query}`);
    if (!body.value) throw new Error(text);
    expect(body.value.map(({ displayName }: { displayName: string }) => displayName)).toEqual(expected);
  });

  it.each([
    ['$filter=description eq 1', "'description' is compared with a string"],
    ['$filter=expiration eq null', "'expiration' has members"],
    ['$filter=contains(isHidden)', "'contains' at position 0 takes 2 operands"],
    ['$filter=catalog', "'catalog' is a navigation property"],
    ["$filter=catalog/state eq microsoft.graph.other'published'", "'catalog/state' is compared with one of"],
    ['$filter=isHidden gt false', "'isHidden' has no order"],
    ["$filter=displayName eq 'a", 'is not closed'],
    ['$skip=10001', "'$skip' must be between 0 and 10000"],
    ['$top=1000', "'$top' must be between 1 and 999"],
    ['$format=json', "'$format' is not supported here"],
    ['$top=1&top=2', 'given more than once'],
  ])('is refused with what to change, and with the headers of every answer: %s', async (query, message) => {
    const collection = query.includes('expiration') ? 'assignmentPolicies' : 'accessPackages';
    const sent = { 'client-request-id': 'abcdef00-0000-4000-8000-000000000001' };
    const path = `${entitlements}/${collection}?${query.replaceAll(' ', '%20')}`;
    const { status, headers, body } = await server.as(anAdministrator).get(path, sent);
    expect([status, body.error.code]).toEqual([400, 'InvalidFilter']);
    expect(body.error.message).toContain(message);
    expect(headers.get('odata-version')).toBe('4.0');
    expect(headers.get('client-request-id')).toBe(sent['client-request-id']);
    expect(headers.get('request-id')).toBe(body.error.innerError['request-id']);
  });
});

describe('An $expand', () => {
  it('takes options inside options', async () => {
    const inner = '$select=displayName;$orderby=displayName desc;$top=1;$expand=accessPackage($select=displayName)';
    const expand = [
      "$filter=not isHidden and (displayName ne 'a;b)');$orderby=displayName;$skip=1;$top=1;$count=true",
      `$select=displayName;$expand=assignmentPolicies(${inner})`,
    ].join(';');
    const query = `$expand=${encodeURIComponent(`accessPackages(${expand})`)}&$select=displayName`;
    const { body } = await server.as(anAdministrator).get(`${entitlements}/catalogs?${query}`);
    const three = {
      displayName: 'three',
      assignmentPolicies: [{ displayName: 'bare', accessPackage: { displayName: 'three' } }],
    };
    expect(body.value).toContainEqual(
      expect.objectContaining({ displayName: 'shelf', 'accessPackages@odata.count': 3, accessPackages: [three] }),
    );
  });

  it('shows the sponsors of an organization, each kind by its name', async () => {
    const shown = '($select=displayName;$orderby=displayName desc;$count=true;$top=1)';
    const query = `$filter=displayName eq 'none'&$select=id&$expand=internalSponsors${shown},externalSponsors${shown}`;
    const { body } = await server
      .as(anAdministrator)
      .get(`${entitlements}/connectedOrganizations?${query.replaceAll(' ', '%20')}`);
    const [{ id, 'internalSponsors@odata.nextLink': next, ...links }] = body.value;
    expect(links).toEqual({
      'internalSponsors@odata.count': 2,
      internalSponsors: [{ '@odata.type': '#microsoft.graph.user', displayName: 'Bo' }],
      'externalSponsors@odata.count': 1,
      externalSponsors: [{ '@odata.type': '#microsoft.graph.user', displayName: 'Cy' }],
    });
    expect(next).toContain(`/connectedOrganizations/${id}/internalSponsors?`);
    const { body: rest } = await server.as(anAdministrator).get(next.slice(server.url.length));
    expect(rest.value).toEqual([{ '@odata.type': '#microsoft.graph.user', displayName: 'Ada' }]);
  });

  it('goes up as many levels as there are', async () => {
    const there = given(server);
    const chain: string[] = [];
    for (const displayName of ['top', 'middle', 'low', 'lowest']) {
      const manager = chain.at(-1);
      const bound = manager ? { 'manager@odata.bind': `${server.url}/v1.0/users/${manager}` } : {};
      chain.push((await there.aPerson({ displayName, ...bound })).id);
    }
    const managers = async (levels: string) => {
      const query = `$select=displayName&$expand=manager($levels=${levels};$select=displayName)`;
      const { body } = await server.as(anAdministrator).get(`/v1.0/users('${chain.at(-1)}')?${query}`);
      const names = [];
      for (let person = body.manager; person; person = person.manager) names.push(person.displayName);
      return names;
    };
    expect(await managers('max')).toEqual(['low', 'middle', 'top']);
    expect(await managers('2')).toEqual(['low', 'middle']);
  });
});
