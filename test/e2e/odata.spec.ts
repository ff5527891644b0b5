import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { entitlements, given, selfService } from '../support/given.js';
import {
  anAdministrator,
  anApplication,
  type Answered,
  aPerson,
  startServer,
  type TestServer,
} from '../support/server.js';

interface Policy {
  readonly displayName: string;
}

interface Package {
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly catalog: { readonly displayName: string };
  readonly assignmentPolicies: readonly Policy[];
}

const packages = `${entitlements}/accessPackages`;
let server: TestServer;
let everything: Package[];
let person: string;

const get = (path: string, headers: Record<string, string> = {}) => server.as(anAdministrator).get(path, headers);

async function found(path: string, headers: Record<string, string> = {}) {
  const answer = await get(path, headers);
  if (answer.status !== 200) throw new Error(`${path} is ${answer.status}: ${answer.text}`);
  return answer.body;
}

const queryOf = (options: Record<string, string>): string =>
  Object.entries(options)
    .map(([name, text]) => `$${name}=${encodeURIComponent(text)}`)
    .join('&');

/** A link of an answer, as a path of the server under test. */
const pathIn = (link: string): string => link.slice(server.url.length);

beforeAll(async () => {
  server = await startServer();
  const there = given(server);
  for (const [at, shelf] of ['North', 'south', 'Ämter'].entries()) {
    const catalog = { id: (await there.aCatalog({ displayName: shelf })).id };
    for (let number = 0; number < 4; number += 1) {
      const description = number % 2 === 0 ? `Tools of team ${at}` : null;
      const displayName = `${'aBcD'.charAt(number)} ${shelf} 100%_`;
      const accessPackage = {
        id: (await there.aPackage({ displayName, description, isHidden: number === 3, catalog })).id,
      };
      for (let policy = 0; policy < number + at - 1; policy += 1) {
        await there.aPolicy({ displayName: `Policy ${policy}`, accessPackage, ...selfService });
      }
    }
  }
  everything = (await found(`${packages}?$expand=catalog,assignmentPolicies`)).value;
  person = (await there.aPerson()).id;
});
afterAll(() => server.close());

/** What each option says of the packages, and what it should do to them. */
const said = {
  filter: "contains(tolower(displayName),'b') or assignmentPolicies/$count ge 1",
  search: 'tools OR "displayname:south"',
  orderby: 'catalog/displayName desc,length(displayName) desc,displayName',
  top: '2',
  skip: '1',
  count: 'true',
  select: 'id,displayName',
  expand:
    'catalog($select=displayName),assignmentPolicies($select=displayName;$orderby=displayName desc;$count=true;$top=2)',
};
type Option = keyof typeof said;

const compared = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function selected(options: ReadonlySet<Option>): Package[] {
  const filtered = everything.filter(
    ({ displayName, assignmentPolicies }) => displayName.toLowerCase().includes('b') || assignmentPolicies.length > 0,
  );
  const rows = options.has('filter') ? filtered : everything;
  const sought = rows.filter(
    ({ displayName, description }) => description !== null || displayName.toLowerCase().includes('south'),
  );
  return [...(options.has('search') ? sought : rows)].sort((a, b) => {
    const asked =
      compared(b.catalog.displayName, a.catalog.displayName) ||
      [...b.displayName].length - [...a.displayName].length ||
      compared(a.displayName, b.displayName);
    return options.has('orderby') ? asked : compared(a.id, b.id);
  });
}

function shown(row: Package, options: ReadonlySet<Option>): object {
  const policies = row.assignmentPolicies
    .map(({ displayName }) => ({ displayName }))
    .sort((a, b) => compared(b.displayName, a.displayName));
  const links = {
    catalog: { displayName: row.catalog.displayName },
    'assignmentPolicies@odata.count': policies.length,
    assignmentPolicies: policies.slice(0, 2),
    ...(policies.length > 2
      ? { 'assignmentPolicies@odata.nextLink': expect.stringContaining(`/${row.id}/assignmentPolicies?`) }
      : {}),
  };
  const { catalog: _, assignmentPolicies: __, ...members } = row;
  const { id, displayName } = row;
  return { ...(options.has('select') ? { id, displayName } : members), ...(options.has('expand') ? links : {}) };
}

