import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { betaEntitlements as beta, entitlements, given, selfService } from '../support/given.js';
import { anAdministrator, aPerson, startServer, type TestServer } from '../support/server.js';

type Json = Record<string, unknown>;
interface Existing {
  readonly displayValue: string;
  readonly value: string;
  readonly answeredQuestion: Json;
}

interface Requirements {
  readonly policyId: string;
  readonly existingAnswers: readonly Existing[];
  readonly questions: readonly Json[];
}

interface Asked {
  readonly id: string;
  readonly '@odata.type': string;
}

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const scope = 'EntitlementMgmt-SubjectAccess.ReadWrite';
const as = (personId: string) => server.as(aPerson(personId, scope));
const requests = `${entitlements}/assignmentRequests`;
const question = (text: string, more: object = {}) => ({
  '@odata.type': '#microsoft.graph.accessPackageTextInputQuestion',
  ...{ text, isRequired: false, isAnswerEditable: true, ...more },
});
const answer = (asked: Asked | undefined, value: string, more: object = {}) => ({
  '@odata.type': '#microsoft.graph.accessPackageAnswerString',
  ...{ value, answeredQuestion: { '@odata.type': asked?.['@odata.type'], id: asked?.id }, ...more },
});

const [why, where] = [question('Why?'), question('Where?')];

/** A policy that asks these questions, each with the id that it got. */
async function asking(questions: readonly object[], more: Json = {}) {
  const policy = await given(server).aPolicy({ ...selfService, questions, ...more });
  return { ...policy, asked: (policy as Json)['questions'] as readonly Asked[] };
}

/** Sends a request, and lets it be delivered unless it waits for something. */
async function send(personId: string, body: object, as = aPerson(personId, scope)): Promise<string> {
  const sent = await server.as(as).post(requests, body);
  if (sent.status !== 201) throw new Error(sent.text);
  await server.drain();
  return sent.body.id;
}
const userAdd = (personId: string, assignment: object, answers: readonly object[], more: object = {}) =>
  send(personId, { requestType: 'userAdd', assignment, answers, ...more });

async function requirementsOf(personId: string, packageId: string, query = '') {
  const { status, body, text } = await as(personId).post(
    `${beta}/accessPackages/${packageId}/getApplicablePolicyRequirements${query}`,
  );
  if (status !== 200) throw new Error(text);
  return body.value as Requirements[];
}
const valuesFor = async (personId: string, packageId: string): Promise<string[][]> =>
  (await requirementsOf(personId, packageId)).map(({ existingAnswers }) => existingAnswers.map(({ value }) => value));

