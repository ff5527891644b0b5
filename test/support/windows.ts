import { entitlements, given, selfService } from './given.js';
import { anAdministrator, aPerson, type Answered, type Client, type TestServer } from './server.js';

const requests = `${entitlements}/assignmentRequests`;

export const hour = 3_600_000;
export const day = 24 * hour;
export const farAway = '2095-01-01T00:00:00.000Z';

/** Ends that contradict themselves or say half, and the member to change. */
export const contradictions: readonly [string, object, string][] = [
  ['an end left out', { type: 'afterDateTime' }, 'expiration.endDateTime'],
  ['a duration left out', { type: 'afterDuration' }, 'expiration.duration'],
  ['an end under the type of a duration', { type: 'afterDuration', endDateTime: farAway }, 'expiration.endDateTime'],
  ['a duration under the type of an end', { type: 'afterDateTime', duration: 'P1D' }, 'expiration.duration'],
  ['no end with one', { type: 'noExpiration', endDateTime: farAway }, 'expiration.endDateTime'],
  ['two at once', { duration: 'P1D', endDateTime: farAway }, 'expiration.duration'],
];

/** The refusal of an invalid model that names a member, as `refusal` gives it. */
export const invalid = (member: string) => [400, 'InvalidModel', expect.stringContaining(member)];

export const refusal = ({ status, body }: Answered) => [status, body.error?.code, body.error?.message];

/** Asks for access, and looks at what is held. */
export function asking(server: TestServer) {
  const administrator: Client = server.as(anAdministrator);
  const administer = (requestType: string, assignment: object, more = {}) =>
    administrator.post(requests, { requestType, assignment, ...more });
  const ask = (personId: string, requestType: string, assignment: object, more = {}) =>
    server.as(aPerson(personId)).post(requests, { requestType, assignment, ...more });
  const read = async (path: string) => (await administrator.get(`${entitlements}/${path}`)).body;
  const held = async (personId: string) => {
    const filter = encodeURIComponent(`target/objectId eq '${personId}' and state eq 'delivered'`);
    return (await read(`assignments?$filter=${filter}`)).value;
  };
  const endOf = async (personId: string): Promise<string | null> =>
    (await held(personId))[0].schedule.expiration.endDateTime;
  const lasting = async (personId: string): Promise<number> => {
    const { startDateTime, expiration } = (await held(personId))[0].schedule;
    return Date.parse(expiration.endDateTime) - Date.parse(startDateTime);
  };
  const now = async () => Date.parse((await server.anonymous.get('/dev/clock')).body.now);
  const aHolder = async (policy: object = {}, more = {}) => {
    const there = given(server);
    const [person, { names }] = [await there.aPerson(), await there.aPolicy({ ...selfService, ...policy })];
    await ask(person.id, 'userAdd', names, more);
    await server.drain();
    const [assignment] = await held(person.id);
    return { personId: person.id, names, assignment };
  };
  return { administer, ask, read, held, endOf, lasting, now, aHolder };
}
