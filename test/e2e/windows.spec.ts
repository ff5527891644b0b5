import { betaEntitlements, entitlements, given, selfService } from '../support/given.js';
import { anAdministrator, type Client, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';
import { asking, contradictions, day, farAway, hour, invalid, refusal } from '../support/windows.js';

const lastDay = '9999-12-31T23:59:59.9999999Z';
const never = { type: 'noExpiration', endDateTime: null, duration: null };
const whole = { displayName: 'Policy', allowedTargetScope: 'notSpecified' };

/** Ends that say half, and how they are answered. */
const halfSaid: readonly [string, object, object][] = [
  ['a duration alone', { duration: 'PT8H' }, { type: 'afterDuration', duration: 'PT8H', endDateTime: null }],
  ['a duration of no type', { type: 'notSpecified', duration: 'PT8H' }, { type: 'afterDuration', duration: 'PT8H' }],
  ['an end alone', { endDateTime: farAway }, { type: 'afterDateTime', endDateTime: farAway, duration: null }],
  ['the last day of the calendar', { type: 'afterDateTime', endDateTime: lastDay }, never],
  ['the last day alone', { endDateTime: '9999-12-31T00:00:00+00:00' }, never],
];

describe.each(databases)('the window of access on the %s database', (database) => {
  let server: TestServer;
  let administrator: Client;
  let its: ReturnType<typeof asking>;
  beforeAll(async () => {
    server = await startServer({ database });
    administrator = server.as(anAdministrator);
    its = asking(server);
  });
  afterAll(() => server.close());

  const policies = `${entitlements}/assignmentPolicies`;

  describe('in a policy', () => {
    it.each(halfSaid)('is read from %s', async (_, expiration, shown) => {
      const { id, names } = await given(server).aPolicy({ expiration });
      expect((await its.read(`assignmentPolicies/${id}`)).expiration).toMatchObject(shown);
      const person = await given(server).aPerson();
      await its.administer('adminAdd', { ...names, targetId: person.id });
      await server.drain();
      const isShort = JSON.stringify(shown).includes('PT8H');
      if (isShort) expect(await its.lasting(person.id)).toBe(8 * hour);
      else expect(await its.endOf(person.id)).toBe((shown as typeof never).endDateTime);
    });

    it.each(contradictions)('is refused with %s, whichever way it comes', async (_, expiration, member) => {
      const { id, accessPackageId } = await given(server).aPolicy({ expiration: { duration: 'P1D' } });
      const body = { ...whole, expiration, accessPackage: { id: accessPackageId } };
      expect(refusal(await administrator.post(policies, body))).toEqual(invalid(member));
      expect(refusal(await administrator.put(`${policies}/${id}`, body))).toEqual(invalid(member));
      const inBeta = `${betaEntitlements}/accessPackageAssignmentPolicies`;
      expect(refusal(await administrator.post(inBeta, { ...body, accessPackageId }))).toEqual(invalid(member));
      const review = { ...body, expiration: null, reviewSettings: { schedule: { expiration } } };
      expect(refusal(await administrator.post(policies, review))).toEqual(invalid(`schedule.${member}`));
    });

    it('takes the place of the one before in a PATCH, and is refused there where it says half', async () => {
      const { id } = await given(server).aPolicy({ expiration: { type: 'afterDuration', duration: 'P30D' } });
      const path = `${policies}/${id}`;
      const ends = [
        [{ endDateTime: farAway }, { type: 'afterDateTime', endDateTime: farAway, duration: null }],
        [{ duration: 'P5D' }, { type: 'afterDuration', duration: 'P5D', endDateTime: null }],
        [{ type: 'noExpiration' }, never],
        [
          { duration: 'P6D', type: 'AFTERDURATION' },
          { type: 'afterDuration', duration: 'P6D', endDateTime: null },
        ],
        [{}, { type: 'afterDuration', duration: 'P6D', endDateTime: null }],
      ];
      for (const [expiration, shown] of ends)
        expect((await administrator.patch(path, { expiration })).body.expiration).toEqual(shown);
      for (const expiration of [
        { type: 'afterDateTime' },
        { type: 'noExpiration', duration: 'P1D' },
        { duration: null },
      ])
        expect(refusal(await administrator.patch(path, { expiration }))).toEqual(invalid('expiration.'));
    });

    it('is longer than zero', async () => {
      const { accessPackageId } = await given(server).aPolicy();
      const body = { ...whole, accessPackage: { id: accessPackageId }, expiration: { duration: 'PT0S' } };
      expect(refusal(await administrator.post(policies, body))).toEqual(invalid('expiration.duration'));
    });
  });

  describe('in a request', () => {
    it('is as long as was asked for without a type', async () => {
      const { personId } = await its.aHolder(
        { expiration: { duration: 'P30D' } },
        { schedule: { expiration: { duration: 'PT1H' } } },
      );
      expect(await its.lasting(personId)).toBe(hour);
    });

    it.each(contradictions)('is refused with %s, for every type', async (_, expiration, member) => {
      const { personId, names, assignment } = await its.aHolder();
      const person = await given(server).aPerson();
      const schedule = { schedule: { expiration } };
      const answers = [
        await its.administer('adminAdd', { ...names, targetId: person.id }, schedule),
        await its.ask(person.id, 'userAdd', names, schedule),
        await its.administer('adminUpdate', { id: assignment.id }, schedule),
        await its.ask(personId, 'userUpdate', { id: assignment.id }, schedule),
        await its.ask(personId, 'userAdd', names, { ...schedule, isValidationOnly: true }),
        await administrator.post(`${betaEntitlements}/accessPackageAssignmentRequests`, {
          ...{ requestType: 'AdminAdd', accessPackageAssignment: { ...names, targetId: person.id } },
          ...schedule,
        }),
      ];
      expect(answers.map(refusal)).toEqual(answers.map(() => invalid(member)));
    });

    it.each([
      ['a recurrence', { schedule: { recurrence: { pattern: { type: 'daily' } } } }, 'schedule.recurrence'],
      ['a stop', { schedule: { stopDateTime: farAway } }, 'schedule.stopDateTime'],
    ])('is refused with %s, by name', async (_, more, member) => {
      const [person, { names }] = [await given(server).aPerson(), await given(server).aPolicy(selfService)];
      expect(refusal(await its.ask(person.id, 'userAdd', names, more))).toEqual(invalid(member));
    });

    it.each(['startDateTime', 'stopDateTime'])('is refused with a %s inside the assignment', async (member) => {
      const [person, { names }] = [await given(server).aPerson(), await given(server).aPolicy(selfService)];
      const answer = await its.ask(person.id, 'userAdd', { ...names, schedule: { [member]: farAway } });
      expect(refusal(answer)).toEqual(invalid(`assignment.schedule.${member}`));
    });

    it('counts as chosen without a type too, where the policy lets nobody choose', async () => {
      const { names } = await given(server).aPolicy({
        ...selfService,
        requestorSettings: { enableTargetsToSelfAddAccess: true },
      });
      const person = await given(server).aPerson();
      const answer = await its.ask(person.id, 'userAdd', names, { schedule: { expiration: { duration: 'PT1H' } } });
      expect(refusal(answer)).toEqual([403, 'PolicyRequirementsNotMet', expect.stringContaining('schedule')]);
    });

    it('that says nothing is none', async () => {
      const { personId, assignment } = await its.aHolder({ expiration: { duration: 'P30D' } });
      const schedule = { startDateTime: null, expiration: { type: 'notSpecified' } };
      expect(refusal(await its.administer('adminUpdate', { id: assignment.id }, { schedule }))).toEqual(
        invalid("needs 'schedule' or 'answers'"),
      );
      expect(await its.endOf(personId)).toBe(assignment.schedule.expiration.endDateTime);
    });

    it('ends at the instant that its dry run says', async () => {
      const { personId, names, assignment } = await its.aHolder({ expiration: { duration: 'P30D' } });
      await server.anonymous.post('/dev/clock/advance', { duration: 'P2D' });
      const endDateTime = new Date((await its.now()) + 10 * day).toISOString();
      const cases: [string, object, object][] = [
        ['userUpdate', { id: assignment.id }, { schedule: { expiration: { endDateTime } } }],
        ['userAdd', names, { schedule: { expiration: { endDateTime } } }],
      ];
      for (const [type, named, more] of cases) {
        const { body } = await its.ask(personId, type, named, { ...more, isValidationOnly: true });
        await its.ask(personId, type, named, more);
        await server.drain();
        expect([body.decision.endDateTime, await its.endOf(personId)]).toEqual([endDateTime, endDateTime]);
      }
    });

    it('that starts later changes what is held at that start, and not before', async () => {
      const { personId, assignment } = await its.aHolder({ expiration: { duration: 'P30D' } });
      const start = (await its.now()) + 20 * day;
      const schedule = { startDateTime: new Date(start).toISOString(), expiration: { duration: 'P30D' } };
      const rehearsed = await its.ask(
        personId,
        'userUpdate',
        { id: assignment.id },
        { schedule, isValidationOnly: true },
      );
      const { status, body } = await its.ask(personId, 'userUpdate', { id: assignment.id }, { schedule });
      await server.drain();
      expect([status, (await its.read(`assignmentRequests/${body.id}`)).state]).toEqual([201, 'scheduled']);
      expect(await its.endOf(personId)).toBe(assignment.schedule.expiration.endDateTime);
      await server.anonymous.post('/dev/clock/advance', { to: new Date(start).toISOString() });
      expect((await its.read(`assignmentRequests/${body.id}`)).state).toBe('delivered');
      const end = new Date(start + 30 * day).toISOString();
      expect([rehearsed.body.decision.endDateTime, await its.endOf(personId)]).toEqual([end, end]);
    });

    it('is refused where what is held will have ended by its start', async () => {
      const { personId, assignment } = await its.aHolder({ expiration: { duration: 'P30D' } });
      const schedule = { startDateTime: new Date((await its.now()) + 40 * day).toISOString() };
      const answer = await its.ask(personId, 'userUpdate', { id: assignment.id }, { schedule });
      expect(refusal(answer)).toEqual(invalid('the access that is held ends at'));
    });
  });
});
