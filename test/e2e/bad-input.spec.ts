import { connect } from 'node:net';
import fc from 'fast-check';
import { Database } from '../../src/platform/database/database.js';
import { entitlements, given, selfService } from '../support/given.js';
import { anAdministrator, type Answered, startServer, type TestServer } from '../support/server.js';
import { sized } from '../support/size.js';

const requests = `${entitlements}/assignmentRequests`;
const unknown = '0f000000-0000-4000-8000-00000000000f';
/** How many bodies and how many queries are made up; the long run is `FUZZ=50000`. */
const made = Number(process.env['FUZZ'] ?? sized({ small: 100, ci: 200, full: 400 }));

describe('bad input', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const post = (body: unknown, headers = {}) => server.as(anAdministrator).post(requests, body, headers);
  const refused = ({ status, body, headers }: Answered, expected: number, code: string) => {
    expect({ status, code: body?.error?.code }).toEqual({ status: expected, code });
    expect(body.error.innerError['request-id']).toBe(headers.get('request-id'));
    expect(JSON.stringify(body)).not.toMatch(/prisma|SELECT|INSERT|node_modules|at \w+ \(/i);
  };
  const rows = async () => {
    const { pool } = server.app.get(Database);
    return [await pool.assignmentRequest.count(), await pool.openRequest.count(), await pool.domainEvent.count()];
  };

  const valid = {
    requestType: 'adminAdd',
    assignment: { targetId: unknown, assignmentPolicyId: unknown, accessPackageId: unknown },
  };
  const deep = (depth: number): unknown => (depth === 0 ? 1 : { a: deep(depth - 1) });

  it.each<[string, unknown, Record<string, string>, number, string]>([
    ['no body', undefined, {}, 400, 'BadRequest'],
    ['an empty body', '', { 'content-type': 'application/json' }, 400, 'BadRequest'],
    ['no JSON', '{"requestType":', {}, 400, 'BadRequest'],
    ['an array', [], {}, 400, 'BadRequest'],
    ['a number', 7, {}, 400, 'BadRequest'],
    ['null', null, {}, 400, 'BadRequest'],
    ['text/plain', JSON.stringify(valid), { 'content-type': 'text/plain' }, 415, 'UnsupportedMediaType'],
    ['a form', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'UnsupportedMediaType'],
    [
      'another charset',
      JSON.stringify(valid),
      { 'content-type': 'application/json; charset=iso-8859-1' },
      415,
      'UnsupportedMediaType',
    ],
    ['a content encoding', JSON.stringify(valid), { 'content-encoding': 'gzip' }, 415, 'UnsupportedMediaType'],
    ['more than 64 KiB', { ...valid, justification: 'x'.repeat(70_000) }, {}, 413, 'RequestTooLarge'],
    [
      'more than 2,000 members',
      Object.fromEntries(Array.from({ length: 2_100 }, (_, order) => [`m${order}`, 0])),
      {},
      400,
      'BadRequest',
    ],
    ['more than 32 levels', deep(40), {}, 400, 'BadRequest'],
    ['__proto__', '{"requestType":"adminAdd","assignment":{"__proto__":{"id":1}}}', {}, 400, 'BadRequest'],
    ['a constructor', { ...valid, constructor: {} }, {}, 400, 'BadRequest'],
    ['an unknown member', { ...valid, evil: 1 }, {}, 400, 'InvalidModel'],
    [
      'an operator for an id',
      { ...valid, assignment: { ...valid.assignment, targetId: { not: '' } } },
      {},
      400,
      'InvalidModel',
    ],
    [
      'a list for an id',
      { ...valid, assignment: { ...valid.assignment, targetId: [unknown] } },
      {},
      400,
      'InvalidModel',
    ],
    ['a list for an object', { ...valid, assignment: [valid.assignment] }, {}, 400, 'InvalidModel'],
    ['a text for an object', { ...valid, assignment: 'x' }, {}, 400, 'InvalidModel'],
    ['a NUL in a text', { ...valid, justification: 'a\u0000b' }, {}, 400, 'InvalidModel'],
    ['a lone surrogate in a text', '{"requestType":"adminAdd","justification":"\\ud800"}', {}, 400, 'InvalidModel'],
    ['an overlong text', { ...valid, justification: 'x'.repeat(5_000) }, {}, 400, 'InvalidModel'],
    ['no requestType', { assignment: valid.assignment }, {}, 400, 'InvalidModel'],
    ['a requestType of another kind', { ...valid, requestType: 4 }, {}, 400, 'InvalidModel'],
    ['an unknown requestType', { ...valid, requestType: 'adminFoo' }, {}, 400, 'InvalidModel'],
    ['both spellings of assignment', { ...valid, accessPackageAssignment: valid.assignment }, {}, 400, 'InvalidModel'],
    [
      'a day that does not exist',
      { ...valid, schedule: { startDateTime: '2026-02-30T00:00:00Z' } },
      {},
      400,
      'InvalidModel',
    ],
    [
      'a date without a zone',
      { ...valid, schedule: { startDateTime: '2026-02-20T00:00:00' } },
      {},
      400,
      'InvalidModel',
    ],
    ['a date in 1800', { ...valid, schedule: { startDateTime: '1800-01-01T00:00:00Z' } }, {}, 400, 'InvalidModel'],
    [
      'a negative duration',
      { ...valid, schedule: { expiration: { type: 'afterDuration', duration: '-P1D' } } },
      {},
      400,
      'InvalidModel',
    ],
    [
      'a duration in months',
      { ...valid, schedule: { expiration: { type: 'afterDuration', duration: 'P1M' } } },
      {},
      400,
      'InvalidModel',
    ],
    [
      'an unknown expiration type',
      { ...valid, schedule: { expiration: { type: 'sometimes' } } },
      {},
      400,
      'InvalidModel',
    ],
    ['an answer of no known type', { ...valid, answers: [{ value: 'x' }] }, {}, 400, 'InvalidModel'],
    [
      'too many answers',
      {
        ...valid,
        answers: Array.from({ length: 101 }, () => ({ '@odata.type': 'microsoft.graph.accessPackageAnswerString' })),
      },
      {},
      400,
      'InvalidModel',
    ],
    ['an overlong Idempotency-Key', valid, { 'idempotency-key': 'k'.repeat(256) }, 400, 'BadRequest'],
    ['a blank in an Idempotency-Key', valid, { 'idempotency-key': 'a b' }, 400, 'BadRequest'],
  ])('is refused with %s, and nothing is written', async (_, body, headers, status, code) => {
    const before = await rows();
    refused(await post(body, headers), status, code);
    expect(await rows()).toEqual(before);
  });

  it.each([
    ['GET', '/v1.0/identityGovernance', 404, 'ResourceNotFound', null],
    ['GET', '/v2.0/identityGovernance/entitlementManagement/assignmentRequests', 404, 'ResourceNotFound', null],
    ['GET', `${requests}/not-a-guid`, 400, 'BadRequest', null],
    ['GET', `${requests}/${unknown}`, 404, 'ResourceNotFound', null],
    ['GET', `${requests}/%00`, 400, 'BadRequest', null],
    ['GET', `${requests}/%E0%A4%A`, 400, 'BadRequest', null],
    ['PUT', requests, 405, 'MethodNotAllowed', 'GET, HEAD, POST'],
    ['DELETE', `${entitlements}/assignments`, 405, 'MethodNotAllowed', 'GET, HEAD'],
    ['PATCH', '/health/live', 405, 'MethodNotAllowed', 'GET, HEAD'],
  ])('%s %s is %d', async (method, path, status, code, allow) => {
    const client = server.as(anAdministrator);
    const call = { GET: client.get, PUT: client.put, DELETE: client.delete, PATCH: client.patch }[
      method
    ] as typeof client.get;
    const answer = await call(path);
    refused(answer, status, code);
    expect(answer.headers.get('allow')).toBe(allow);
  });

  it.each(['/', '//', '%2F', '%2f/'])('answers the same with %s at the end', async (tail) => {
    expect((await server.as(anAdministrator).get(`${requests}${tail}`)).status).toBe(200);
    expect((await server.anonymous.get(`${requests}${tail}`)).status).toBe(401);
  });

  it('answers what is no HTTP in the same form, and lives on', async () => {
    const { port } = new URL(server.url);
    const raw = (text: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
        let answer = '';
        socket
          .on('data', (chunk) => (answer += chunk.toString()))
          .on('end', () => resolve(answer))
          .on('error', reject);
      });
    expect(await raw('NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"BadRequest"/);
    const headers = `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'y'.repeat(20_000)}\r\n\r\n`;
    expect(await raw(headers)).toMatch(/^HTTP\/1\.1 431 [\s\S]*"code":"RequestHeaderFieldsTooLarge"/);
    expect((await server.anonymous.get('/health/live')).status).toBe(200);
  });

  const names = [
    'requestType',
    'assignment',
    'accessPackageAssignment',
    'targetId',
    'target',
    'id',
    'schedule',
    'expiration',
    'startDateTime',
    'type',
    'answers',
    '@odata.type',
    '__proto__',
    'x',
  ];
  const leaf = fc.oneof(
    fc.constantFrom<unknown>(
      'adminAdd',
      'userAdd',
      'UserExtend',
      unknown,
      '',
      'P1D',
      '2026-01-01T00:00:00Z',
      'afterDuration',
      '#microsoft.graph.accessPackageAnswerString',
      null,
      true,
      0,
      -1,
      1e308,
    ),
    fc.string({ unit: 'binary', maxLength: 20 }),
  );
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 6 }),
    ),
  })).value;

  it('never becomes a fault of the server, whatever the body', async () => {
    const { names: policy } = await given(server).aPolicy(selfService);
    await fc.assert(
      fc.asyncProperty(json, fc.boolean(), async (value, plausible) => {
        const { status, text } = await post(plausible ? { ...valid, assignment: policy, ...(value as object) } : value);
        expect([status < 500, text]).toEqual([true, text]);
      }),
      { numRuns: made },
    );
  });

  const words = [
    '$filter',
    '$select',
    '$expand',
    '$orderby',
    '$top',
    '$skiptoken',
    'filter',
    '=',
    '&',
    '?',
    ' eq ',
    ' ne ',
    ' and ',
    ' or ',
    'not ',
    '(',
    ')',
    "'",
    ',',
    '/',
    'state',
    'id',
    'accessPackage',
    'target',
    'createdDateTime',
    'null',
    'true',
    '999',
    unknown,
    '2026-01-01T00:00:00Z',
    '%',
    '%00',
    '%27',
    '+',
    ';',
    '*',
    'in',
    '\u{1F600}',
  ];
  const query = fc.oneof(
    fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((parts) => parts.join('')),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
  );

  it('never becomes a fault of the server, whatever the query', async () => {
    await fc.assert(
      fc.asyncProperty(
        query,
        fc.constantFrom(
          'assignments',
          'assignmentRequests',
          'catalogs',
          'accessPackages',
          'assignmentPolicies',
          'subjects',
        ),
        async (text, set) => {
          const { status, text: answer } = await server.as(anAdministrator).get(`${entitlements}/${set}?${text}`);
          expect([status < 500, answer]).toEqual([true, answer]);
        },
      ),
      { numRuns: made },
    );
  });
});