describe('every combination of options', () => {
  const names = Object.keys(said) as Option[];
  const combinations = Array.from({ length: 2 ** names.length }, (_, bits) =>
    names.filter((__, at) => bits & (1 << at)),
  );

  it.each(['none', ...names])('is answered as its options say, with %s among them or not', async (leading) => {
    const mine = combinations.filter((options) => (options[0] ?? 'none') === leading);
    for (const options of mine) {
      const has = new Set(options);
      const expected = selected(has);
      const rows = [];
      let next: string | undefined =
        `${packages}?${queryOf(Object.fromEntries(options.map((name) => [name, said[name]])))}`;
      for (let page = 0; next !== undefined; page += 1) {
        const body = await found(next);
        expect(body['@odata.count']).toBe(has.has('count') && page === 0 ? expected.length : undefined);
        const projection = [
          ...(has.has('select') ? ['id', 'displayName'] : []),
          ...(has.has('expand') ? ['catalog(displayName)', 'assignmentPolicies(displayName)'] : []),
        ].join(',');
        expect(body['@odata.context']).toBe(
          `${server.url}/v1.0/$metadata#identityGovernance/entitlementManagement/accessPackages${projection === '' ? '' : `(${projection})`}`,
        );
        rows.push(...body.value);
        const link = body['@odata.nextLink'];
        if (link) expect(body.value).toHaveLength(2);
        next = link && pathIn(link);
      }
      expect(rows).toEqual(expected.slice(has.has('skip') ? 1 : 0).map((row) => shown(row, has)));
    }
  });
});

describe('/$count', () => {
  const counted = async (path: string) => {
    const { status, text, headers } = await get(path);
    return { status, text, type: headers.get('content-type'), version: headers.get('odata-version') };
  };
  const number = (text: string) => ({ status: 200, text, type: 'text/plain; charset=utf-8', version: '4.0' });

  it('is a bare number', async () => {
    expect(await counted(`${packages}/$count`)).toEqual(number('12'));
    expect(await counted(`${packages}/%24COUNT/?$filter=${encodeURIComponent(said.filter)}`)).toEqual(
      number(String(selected(new Set(['filter'])).length)),
    );
    expect(await counted(`${packages}/$count?$search=nothing&$top=1&$orderby=id`)).toEqual(number('0'));
    const [first] = everything;
    expect(await counted(`${packages}/${first?.id}/assignmentPolicies/$count`)).toEqual(
      number(String(first?.assignmentPolicies.length)),
    );
    expect(await counted('/v1.0/users/$count')).toMatchObject({ status: 200 });
    expect((await fetch(`${server.url}${packages}/$count`, { method: 'HEAD' })).status).toBe(401);
  });

  it('counts what the caller may see, and needs what reading needs', async () => {
    expect((await server.as(aPerson(person)).get(`${packages}/$count`)).text).toBe('0');
    expect((await server.anonymous.get(`${packages}/$count`)).status).toBe(401);
    expect((await server.as({ as: 'app', roles: [] }).get(`${packages}/$count`)).status).toBeGreaterThanOrEqual(401);
  });

  it.each([
    [`${packages}/00000000-0000-4000-8000-000000000000/$count`, 404, 'ResourceNotFound'],
    [`/health/live/$count`, 404, 'ResourceNotFound'],
    [`${entitlements}/nothing/$count`, 404, 'ResourceNotFound'],
    [`${packages}/$count?$filter=no`, 400, 'InvalidFilter'],
    [`${packages}/$count?$skiptoken=x`, 400, 'InvalidFilter'],
    [`${packages}/$counts`, 400, 'BadRequest'],
  ])('is there for collections only: %s', async (path, status, code) => {
    const answer = await get(path);
    expect([answer.status, answer.body?.error?.code]).toEqual([status, code]);
  });

  it('takes nothing but questions', async () => {
    const before = await get(`${packages}/$count`);
    const post = await server.as(anApplication).post(`${packages}/$count`, { displayName: 'x' });
    expect(post.status).toBe(405);
    expect((await get(`${packages}/$count`)).text).toBe(before.text);
  });
});

