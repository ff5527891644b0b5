import { betaEntitlements, entitlements, given, needsApproval, selfService } from '../support/given.js';
import { anAdministrator, aPerson, type TestServer } from '../support/server.js';
import { statementsDuring } from '../support/statements.js';
import { quietServer } from '../support/two-servers.js';

describe('reading a request', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await quietServer();
  });
  afterAll(() => server.close());

  it('costs one statement under /beta too, with the history of each', async () => {
    const there = given(server);
    const [person, { names }] = [await there.aPerson(), await there.aPolicy(selfService)];
    const path = `${betaEntitlements}/accessPackageAssignmentRequests`;
    const asker = server.as(aPerson(person.id));
    for (const requestType of ['UserAdd', 'UserRemove']) {
      await asker.post(path, { requestType, accessPackageAssignment: names });
      await server.drain();
    }
    let histories: object[][] = [];
    const statements = await statementsDuring(async () => {
      const { body } = await asker.get(path);
      histories = body.value.map(({ history }: { history: object[] }) => history);
    });
    expect(histories.map(({ length }) => length)).toEqual([3, 3]);
    expect(statements.filter((statement) => /assignment_request|domain_event/.test(statement))).toHaveLength(1);
  });

  it.each([
    ['one statement', selfService, 'delivered', 1],
    ['one more while an approval is pending, for its status', needsApproval, 'pendingApproval', 2],
  ])('costs %s', async (_, settings, state, count) => {
    const there = given(server);
    const boss = await there.aPerson();
    const bind = { 'manager@odata.bind': `${server.url}/v1.0/users/${boss.id}` };
    const [person, { names }] = [await there.aPerson(bind), await there.aPolicy(settings)];
    const path = `${entitlements}/assignmentRequests`;
    const { body } = await server.as(aPerson(person.id)).post(path, { requestType: 'userAdd', assignment: names });
    await server.drain();
    const read = () => server.as(anAdministrator).get(`${path}/${body.id}`);
    expect((await read()).body.state).toBe(state);
    const statements = await statementsDuring(read);
    expect(statements.filter((statement) => /assignment_request|approval_stage/.test(statement))).toHaveLength(count);
  });

  it.each([entitlements, betaEntitlements])(
    'costs one statement with answers and their questions, too: %s',
    async (root) => {
      const there = given(server);
      const question = { '@odata.type': '#microsoft.graph.accessPackageTextInputQuestion', text: 'Why?' };
      const policy = await there.aPolicy({ ...selfService, questions: [question] });
      const [{ id }] = (policy as { questions?: unknown }).questions as [{ id: string }];
      const answer = {
        ...{ '@odata.type': '#microsoft.graph.accessPackageAnswerString', value: 'So' },
        answeredQuestion: { '@odata.type': question['@odata.type'], id },
      };
      const asked = { requestType: 'userAdd', assignment: policy.names, answers: [answer] };
      const path = `${root}/assignmentRequests`;
      const { body } = await server.as(aPerson((await there.aPerson()).id)).post(path, asked);
      await server.drain();
      let shown: object = {};
      const statements = await statementsDuring(async () => {
        shown = (await server.as(anAdministrator).get(`${path}/${body.id}`)).body.answers[0].answeredQuestion;
      });
      expect(shown).toHaveProperty('text');
      const those = /assignment_request|assignment_policy|approval_stage/;
      expect(statements.filter((statement) => those.test(statement))).toHaveLength(1);
    },
  );
});
