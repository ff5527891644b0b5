import { CommandBus } from '@nestjs/cqrs';
import { ApprovalDeadlines } from '../../src/entitlement-management/approvals/approval-deadlines.due.js';
import { ApprovalsRepository } from '../../src/entitlement-management/approvals/approvals.repository.js';
import { WithdrawApproverCommand } from '../../src/entitlement-management/approvals/index.js';
import { AssignmentPoliciesRepository } from '../../src/entitlement-management/assignment-policies/assignment-policies.repository.js';
import { AssignmentRequestsRepository } from '../../src/entitlement-management/assignment-requests/assignment-requests.repository.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { Clock } from '../../src/platform/time/clock.js';
import { approvalsOf, asking, members, user } from '../support/approvals.js';
import { entitlements, given, selfService } from '../support/given.js';
import { withoutRowLocks } from '../support/row-locks.js';
import { anApplication, developmentTenantId, type TestServer } from '../support/server.js';
import { type Pair, replace, startPair } from '../support/two-servers.js';

const fifteenDays = 15 * 86_400_000;

interface Held {
  /** Settles once somebody has come. */
  readonly came: Promise<void>;
  goOn(): void;
}

/** Holds the first who comes to this member of a part until they may go on, or so long that whoever waits for their locks would wait for ever. */
function holdFirst<T extends object, Name extends keyof T>(
  server: TestServer,
  part: abstract new (...args: never[]) => T,
  name: Name,
  atMostMillis: number,
): Held {
  let come: (() => void) | undefined;
  const came = new Promise<void>((resolve) => (come = resolve));
  let goOn = (): void => undefined;
  const allowed = new Promise<void>((resolve) => (goOn = resolve));
  replace(server, part, name, (original) => {
    const held = async (...args: unknown[]): Promise<unknown> => {
      const say = come;
      come = undefined;
      if (say) {
        say();
        const timer = setTimeout(goOn, atMostMillis);
        await allowed;
        clearTimeout(timer);
      }
      return (original as (...args: unknown[]) => Promise<unknown>)(...args);
    };
    return held as T[Name];
  });
  return { came, goOn: () => goOn() };
}

