import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { betaEntitlements, entitlements, given, selfService } from '../support/given.js';
import { aPerson, anAdministrator, anApplication, type Answered, type TestServer } from '../support/server.js';
import { statementsDuring } from '../support/statements.js';
import { quietServer } from '../support/two-servers.js';

type Reference = Record<'post' | 'get' | 'delivery', { readonly statements: readonly unknown[] }>;
type Json = Record<string, unknown>;

const file = new URL('../bench/reference.json', import.meta.url);
const reference = JSON.parse(readFileSync(file, 'utf8')) as Reference;
const expanded = '$expand=requestor,accessPackage,assignment($expand=target)&$top=5&$count=true';
const requests = `${entitlements}/assignmentRequests`;
const aQuestion = { '@odata.type': '#microsoft.graph.accessPackageTextInputQuestion', text: 'Why?' };

describe('the statements that a call sends', () => {
  let server: TestServer;
  let names: Json;
  let oid: string;
  let id: string;

  beforeAll(async () => {
    server = await quietServer();
    names = (await given(server).aPolicy({ ...selfService, questions: [aQuestion] })).names;
    // What a process reads once only.
    await succeeds(server.as(anApplication).get(`${requests}?$top=1`));
    const key = { 'idempotency-key': randomUUID() };
    await succeeds(server.as(anApplication).post(`${entitlements}/catalogs`, { displayName: 'First' }, key));
  });
  beforeEach(async () => {
    oid = (await given(server).aPerson()).id;
    id = ((await succeeds(server.as(aPerson(oid)).post(requests, userAdd()))).body as { id: string }).id;
  });
  afterAll(() => server.close());

  const somebody = async (): Promise<string> => (await given(server).aPerson()).id;
  const adminAdd = (targetId: string) => ({ requestType: 'adminAdd', assignment: { targetId, ...names } });
  const requirementsIn = (root: string) =>
    `${root}/accessPackages/${String(names['accessPackageId'])}/getApplicablePolicyRequirements`;
  const userAdd = () => ({ requestType: 'userAdd', assignment: names });

  const posts: [what: string, atMost: number, call: () => Promise<() => Promise<Answered>>][] = [
    [
      'an adminAdd by an application',
      reference.post.statements.length,
      async () => {
        const body = adminAdd(await somebody());
        return () => server.as(anApplication).post(requests, body);
      },
    ],
    [
      'an adminAdd by an administrator',
      6,
      async () => {
        const body = adminAdd(await somebody());
        return () => server.as(anAdministrator).post(requests, body);
      },
    ],
    [
      'an adminAdd with an Idempotency-Key',
      8,
      async () => {
        const body = adminAdd(await somebody());
        return () => server.as(anApplication).post(requests, body, { 'idempotency-key': randomUUID() });
      },
    ],
    [
      'a userAdd',
      6,
      async () => {
        const asking = server.as(aPerson(await somebody()));
        return () => asking.post(requests, userAdd());
      },
    ],
    [
      'the requirements of a package',
      4,
      () => Promise.resolve(() => server.as(aPerson(oid)).post(requirementsIn(entitlements))),
    ],
    [
      'the requirements of a package with what was answered',
      5,
      () => Promise.resolve(() => server.as(aPerson(oid)).post(requirementsIn(betaEntitlements))),
    ],
    ['a cancel', 7, () => Promise.resolve(() => server.as(aPerson(oid)).post(`${requests}/${id}/cancel`))],
  ];
  it.each(posts)('are not more for %s than %i', async (_, atMost, prepare) => {
    const call = await prepare();
    const statements = await sentDuring(() => succeeds(call()));
    expect(statements.length).toBeGreaterThan(0);
    expect(statements.slice(atMost)).toEqual([]);
  });

  const gets: [what: string, atMost: number, call: () => Promise<Answered>][] = [
    [
      'a request, by an application',
      reference.get.statements.length,
      () => server.as(anApplication).get(`${requests}/${id}`),
    ],
    ['a request, by an administrator', 1, () => server.as(anAdministrator).get(`${requests}/${id}`)],
    ['a request, by whom it is for', 1, () => server.as(aPerson(oid)).get(`${requests}/${id}`)],
    ['the requests, by whom they are for', 1, () => server.as(aPerson(oid)).get(requests)],
    ['the requests with what they lead to', 8, () => server.as(anApplication).get(`${requests}?${expanded}`)],
    [
      'what somebody may ask for',
      5,
      () => server.as(aPerson(oid)).get(`${entitlements}/accessPackages/filterByCurrentUser(on='allowedRequestor')`),
    ],
    ['the steps of a decision', 1, () => server.as(anApplication).get(`${requests}/${id}/decision`)],
    ['the people', 1, () => server.as(anApplication).get('/v1.0/users?$top=5')],
  ];
  it.each(gets)('are not more for a GET of %s than %i', async (_, atMost, call) => {
    const statements = await sentDuring(() => succeeds(call()));
    expect(statements.length).toBeGreaterThan(0);
    expect(statements.slice(atMost)).toEqual([]);
  });

  it('are not more for a delivery than those of the reference', async () => {
    await server.drain();
    await succeeds(server.as(anApplication).post(requests, adminAdd(await somebody())));
    const statements = await sentDuring(() => server.drain());
    const written = statements.findIndex((statement) => /INSERT INTO "live_assignment"/.test(statement));
    const begin = statements.lastIndexOf('BEGIN', written);
    const commit = statements.indexOf('COMMIT', written);
    expect(begin).toBeLessThan(written);
    expect(statements.slice(begin, commit + 1).slice(reference.delivery.statements.length)).toEqual([]);
    // Claims that find nothing, and what is due next, beside it.
    expect(statements.length).toBeLessThanOrEqual(reference.delivery.statements.length + 8);
  });
});

/** All but what a process asks once a second, whatever is called: development mode's time, and whether a caller is disabled. */
async function sentDuring(work: () => Promise<unknown>): Promise<string[]> {
  const statements = await statementsDuring(work);
  const ofASecond = statements.filter((one) => /virtual_clock|AND NOT account_enabled\)/.test(one));
  expect(ofASecond.filter((one) => one.includes('account_enabled')).length).toBeLessThan(2);
  return statements.filter((one) => !ofASecond.includes(one));
}

async function succeeds(call: Promise<Answered>): Promise<Answered> {
  const answer = await call;
  if (answer.status >= 300) throw new Error(`${answer.status}: ${answer.text}`);
  return answer;
}
