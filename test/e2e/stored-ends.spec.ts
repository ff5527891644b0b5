import { QueryBus } from '@nestjs/cqrs';
import { LintAssignmentsQuery } from '../../src/entitlement-management/assignments/index.js';
import { Database } from '../../src/platform/database/database.js';
import { given, selfService } from '../support/given.js';
import { developmentTenantId, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';
import { asking, contradictions, day, hour, refusal } from '../support/windows.js';

describe.each(databases)('an end that was stored before, on the %s database', (database) => {
  let server: TestServer;
  let its: ReturnType<typeof asking>;
  beforeAll(async () => {
    server = await startServer({ database });
    its = asking(server);
  });
  afterAll(() => server.close());

  /** As a process of before wrote it: the policy, and the version that requests are decided by. */
  const storedBefore = async (policyId: string, expiration: object) => {
    const { pool } = server.app.get(Database);
    const json = JSON.stringify(expiration);
    await pool.$executeRaw`
      UPDATE assignment_policy SET settings = jsonb_set(settings, '{expiration}', ${json}::jsonb) WHERE id = ${policyId}::uuid`;
    await pool.$executeRaw`
      UPDATE assignment_policy_version SET settings = jsonb_set(settings, '{expiration}', ${json}::jsonb) WHERE policy_id = ${policyId}::uuid`;
  };

  it('is read by the same rule', async () => {
    const { names, id } = await given(server).aPolicy({ ...selfService, expiration: { type: 'noExpiration' } });
    await storedBefore(id, { type: null, duration: 'PT8H', endDateTime: null });
    const person = await given(server).aPerson();
    await its.ask(person.id, 'userAdd', names);
    await server.drain();
    expect(await its.lasting(person.id)).toBe(8 * hour);
  });

  it.each(contradictions)('gives nothing with %s', async (_, expiration, member) => {
    const there = given(server);
    const { names, id } = await there.aPolicy({ ...selfService, requestApprovalSettings: null });
    const [holder, waiting, other] = [await there.aPerson(), await there.aPerson(), await there.aPerson()];
    await its.ask(holder.id, 'userAdd', names);
    await server.drain();
    const startDateTime = new Date((await its.now()) + day).toISOString();
    const { body: open } = await its.ask(waiting.id, 'userAdd', names, { schedule: { startDateTime } });
    await server.drain();
    await storedBefore(id, expiration);

    const refused = [
      await its.ask(other.id, 'userAdd', names),
      await its.administer('adminAdd', { ...names, targetId: other.id }),
      await its.ask(holder.id, 'userUpdate', names),
    ];
    expect(refused.map(refusal)).toEqual(
      refused.map(() => [403, 'PolicyRequirementsNotMet', expect.stringMatching(`${id}.*${member}`)]),
    );
    await server.anonymous.post('/dev/clock/advance', { to: startDateTime });
    const ended = await its.read(`assignmentRequests/${open.id}`);
    expect([ended.state, ended.status]).toEqual(['denied', expect.stringMatching(`^Denied: .*${id}.*${member}`)]);
    expect([await its.held(waiting.id), await its.endOf(holder.id)]).toEqual([[], null]);
    expect((await its.ask(holder.id, 'userRemove', names)).status).toBe(201);
  });

  it('denies a request whose own end cannot be read', async () => {
    const there = given(server);
    const [person, { names }] = [await there.aPerson(), await there.aPolicy(selfService)];
    const startDateTime = new Date((await its.now()) + day).toISOString();
    const { body } = await its.ask(person.id, 'userAdd', names, { schedule: { startDateTime } });
    await server.drain();
    const schedule = { startDateTime, expiration: { type: 'afterDateTime', endDateTime: null, duration: null } };
    const json = JSON.stringify(schedule);
    const { pool } = server.app.get(Database);
    await pool.$executeRaw`UPDATE assignment_request SET schedule = ${json}::jsonb WHERE id = ${body.id}::uuid`;
    await server.anonymous.post('/dev/clock/advance', { to: startDateTime });
    const { state, status } = await its.read(`assignmentRequests/${body.id}`);
    expect([state, status]).toEqual(['denied', expect.stringContaining('schedule.expiration.endDateTime')]);
  });

  it('is listed with the access that was given under it, and warned about where its policy is read', async () => {
    const lint = () => server.app.get(QueryBus).execute(new LintAssignmentsQuery(developmentTenantId));
    const there = given(server);
    const { names, id } = await there.aPolicy({ ...selfService, expiration: { type: 'noExpiration' } });
    const [one, other] = [await there.aPerson(), await there.aPerson()];
    await its.ask(one.id, 'userAdd', names);
    await its.ask(other.id, 'userAdd', names, { schedule: { expiration: { duration: 'P1D' } } });
    await server.drain();
    const [first, second] = [(await its.held(one.id))[0].id, (await its.held(other.id))[0].id];
    const about = async (assignmentId: string) => (await lint()).filter((doubt) => doubt.includes(assignmentId));
    expect([await about(first), await about(second)]).toEqual([[], []]);

    const { pool } = server.app.get(Database);
    const half = JSON.stringify({ expiration: { type: null, duration: 'P1D', endDateTime: null } });
    await pool.$executeRaw`UPDATE assignment_request SET schedule = ${half}::jsonb WHERE target_id = ${other.id}::uuid`;
    expect(await about(first)).toEqual([]);
    expect(await about(second)).toEqual([expect.stringMatching(`${other.id} ends at .*its request said .*P1D`)]);

    await storedBefore(id, { type: 'afterDateTime', endDateTime: null, duration: null });
    expect(await about(first)).toEqual([expect.stringMatching(`${one.id} never ends, and its policy ${id} said`)]);
    const policy = await its.read(`assignmentPolicies/${id}`);
    expect(policy['@openEntitlements.warnings']).toContainEqual(expect.stringContaining("'expiration.endDateTime'"));
  });
});