describe.each([
  ['with their locks', false],
  ['without their locks (counter-run)', true],
])('decisions at the same time on two servers, %s', (_, isCounterRun) => {
  let pair: Pair;
  let world: ReturnType<typeof approvalsOf>;
  let takeBack: (() => void) | undefined;
  const hold = <T extends object>(server: TestServer, part: abstract new (...args: never[]) => T, name: keyof T) =>
    holdFirst(server, part, name, isCounterRun ? 20_000 : 400);

  beforeEach(async () => {
    pair = await startPair();
    world = approvalsOf(pair.one);
    if (isCounterRun) {
      // The log would notice most of it, too; here the locks are to be seen alone.
      await pair.query('DROP INDEX domain_event_tenant_id_aggregate_id_aggregate_version_key');
      takeBack = withoutRowLocks();
    }
  });
  afterEach(async () => {
    takeBack?.();
    await pair.close();
  });

  const verdictsOn = async (requestId: string): Promise<string[]> =>
    (await world.told(requestId)).map(({ name }) => name).filter((name) => /approval\.(completed|denied)/.test(name));
  const elsewhere = () => approvalsOf(pair.other);

  it('two approvers: one is heard, the other told that it is decided', async () => {
    const [one, two, person] = [await world.aPerson(), await world.aPerson(), await world.aPerson()];
    const { names } = await world.aPolicy([asking(members((await world.aGroup(one.id, two.id)).id))]);
    const requestId = await world.asked(person.id, names);
    const first = hold(pair.one, ApprovalsRepository, 'update');
    const approved = world.decide(one.id, requestId, 'Approve');
    await first.came;
    const denied = await elsewhere().decide(two.id, requestId, 'Deny');
    first.goOn();
    expect([(await approved).status, denied.status]).toEqual(isCounterRun ? [204, 204] : [204, 409]);
    expect(await verdictsOn(requestId)).toHaveLength(isCounterRun ? 2 : 1);
  });

  it('an approval of what is being canceled is refused', async () => {
    const [boss, person] = [await world.aPerson(), await world.aPerson()];
    const requestId = await world.asked(person.id, (await world.aPolicy([asking(user(boss.id))])).names);
    const first = hold(pair.one, AssignmentRequestsRepository, 'update');
    const canceled = world.cancel(requestId);
    await first.came;
    const approved = await elsewhere().decide(boss.id, requestId, 'Approve');
    first.goOn();
    expect([(await canceled).status, approved.status]).toEqual([204, isCounterRun ? 204 : 409]);
  });

  it('an approval and the end of its time: it is the one or the other', async () => {
    const [boss, person] = [await world.aPerson(), await world.aPerson()];
    const requestId = await world.asked(person.id, (await world.aPolicy([asking(user(boss.id))])).names);
    replace(pair.other, Clock, 'now', (now) => () => new Date(now().getTime() + fifteenDays));
    const first = hold(pair.one, ApprovalsRepository, 'update');
    const approved = world.decide(boss.id, requestId, 'Approve');
    await first.came;
    await pair.other.app.get(ApprovalDeadlines).doDue();
    first.goOn();
    expect((await approved).status).toBe(204);
    expect(await verdictsOn(requestId)).toHaveLength(isCounterRun ? 2 : 1);
  });

  it('an approval and the leaving of the approver: what is decided is not asked again', async () => {
    const [boss, stand, person] = [await world.aPerson(), await world.aPerson(), await world.aPerson()];
    const stage = { ...asking(user(boss.id)), fallbackPrimaryApprovers: [user(stand.id)] };
    const requestId = await world.asked(person.id, (await world.aPolicy([stage])).names);
    const [first, second] = [
      hold(pair.one, ApprovalsRepository, 'update'),
      hold(pair.other, ApprovalsRepository, 'update'),
    ];
    const approved = world.decide(boss.id, requestId, 'Approve');
    await first.came;
    const [transactions, commands] = [pair.other.app.get(Transactions), pair.other.app.get(CommandBus)];
    const left = transactions.run({ tenantId: developmentTenantId, actor: 'test' }, () =>
      commands.execute(new WithdrawApproverCommand(boss.id)),
    );
    if (isCounterRun) await second.came;
    first.goOn();
    expect((await approved).status).toBe(204);
    second.goOn();
    await left;
    const [kept] = await world.kept(requestId);
    expect(kept?.status).toBe(isCounterRun ? 'InProgress' : 'Completed');
  });

  it('two changes of a policy: neither is lost', async () => {
    const { id } = await given(pair.one).aPolicy(selfService);
    const change = (server: TestServer, changes: object) =>
      server.as(anApplication).patch(`${entitlements}/assignmentPolicies/${id}`, changes);
    const first = hold(pair.one, AssignmentPoliciesRepository, 'update');
    const changed = change(pair.one, { description: 'Here' });
    await first.came;
    const second = await change(pair.other, { displayName: 'There' });
    first.goOn();
    const answers = [(await changed).status, second.status];
    const { body } = await pair.one.as(anApplication).get(`${entitlements}/assignmentPolicies/${id}`);
    if (isCounterRun) return expect(answers.filter((status) => status === 200)).toHaveLength(1);
    expect(answers).toEqual([200, 200]);
    expect([body.description, body.displayName]).toEqual(['Here', 'There']);
  });
});

describe.each([
  ['versions are never changed', false],
  ['versions can be changed (counter-run)', true],
])('a policy that is edited while a request under it is on its way: %s', (_, isCounterRun) => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair();
    if (!isCounterRun) return;
    await pair.query(`CREATE FUNCTION overwrite() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      UPDATE assignment_policy_version SET settings = NEW.settings WHERE policy_id = NEW.policy_id AND version < NEW.version;
      RETURN NEW; END $$`);
    await pair.query(
      'CREATE TRIGGER overwrite AFTER INSERT ON assignment_policy_version FOR EACH ROW EXECUTE FUNCTION overwrite()',
    );
  });
  afterAll(() => pair.close());

  it('it keeps the terms that it was decided under', async () => {
    const there = given(pair.one);
    const monthly = { ...selfService, expiration: { type: 'afterDuration', duration: 'P30D' } };
    const [{ id: targetId }, { id, names }] = [await there.aPerson(), await there.aPolicy(monthly)];
    const request = holdFirst(pair.one, AssignmentRequestsRepository, 'add', 20_000);
    const path = `${entitlements}/assignmentRequests`;
    const asked = pair.one
      .as(anApplication)
      .post(path, { requestType: 'adminAdd', assignment: { targetId, ...names } });
    await request.came;
    const edited = await pair.other
      .as(anApplication)
      .patch(`${entitlements}/assignmentPolicies/${id}`, { expiration: { type: 'afterDuration', duration: 'P1D' } });
    request.goOn();
    expect([(await asked).status, edited.status]).toEqual([201, 200]);
    await pair.drain();
    const [row] = await pair.query(
      'SELECT policy_version AS version, round(extract(epoch FROM end_at - start_at) / 86400)::int AS days FROM assignment WHERE target_id = $1',
      [targetId],
    );
    expect(row).toEqual({ version: 1, days: isCounterRun ? 1 : 30 });
  });
});
