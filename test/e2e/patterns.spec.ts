import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StoredPatterns } from '../../src/entitlement-management/assignment-policies/stored-patterns.reader.js';
import { Database } from '../../src/platform/database/database.js';
import { entitlements, given } from '../support/given.js';
import { anAdministrator, aPerson, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

const collection = `${entitlements}/assignmentPolicies`;
const type = '#microsoft.graph.accessPackageTextInputQuestion';
const everybody = {
  allowedTargetScope: 'allDirectoryUsers',
  requestorSettings: { enableTargetsToSelfAddAccess: true },
};

describe.each(databases)('patterns of questions on the %s database', (kind) => {
  let server: TestServer;
  let accessPackage: { id: string };
  let personId: string;

  beforeAll(async () => {
    server = await startServer({ database: kind });
    personId = (await given(server).aPerson()).id;
  });
  afterAll(() => server.close());

  const asking = async (...patterns: string[]) => {
    accessPackage = { id: (await given(server).aPackage()).id };
    const questions = patterns.map((regexPattern) => ({ '@odata.type': type, text: 'Why?', regexPattern }));
    return server
      .as(anAdministrator)
      .post(collection, { displayName: randomUUID(), accessPackage, ...everybody, questions });
  };
  const askFor = (answers: object[]) =>
    server.as(aPerson(personId)).post(`${entitlements}/assignmentRequests`, {
      requestType: 'userAdd',
      assignment: { accessPackageId: accessPackage.id },
      answers,
    });
  const answer = (id: string, value: string) => ({
    '@odata.type': '#microsoft.graph.accessPackageAnswerString',
    value,
    answeredQuestion: { '@odata.type': type, id },
  });
  const stored = async (...patterns: string[]) => {
    const { body: policy } = await asking(...patterns.map(() => 'x'));
    const questions = policy.questions.map((question: object, at: number) => ({
      ...question,
      regexPattern: patterns[at],
    }));
    await server.app.get(Database).pool.assignmentPolicy.updateMany({
      where: { id: policy.id },
      data: { settings: { requestorSettings: everybody.requestorSettings, questions } },
    });
    return policy;
  };

  it('are refused when a policy is written, however it is written, with the piece named', async () => {
    const { body: policy } = await asking('[a-z]+');
    const questions = [{ '@odata.type': type, text: 'Why?', regexPattern: '(a)\\1' }];
    const body = { displayName: 'x', accessPackage, ...everybody, questions };
    const betaBody = {
      displayName: 'x',
      accessPackageId: accessPackage.id,
      questions: [{ '@odata.type': type, text: { defaultText: 'Why?', localizedTexts: [] }, regexPattern: '(a)\\1' }],
    };
    const administrator = server.as(anAdministrator);
    const beta = '/beta/identityGovernance/entitlementManagement/accessPackageAssignmentPolicies';
    for (const answered of [
      await administrator.post(collection, body),
      await administrator.put(`${collection}/${policy.id}`, body),
      await administrator.patch(`${collection}/${policy.id}`, { questions }),
      await administrator.post(beta, betaBody),
      await administrator.put(`${beta}/${policy.id}`, betaBody),
      await administrator.patch(`${beta}/${policy.id}`, { questions: betaBody.questions }),
    ]) {
      expect([answered.status, answered.body.error?.message]).toEqual([
        400,
        "The model is invalid: 'questions[0].regexPattern' cannot be matched in linear time (RE2): it has a back-reference: \\1.",
      ]);
    }
  });

  it('bind answers, one for each question', async () => {
    const { body: policy } = await asking('(?i)[a-z]+\\-\\d', '');
    const [first, second] = policy.questions.map(({ id }: { id: string }) => id);
    const twice = await askFor([answer(first, 'KE-1'), answer(second, ''), answer(first.toUpperCase(), 'KE-1')]);
    expect([twice.status, twice.body.error?.message]).toEqual([
      400,
      expect.stringContaining(`several answers to the question '${first}'`),
    ]);
    expect((await askFor([answer(first, 'KE1')])).body.error?.message).toContain('does not fit the pattern');
    expect((await askFor([answer(first, 'KE-1'), answer(second, 'so')])).status).toBe(201);
  });

  it('that are stored and cannot be matched are named, and answers to them refused', async () => {
    const policy = await stored('(?=a)a', '.*');
    const [first, second] = policy.questions.map(({ id }: { id: string }) => id);
    const refused = await askFor([answer(first, 'a')]);
    expect([refused.status, refused.body.error?.message]).toEqual([
      403,
      expect.stringContaining('ask an administrator'),
    ]);
    const touched = await server.as(anAdministrator).patch(`${collection}/${policy.id}`, { description: 'x' });
    expect([touched.status, touched.body.error?.message]).toEqual([400, expect.stringContaining('look-around')]);
    expect(await server.app.get(StoredPatterns).look()).toBe(1);
    expect((await askFor([answer(second, 'a')])).status).toBe(201);
  });
});
