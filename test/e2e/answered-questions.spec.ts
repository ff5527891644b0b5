import { randomUUID } from 'node:crypto';
import { Database } from '../../src/platform/database/database.js';
import { betaEntitlements, entitlements, given, selfService } from '../support/given.js';
import { anAdministrator, aPerson, developmentTenantId, startServer, type TestServer } from '../support/server.js';

type Json = Record<string, unknown>;
type Question = Json & { readonly id: string };

const graph = '#microsoft.graph.';
const questions = [
  {
    ...{ '@odata.type': `${graph}accessPackageMultipleChoiceQuestion`, text: 'Which team?', sequence: 1 },
    ...{ isRequired: true, isAnswerEditable: false, isMultipleSelectionAllowed: true },
    localizations: [{ languageCode: 'de', text: 'Welches Team?' }],
    choices: [
      { actualValue: 'S', text: 'Sales', localizations: [{ languageCode: 'de', text: 'Vertrieb' }] },
      { actualValue: 'D', text: 'Development' },
    ],
  },
  {
    ...{ '@odata.type': `${graph}accessPackageTextInputQuestion`, text: 'Why?', sequence: 2 },
    ...{ isSingleLineQuestion: true, regexPattern: '.{1,200}' },
  },
  { '@odata.type': `${graph}accessPackageTextInputQuestion`, text: 'What else?', sequence: 3 },
];

let server: TestServer;
let there: ReturnType<typeof given>;
beforeAll(async () => {
  server = await startServer();
  there = given(server);
});
afterAll(() => server.close());

const roots = { 'v1.0': `${entitlements}/assignmentRequests`, beta: `${betaEntitlements}/assignmentRequests` };
const dialects = ['v1.0', 'beta'] as const;
type Dialect = (typeof dialects)[number];

const read = async (path: string, as: object = anAdministrator): Promise<Json> => (await server.as(as).get(path)).body;
const questionsIn = async (dialect: Dialect, policyId: string): Promise<Question[]> => {
  const path = `${dialect === 'beta' ? betaEntitlements : entitlements}/assignmentPolicies/${policyId}`;
  return (await read(path))['questions'] as Question[];
};
const askedIn = (answers: unknown): unknown[] => (answers as Json[]).map(({ answeredQuestion }) => answeredQuestion);

/** An answer to a question, with the question as it is given here. */
const answerTo = (question: Json, value: string) => ({
  ...{ '@odata.type': `${graph}accessPackageAnswerString`, displayValue: value, value },
  answeredQuestion: question,
});
const idOnly = ({ id, '@odata.type': type }: Json): Json => ({ '@odata.type': type, id });

/** Somebody who has answered the first two of three questions. */
async function anAnswered(dialect: Dialect = 'v1.0', as: (question: Question) => Json = idOnly) {
  const policy = await there.aPolicy({ ...selfService, questions });
  const person = await there.aPerson();
  const [choice, text] = await questionsIn(dialect, policy.id);
  if (!choice || !text) throw new Error('The policy asks.');
  const assignment = { [dialect === 'beta' ? 'accessPackageAssignment' : 'assignment']: policy.names };
  const answers = [answerTo(as(text), 'Because'), answerTo(as(choice), 'S')];
  const body = { requestType: 'userAdd', ...assignment, answers };
  const posted = await server.as(aPerson(person.id)).post(roots[dialect], body);
  await server.drain();
  return { policy, person, posted, id: String(posted.body.id) };
}