describe('Prefer: odata.maxpagesize', () => {
  const page = async (query: string, prefer: string): Promise<Answered> => get(`${packages}${query}`, { prefer });

  it('makes pages that small, and says so', async () => {
    const { body, headers } = await page('', 'odata.maxpagesize=5');
    expect(body.value).toHaveLength(5);
    expect(headers.get('preference-applied')).toBe('odata.maxpagesize=5');
    const next = await found(pathIn(body['@odata.nextLink']));
    expect(next.value).toHaveLength(5);
    expect((await page('?$top=3', 'return=minimal, maxpagesize=5')).body.value).toHaveLength(3);
    expect((await page('', 'odata.maxpagesize=0')).headers.get('preference-applied')).toBeNull();
    expect((await page('?$filter=no', 'odata.maxpagesize=5')).headers.get('preference-applied')).toBeNull();
    expect((await page('/$count', 'odata.maxpagesize=5')).text).toBe('12');
  });
});

describe('an address', () => {
  it('names an entity in every form, and names in any case', async () => {
    const [{ id = '', displayName = '' } = {}] = everything;
    const forms = [`/${id}`, `('${id}')`, `(${id.toUpperCase()})`, `(id='${id}')`, `%28'${id}'%29`, `/${id}/`];
    for (const form of forms)
      expect(await found(`${packages}${form}?select=DISPLAYNAME`)).toMatchObject({ displayName });
    const shouted = `${packages.toUpperCase()}?%24FILTER=${encodeURIComponent(`ID EQ '${id}' AND CATALOG/STATE EQ 'PUBLISHED'`)}&EXPAND=CATALOG($SELECT=STATE)`;
    expect((await found(shouted)).value).toEqual([expect.objectContaining({ id, catalog: { state: 'published' } })]);
    const policies = await found(`${packages}('${id}')/assignmentPolicies?$top=1`);
    expect(policies['@odata.context']).toContain('#identityGovernance/entitlementManagement/assignmentPolicies');
  });

  it('of what was cut goes on where it ended', async () => {
    const query = {
      filter: "displayName eq 'D Ämter 100%_'",
      expand: 'assignmentPolicies($top=2;$select=displayName)',
    };
    const body = await found(`${packages}?${queryOf(query)}`);
    const [{ assignmentPolicies, 'assignmentPolicies@odata.nextLink': link }] = body.value;
    const rest = await found(pathIn(link));
    expect([...assignmentPolicies, ...rest.value].map((policy: Policy) => policy.displayName)).toEqual([
      ...['Policy 0', 'Policy 1', 'Policy 2', 'Policy 3'],
    ]);
    expect(Object.keys(rest)).toEqual(['@odata.context', 'value']);
  });
});

describe("what Graph's own pages and clients ask", () => {
  const guid = '0f000000-0000-4000-8000-00000000000f';

  it.each([
    [`${packages}?$filter=contains(tolower(displayName),'team')`],
    [`${packages}?$filter=displayName eq 'x'&$expand=assignmentPolicies,catalog`],
    [`${entitlements}/catalogs?$filter=contains(tolower(displayName),'staff')&$expand=accessPackages`],
    [`${entitlements}/assignmentPolicies?$filter=accessPackage/id eq '${guid}'&$expand=accessPackage`],
    [
      `${entitlements}/assignmentRequests?$filter=accessPackage/id eq '${guid}'&$expand=requestor($select=id),assignment($expand=target)`,
    ],
    [
      `${entitlements}/assignmentRequests?$filter=state eq 'submitted' and createdDateTime ge 2026-01-01T00:00:00Z&$orderby=createdDateTime desc`,
    ],
    [`${entitlements}/assignments?$filter=state eq 'Delivered' and target/objectid eq '${guid}'&$expand=*`],
    [
      `${entitlements}/assignments?$filter=(state eq 'delivering' or state eq 'partiallyDelivered' or state eq 'delivered')&$top=999`,
    ],
    [`${entitlements}/assignments?$filter=assignmentPolicy/accessPackage/catalog/displayName eq 'x'&$count=true`],
    [
      `${entitlements}/connectedOrganizations?$filter=identitySources/any(is:is/microsoft.graph.azureActiveDirectoryTenant/tenantId eq '${guid}')`,
    ],
    ['/v1.0/users?$search="displayName:adm"&$select=id,displayName&$count=true'],
    ["/v1.0/users?$filter=startswith(displayName,'a') or endsWith(mail,'@contoso.com')&$orderby=displayName"],
    ['/v1.0/users?$expand=manager($levels=max;$select=id,displayName)&$select=id'],
    [
      '/v1.0/users?$filter=directReports/any(r:r/manager/displayName ne r/displayName) or manager/directReports/$count gt 0',
    ],
  ])('%s', async (path) => {
    expect(await found(path.replaceAll(' ', '%20'))).toHaveProperty('value');
  });
});