describe('existingAnswers of requirements under /beta', () => {
  it('are none before anything was answered', async () => {
    const { id } = await given(server).aPerson();
    const { accessPackageId } = await asking([why]);
    const silent = await given(server).aPolicy(selfService);
    expect(await valuesFor(id, accessPackageId)).toEqual([[]]);
    expect(await valuesFor(id, silent.accessPackageId)).toEqual([[]]);
  });

  it('are what was answered last to each question, with the question as it is asked now', async () => {
    const { id } = await given(server).aPerson();
    const choice = {
      '@odata.type': '#microsoft.graph.accessPackageMultipleChoiceQuestion',
      ...{ text: 'Which?', isRequired: false, isAnswerEditable: true },
      choices: [{ actualValue: 'KE', text: 'Kenya' }],
    };
    const { names, accessPackageId, asked } = await asking([why, where, choice]);
    const [first, second, third] = asked;
    await userAdd(id, names, [
      answer(second, 'Kyiv'),
      answer(first, 'Sales'),
      answer(third, 'KE', { displayValue: 'Kenya' }),
    ]);
    await userAdd(id, names, [answer(first, 'Marketing')]);
    const [found] = await requirementsOf(id, accessPackageId);
    expect(found?.existingAnswers.map(({ value, displayValue }) => [value, displayValue])).toEqual([
      ['Marketing', 'Marketing'],
      ['Kyiv', 'Kyiv'],
      ['KE', 'Kenya'],
    ]);
    const questions = found?.questions ?? [];
    expect(found?.existingAnswers.map(({ answeredQuestion }) => answeredQuestion)).toEqual(questions);
    expect(questions[0]?.['text']).toEqual({ defaultText: 'Why?', localizedTexts: [] });
    expect(found?.existingAnswers[0]).toEqual({
      '@odata.type': '#microsoft.graph.accessPackageAnswerString',
      ...{ displayValue: 'Marketing', value: 'Marketing', answeredQuestion: questions[0] },
    });
  });

  it('outlive the access for which they were given', async () => {
    const { id } = await given(server).aPerson();
    const { names, accessPackageId, asked } = await asking([why]);
    await userAdd(id, names, [answer(asked[0], 'Sales')]);
    await send(id, { requestType: 'userRemove', assignment: names });
    expect(await valuesFor(id, accessPackageId)).toEqual([['Sales']]);
  });

  it('are no answers that show nothing, to questions that are gone, of requests that gave nothing, or of another policy', async () => {
    const there = given(server);
    const { id } = await there.aPerson();
    const approver = await there.aPerson();
    const { names, accessPackageId, asked, id: policyId } = await asking([why, where]);
    await userAdd(id, names, [answer(asked[0], 'Sales'), answer(asked[1], 'Kyiv')]);
    await userAdd(id, names, [answer(asked[1], '')]);
    expect(await valuesFor(id, accessPackageId)).toEqual([['Sales']]);
    const stages = [{ primaryApprovers: [{ '@odata.type': '#microsoft.graph.singleUser', userId: approver.id }] }];
    const other = await asking([why], { requestApprovalSettings: { isApprovalRequiredForAdd: true, stages } });
    const waiting = await userAdd(id, other.names, [answer(other.asked[0], 'Elsewhere')]);
    expect(await valuesFor(id, other.accessPackageId)).toEqual([[]]);
    expect((await as(id).post(`${requests}/${waiting}/cancel`)).status).toBe(204);
    expect(await valuesFor(id, other.accessPackageId)).toEqual([[]]);
    const changed = await server.as(anAdministrator).patch(`${entitlements}/assignmentPolicies/${policyId}`, {
      questions: [asked[1], question('Who?')].map((one) => ({ ...where, ...one })),
    });
    expect(changed.status).toBe(200);
    expect(await valuesFor(id, accessPackageId)).toEqual([[]]);
  });

  it('are the own ones, nobody else’s, whoever sent them', async () => {
    const there = given(server);
    const [one, other] = [await there.aPerson(), await there.aPerson()];
    const { names, accessPackageId, asked } = await asking([why]);
    await userAdd(one.id, names, [answer(asked[0], 'Mine')]);
    expect(await valuesFor(other.id, accessPackageId)).toEqual([[]]);
    await send(other.id, { requestType: 'adminAdd', assignment: { ...names, targetId: other.id } }, anAdministrator);
    const [held] = (
      await server.as(anAdministrator).get(`${entitlements}/assignments?$filter=target/objectId eq '${other.id}'`)
    ).body.value;
    const corrected = {
      requestType: 'adminUpdate',
      assignment: { id: held.id },
      answers: [answer(asked[0], 'Corrected')],
    };
    await send(other.id, corrected, anAdministrator);
    expect(await valuesFor(other.id, accessPackageId)).toEqual([['Corrected']]);
    expect(await valuesFor(one.id, accessPackageId)).toEqual([['Mine']]);
  });

  it('cannot be asked for somebody else: who is named is refused, in every version and by everybody', async () => {
    const { id } = await given(server).aPerson();
    const { names, accessPackageId, asked } = await asking([why]);
    await userAdd(id, names, [answer(asked[0], 'Secret')]);
    for (const who of [anAdministrator, aPerson(randomUUID(), scope), aPerson(id, scope)]) {
      for (const root of [beta, entitlements]) {
        const path = `${root}/accessPackages/${accessPackageId}/getApplicablePolicyRequirements`;
        const { status, body, text } = await server.as(who).post(path, { subject: { objectId: id } });
        expect([status, body.error.message]).toEqual([400, expect.stringContaining("'subject'")]);
        expect(text).not.toContain('Secret');
      }
    }
  });

  it('are told for each policy apart, though they are of one package', async () => {
    const { id } = await given(server).aPerson();
    const one = await asking([why]);
    const other = await asking([why], { accessPackage: { id: one.accessPackageId } });
    await userAdd(id, one.names, [answer(one.asked[0], 'One')]);
    const found = await requirementsOf(id, one.accessPackageId);
    expect(new Map(found.map((each) => [each.policyId, each.existingAnswers.map(({ value }) => value)]))).toEqual(
      new Map([
        [one.id, ['One']],
        [other.id, []],
      ]),
    );
  });

  it('take no more than the bytes of a page, whatever was answered', async () => {
    const { id } = await given(server).aPerson();
    const [first, ...others] = await Promise.all(
      Array.from({ length: 7 }, () =>
        asking(
          Array.from({ length: 100 }, (_, at) => question(`Question ${at}`)),
          { displayName: randomUUID() },
        ),
      ),
    );
    const accessPackageId = first?.accessPackageId ?? '';
    const { pool } = server.app.get(Database);
    await pool.assignmentPolicy.updateMany({
      where: { id: { in: others.map((each) => each.id) } },
      data: { accessPackageId },
    });
    const policies = await pool.assignmentPolicy.findMany({ where: { accessPackageId } });
    const answered = await userAdd(id, first?.names ?? {}, []);
    const { id: _, schedule: __, ...row } = await pool.assignmentRequest.findFirstOrThrow({ where: { id: answered } });
    for (const policy of policies) {
      const { questions } = policy.settings as { questions?: unknown } as { questions: Asked[] };
      const answers = questions.map((each) => answer(each, 'x'.repeat(4_000), { displayValue: 'y'.repeat(4_000) }));
      const data = {
        ...row,

        decision: [],
        answers,
        id: randomUUID(),
        assignmentPolicyId: policy.id,
      };
      await pool.assignmentRequest.create({ data });
    }
    const found = (await requirementsOf(id, accessPackageId)).flatMap(({ existingAnswers }) => existingAnswers);
    const bytes = found.reduce((sum, { value, displayValue }) => sum + value.length + displayValue.length, 0);
    expect(bytes).toBeGreaterThan(3 * 2 ** 20);
    expect(bytes).toBeLessThan(4 * 2 ** 20);
  });

  it('are selected by name, and not there in v1.0', async () => {
    const { id } = await given(server).aPerson();
    const { names, accessPackageId, asked } = await asking([why]);
    await userAdd(id, names, [answer(asked[0], 'Sales')]);
    const [selected] = await requirementsOf(id, accessPackageId, '?$select=existingAnswers');
    expect(Object.keys(selected ?? {})).toEqual(['existingAnswers']);
    const path = `${entitlements}/accessPackages/${accessPackageId}/getApplicablePolicyRequirements`;
    const inV1 = await as(id).post(path);
    expect([inV1.status, Object.keys(inV1.body.value[0])]).toEqual([
      200,
      expect.not.arrayContaining(['existingAnswers']),
    ]);
    expect((await as(id).post(`${path}?$select=existingAnswers`)).status).toBe(400);
  });
});
