import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Dialect } from '../../src/platform/beta/names.js';
import { DomainError } from '../../src/platform/errors/domain-error.js';
import { membersIn } from '../../src/platform/http/body-members.js';
import { DescribedRoutes } from '../../src/platform/openapi/described-routes.js';
import { bodyClasses, type Class } from '../support/body-classes.js';
import { bodyArbitrary, objectsIn, respelled } from '../support/said-members.js';
import { anAdministrator, startServer, type TestServer } from '../support/server.js';

type Json = Record<string, unknown>;

const guids = [randomUUID(), randomUUID()];
const dialects: readonly Dialect[] = ['v1.0', 'beta'];
const bits = fc.array(fc.boolean(), { minLength: 7, maxLength: 40 });

let server: TestServer;
let tops: readonly Class[];
beforeAll(async () => {
  server = await startServer();
  const routes = server.app.get(DescribedRoutes, { strict: false }).byKey().values();
  tops = (await bodyClasses(routes)).bodies.map(({ type }) => type);
});
afterAll(() => server.close());

/** What is read of a body, or why it is refused. */
function readOf(body: unknown, type: Class): unknown {
  try {
    return membersIn(body, type);
  } catch (error) {
    if (error instanceof DomainError) return error.message.toLowerCase();
    throw error;
  }
}

/** A body of any operation in either dialect, of the right form at every depth. */
const anyBody = () =>
  fc
    .tuple(fc.constantFrom(...tops), fc.constantFrom(...dialects))
    .chain(([type, dialect]) => bodyArbitrary(type, dialect, guids).map((body) => ({ type, dialect, body })));

const runs = { numRuns: 300 };

describe('a body of any operation, in both dialects', () => {
  it('is read the same in any case of letters, at every depth', () => {
    let refused = 0;
    fc.assert(
      fc.property(anyBody(), bits, ({ type, body }, spelling) => {
        const read = readOf(body, type);
        if (typeof read === 'string') refused += 1;
        expect(readOf(respelled(body, spelling), type)).toEqual(read);
      }),
      runs,
    );
    // What beta says of approvals may contradict itself, whatever its spelling.
    expect(refused).toBeLessThan(runs.numRuns / 2);
  });

  it('is refused with a member that nobody knows, wherever it stands, and the refusal names it', () => {
    const stranger = fc.constantFrom('evil', 'displayNam', 'idd', '@odata.bind', 'id@odata.bind', 'x@odata.evil', '@x');
    fc.assert(
      fc.property(anyBody(), stranger, fc.nat(), ({ type, body }, name, pick) => {
        const copy = structuredClone(body);
        const places = objectsIn(copy);
        const place = places[pick % places.length];
        if (!place) throw new Error('A body is an object.');
        place.object[name] = 'x';
        const at = place.path ? `${place.path}.${name}` : name;
        expect(readOf(copy, type)).toContain(`'${at}'`.toLowerCase());
      }),
      runs,
    );
  });

  it('is refused with a member in two spellings, wherever it stands, and the refusal names both', () => {
    fc.assert(
      fc.property(anyBody(), fc.nat(), fc.nat(), ({ type, body }, pick, member) => {
        const copy = structuredClone(body);
        const places = objectsIn(copy).filter(({ object }) =>
          Object.keys(object).some((name) => name !== '@odata.type'),
        );
        const place = places[pick % Math.max(places.length, 1)];
        fc.pre(place !== undefined);
        const names = Object.keys(place?.object ?? {}).filter((name) => name !== '@odata.type');
        const name = names[member % names.length] ?? '';
        if (place) place.object[name.toUpperCase()] = place.object[name];
        const at = place?.path ? `${place.path}.${name}` : name;
        expect(readOf(copy, type)).toContain(`'${at}' are one member`.toLowerCase());
      }),
      runs,
    );
  });

  it('says nothing of its own by what only tells of what was read', () => {
    const control = fc.constantFrom(
      '@odata.context',
      '@odata.etag',
      '@odata.count',
      'x@odata.nextLink',
      '@openEntitlements.warnings',
    );
    fc.assert(
      fc.property(anyBody(), control, fc.nat(), ({ type, body }, name, pick) => {
        const copy = structuredClone(body);
        const places = objectsIn(copy);
        (places[pick % places.length]?.object as Json)[name] = 'x';
        expect(readOf(copy, type)).toEqual(readOf(body, type));
      }),
      runs,
    );
  });
});

describe('a call that takes no body', () => {
  it('is refused with a member, which the refusal names, and not for an empty object', async () => {
    const routes = [...server.app.get(DescribedRoutes, { strict: false }).byKey().values()].filter(
      ({ body, method, path }) => !body && ['POST', 'PUT', 'PATCH'].includes(method) && path !== '$batch',
    );
    expect(routes.map(({ path }) => path)).toEqual(expect.arrayContaining([expect.stringMatching(/:id\/cancel$/)]));
    for (const { method, path } of routes) {
      const address = `/v1.0/${path.replace(/:\w+/g, randomUUID())}`;
      const call = server.as(anAdministrator)[method.toLowerCase() as 'post'];
      const { status, text } = await call(address, { '@odata.type': 'x', justification: 'x' });
      expect([path, status, text]).toEqual([
        path,
        400,
        expect.stringContaining("'justification' is not a member here"),
      ]);
      expect([path, (await call(address, {})).text]).toEqual([path, expect.not.stringContaining('takes no body')]);
    }
  });
});