describe.each(dialects)('the question of an answer, in %s', (dialect) => {
  it('is whole wherever the answer is read, as the policy shows it', async () => {
    const { policy, person, posted, id } = await anAnswered(dialect);
    const [choice, text] = await questionsIn(dialect, policy.id);
    expect([posted.status, askedIn(posted.body.answers)]).toEqual([201, [text, choice]]);
    const one = `${roots[dialect]}/${id}`;
    expect(await read(one)).toMatchObject({ answers: posted.body.answers });
    for (const options of ['?$select=answers', '?$select=id,answers', '?$expand=answers/answeredQuestion'])
      expect((await read(one + options))['answers']).toEqual(posted.body.answers);
    expect((await read(one, aPerson(person.id)))['answers']).toEqual(posted.body.answers);
    const lists = [`?$filter=id eq '${id}'`, `/filterByCurrentUser(on='target')`];
    const readers = [anAdministrator, aPerson(person.id)];
    for (const [place, list] of lists.entries()) {
      const { value } = await read(roots[dialect] + list, readers[place]);
      expect((value as Json[])[0]?.['answers']).toEqual(posted.body.answers);
    }
  });

  it('comes back in a body as it was read, and only its id counts', async () => {
    const { posted, policy, id } = await anAnswered(dialect, (question) => question);
    const [choice, text] = await questionsIn(dialect, policy.id);
    expect([posted.status, askedIn(posted.body.answers)]).toEqual([201, [text, choice]]);
    const row = await server.app.get(Database).client.assignmentRequest.findFirstOrThrow({ where: { id } });
    expect(askedIn(row.answers).map((asked) => Object.keys(asked as Json).sort())).toEqual([
      ['@odata.type', 'id'],
      ['@odata.type', 'id'],
    ]);
    const stale = { ...text, text: 'Something else?', isRequired: null, isAnswerEditable: 'x', regexPattern: 5 };
    const update = {
      ...{ requestType: 'userUpdate', answers: [answerTo(stale, 'Still')] },
      [dialect === 'beta' ? 'accessPackageAssignment' : 'assignment']: policy.names,
    };
    const person = aPerson(String(row.targetId));
    const changed = await server.as(person).post(roots[dialect], update);
    expect([changed.status, askedIn(changed.body.answers)]).toEqual([201, [text]]);
    await server.drain();
  });

  it('is not shown where answers are not, and is none where there is none', async () => {
    const { id, policy } = await anAnswered(dialect);
    const text = JSON.stringify(await read(`${roots[dialect]}/${id}?$select=id,justification`));
    expect(text).not.toContain('Which team?');
    const person = await there.aPerson();
    const asked = { requestType: 'adminAdd', assignment: { ...policy.names, targetId: person.id } };
    const { body } = await server.as(anAdministrator).post(roots['v1.0'], asked);
    await server.drain();
    expect((await read(`${roots[dialect]}/${body.id}`))['answers']).toEqual([]);
  });

  it('says what it is under full metadata, with its choices', async () => {
    const { id } = await anAnswered(dialect);
    const full = { accept: 'application/json;odata.metadata=full' };
    const { body } = await server.as(anAdministrator).get(`${roots[dialect]}/${id}`, full);
    const [, choice] = askedIn(body.answers) as Json[];
    expect(choice?.['@odata.type']).toBe(`${graph}accessPackageMultipleChoiceQuestion`);
    const [first] = choice?.['choices'] as Json[];
    expect(first?.['@odata.type']).toBe(`${graph}accessPackageAnswerChoice`);
  });

  it('is asked about by its id, and by nothing that is not kept with the answer', async () => {
    const { posted, id } = await anAnswered(dialect);
    const [text] = askedIn(posted.body.answers) as Question[];
    const found = (condition: string) => server.as(anAdministrator).get(`${roots[dialect]}?$filter=${condition}`);
    const byId = await found(`answers/any(a:a/answeredQuestion/id eq '${text?.id ?? ''}')`);
    expect(byId.body.value.map((request: Json) => request['id'])).toEqual([id]);
    const byText = await found(`answers/any(a:a/answeredQuestion/text eq 'Why?')`);
    expect([byText.status, byText.body.error?.message]).toEqual([400, expect.stringContaining("named 'text'")]);
  });
});