describe('a person', () => {
  it('cannot learn of what they may not see by asking about it', async () => {
    const there = given(server);
    const { names } = await there.aPolicy(selfService);
    const [mine, theirs] = [person, (await there.aPerson()).id];
    for (const id of [mine, theirs]) {
      const asking = { requestType: 'userAdd', assignment: names };
      expect((await server.as(aPerson(id)).post(`${entitlements}/assignmentRequests`, asking)).status).toBe(201);
      await there.aPolicy({ accessPackage: { id: names.accessPackageId } });
    }
    const seen = async (query: string) => {
      const answer = await server.as(aPerson(mine)).get(`${packages}?${query}`);
      return answer.body.value.map((row: Package) => row.assignmentPolicies?.length);
    };
    expect(await seen('$expand=assignmentPolicies')).toEqual([1]);
    expect(await seen('$filter=assignmentPolicies/$count%20eq%201')).toHaveLength(1);
    expect(await seen(`$filter=assignmentPolicies/any(p:p/id%20ne%20${names.assignmentPolicyId})`)).toHaveLength(0);
    expect(await seen(`$filter=assignmentPolicies/all(p:p/id%20eq%20${names.assignmentPolicyId})`)).toHaveLength(1);
  });

  it('is shown by links what they could read, and nothing else', async () => {
    const there = given(server);
    const [manager, other] = [await there.aPerson(), await there.aPerson()];
    const reporting = { 'manager@odata.bind': `${server.url}/v1.0/users/${manager.id}` };
    const [report, lonely] = [await there.aPerson(reporting), await there.aPerson()];
    const requestorSettings = {
      ...(selfService['requestorSettings'] as object),
      enableOnBehalfRequestorsToAddAccess: true,
      onBehalfRequestors: [{ '@odata.type': '#microsoft.graph.targetManager', managerLevel: 1 }],
    };
    const { names } = await there.aPolicy({ ...selfService, requestorSettings });
    const requests = `${entitlements}/assignmentRequests`;
    const asking = async (who: object, requestType: string, more: object) => {
      const { status, body } = await server.as(who).post(requests, { requestType, assignment: { ...names, ...more } });
      expect(status).toBe(201);
      return body.id as string;
    };
    await asking(aPerson(manager.id), 'userAdd', { target: { objectId: report.id } });
    await asking(aPerson(other.id), 'userAdd', {});
    const forgotten = await asking(anApplication, 'adminAdd', { targetId: lonely.id });
    await server.drain();
    // Nobody deletes it while its access lives; versions before did.
    await server.app.get(Database).execute`DELETE FROM assignment_request WHERE id = ${forgotten}::uuid`;

    const links = {
      accessPackages: ['catalog'],
      assignmentPolicies: ['accessPackage'],
      assignments: ['accessPackage', 'assignmentPolicy', 'target'],
      assignmentRequests: ['accessPackage', 'assignment'],
    };
    const sets = { catalog: 'catalogs', accessPackage: 'accessPackages', assignmentPolicy: 'assignmentPolicies' };
    const setOf = { ...sets, assignment: 'assignments', target: 'subjects' } as Record<string, string>;
    const [shown, refused] = [new Set<string>(), new Set<string>()];
    for (const [who, { id }] of Object.entries({ manager, report, other, lonely })) {
      const get = async (path: string) => server.as(aPerson(id)).get(`${entitlements}/${path}`);
      for (const [set, names] of Object.entries(links)) {
        for (const row of (await get(`${set}?$expand=${names.join(',')}`)).body.value) {
          for (const name of names) {
            (row[name] ? shown : refused).add(`${who}: ${set}/${name}`);
            if (row[name]) expect((await get(`${setOf[name]}/${row[name].id}`)).status).toBe(200);
          }
        }
      }
    }
    expect([...refused]).toEqual(['manager: assignmentRequests/assignment']);
    expect([...shown].filter((one) => one.startsWith('lonely'))).toHaveLength(5);
    const [own] = (await server.as(aPerson(report.id)).get(`${requests}?$expand=requestor`)).body.value;
    expect(own.requestor.objectId).toBe(manager.id);
  });
});