describe('the question of an answer', () => {
  it('stays as it was asked when the policy asks something else', async () => {
    const { policy, posted, id } = await anAnswered();
    const path = `${entitlements}/assignmentPolicies/${policy.id}`;
    const [, text] = await questionsIn('v1.0', policy.id);
    const others = [{ ...text, text: 'Why on earth?', regexPattern: null }];
    expect((await server.as(anAdministrator).patch(path, { questions: others })).status).toBe(200);
    expect((await read(`${roots['v1.0']}/${id}`))['answers']).toEqual(posted.body.answers);
  });

  it('stays when the policy is deleted, as far as it is on record', async () => {
    for (const isChanged of [false, true]) {
      const { policy, person, posted, id } = await anAnswered();
      const path = `${entitlements}/assignmentPolicies/${policy.id}`;
      if (isChanged) await server.as(anAdministrator).patch(path, { description: 'Later' });
      const remove = { requestType: 'userRemove', assignment: policy.names };
      expect((await server.as(aPerson(person.id)).post(roots['v1.0'], remove)).status).toBe(201);
      await server.drain();
      expect((await server.as(anAdministrator).delete(path)).status).toBe(204);
      const asked = askedIn((await read(`${roots['v1.0']}/${id}`))['answers']);
      const whole = askedIn(posted.body.answers);
      expect(asked).toEqual(isChanged ? whole.map((question) => idOnly(question as Json)) : whole);
    }
  });

  it('is written once, however often an old row answers it', async () => {
    const { id, posted } = await anAnswered();
    const [answer] = posted.body.answers as Json[];
    const kept = { ...answer, answeredQuestion: idOnly(answer?.['answeredQuestion'] as Json) };
    const { client } = server.app.get(Database);
    await client.assignmentRequest.updateMany({ where: { id }, data: { answers: [kept, kept] as object[] } });
    const asked = askedIn((await read(`${roots['v1.0']}/${id}`))['answers']);
    expect(asked).toEqual([answer?.['answeredQuestion'], kept.answeredQuestion]);
  });

  it('is only what it was in an old row that names a question nobody asked', async () => {
    const { id } = await anAnswered();
    const said = { '@odata.type': `${graph}accessPackageAnswerString`, value: 'x' };
    const stray = { '@odata.type': `${graph}accessPackageTextInputQuestion`, id: randomUUID() };
    const strays = [said, { ...said, answeredQuestion: null }, { ...said, answeredQuestion: stray }];
    const { client } = server.app.get(Database);
    await client.assignmentRequest.updateMany({ where: { id }, data: { answers: strays } });
    const answer = await server.as(anAdministrator).get(`${roots['v1.0']}/${id}`);
    expect([answer.status, answer.body.answers]).toEqual([200, strays]);
  });

  it('counts among the bytes of a page', async () => {
    const { policy } = await anAnswered();
    const database = server.app.get(Database);
    const wide = { '@odata.type': `${graph}accessPackageTextInputQuestion`, id: randomUUID() };
    const text = 'x'.repeat(60 * 1024);
    const tenant = developmentTenantId;
    const answers = JSON.stringify([
      { '@odata.type': `${graph}accessPackageAnswerString`, value: 'x', answeredQuestion: wide },
    ]);
    const settings = JSON.stringify({ questions: [{ ...wide, text }] });
    await database.execute`
      INSERT INTO assignment_policy_version (tenant_id, policy_id, version, allowed_target_scope, settings, created_at)
      VALUES (${tenant}::uuid, ${policy.id}::uuid, 99, 'notSpecified', ${settings}::jsonb, now())`;
    const requestors = 300;
    await database.execute`
      INSERT INTO assignment_request (tenant_id, id, request_type, effect, state, target_id, requestor_id, access_package_id,
        assignment_policy_id, policy_version, answers, justification, created_at, completed_at)
      SELECT ${tenant}::uuid, gen_random_uuid(), 'userAdd', 'add', 'denied', gen_random_uuid(), gen_random_uuid(), ${policy.accessPackageId}::uuid,
        ${policy.id}::uuid, 99, ${answers}::jsonb, 'wide', now(), now() FROM generate_series(1, ${requestors}::int4)`;
    const page = await server.as(anAdministrator).get(`${roots['v1.0']}?$top=300&$filter=justification eq 'wide'`);
    const found = (page.body.value as Json[]).map(({ answers: each }) => JSON.stringify(each));
    expect(found.every((each) => each.includes(text))).toBe(true);
    expect(found.length).toBeGreaterThan(60);
    expect(page.text.length).toBeLessThan(4.5 * 2 ** 20);
    expect(page.body['@odata.nextLink']).toEqual(expect.any(String));
  });
});
