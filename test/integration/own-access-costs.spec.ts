import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Database } from '../../src/platform/database/database.js';
import { entitlements } from '../support/given.js';
import { readBy, readsDuring, type Read } from '../support/plans.js';
import { aPerson, developmentTenantId, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';
import { tokenFor } from '../support/tokens.js';

const packages = 20_000;
const page = 100;
const [theirs, others, rare, fabrikam] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
const [guest, member, lucky] = [randomUUID(), randomUUID(), randomUUID()];
const path = `${entitlements}/accessPackages/filterByCurrentUser(on='allowedRequestor')`;
const tenant = `'${developmentTenantId}'::uuid`;

/** Ways in which a policy takes nobody who calls here, by the number of its package; the last lets nobody ask. */
const ways = [
  ['groups of others', 'specificDirectoryUsers', `{"@odata.type":"#microsoft.graph.groupMembers","groupId":"${others}"}`],
  ['other people', 'specificDirectoryUsers', `{"@odata.type":"#microsoft.graph.singleUser","userId":"${randomUUID()}"}`],
  [
    'organizations of others',
    'specificConnectedOrganizationUsers',
    `{"@odata.type":"#microsoft.graph.connectedOrganizationMembers","connectedOrganizationId":"${fabrikam}"}`,
  ],
  ['what its scope does not heed', 'specificConnectedOrganizationUsers', `{"@odata.type":"#microsoft.graph.groupMembers","groupId":"${theirs}"}`],
  ['catalogs that are not published', 'allDirectoryUsers', ''],
  ['catalogs that nobody from outside sees', 'allExternalUsers', ''],
  ['members alone', 'allMemberUsers', ''],
  ['nobody who asks', 'allDirectoryUsers', ''],
] as const; // prettier-ignore

/** In ten catalogs for each way: packages with a policy of their way. */
const fill = [
  `INSERT INTO directory_user (tenant_id, id, display_name, user_principal_name, mail, user_type) VALUES
     (${tenant}, '${guest}', 'Guest', 'guest@own.example', 'guest@nowhere.example', 'Guest'),
     (${tenant}, '${member}', 'Member', 'member@own.example', NULL, 'Member'),
     (${tenant}, '${lucky}', 'Lucky', 'lucky@own.example', 'lucky@nowhere.example', 'Guest')`,
  `INSERT INTO directory_group (tenant_id, id, display_name)
     SELECT ${tenant}, id, id FROM unnest('{${theirs},${others},${rare}}'::uuid[]) id`,
  `INSERT INTO group_member (tenant_id, group_id, user_id) VALUES
     (${tenant}, '${theirs}', '${guest}'), (${tenant}, '${theirs}', '${lucky}'), (${tenant}, '${rare}', '${lucky}')`,
  `INSERT INTO connected_organization (tenant_id, id, display_name, state, identity_sources, created_at, modified_at)
     VALUES (${tenant}, '${fabrikam}', 'Fabrikam', 'configured', '[{"@odata.type":"#microsoft.graph.domainIdentitySource","domainName":"fabrikam.example"}]', now(), now())`,
  `INSERT INTO catalog (tenant_id, id, display_name, state, is_externally_visible, created_at, modified_at)
     SELECT ${tenant}, gen_random_uuid(), 'Catalog ' || n, CASE n % 8 WHEN 4 THEN 'unpublished' ELSE 'published' END, n % 8 <> 5, now(), now()
     FROM generate_series(0, 79) n`,
  `INSERT INTO access_package (tenant_id, id, catalog_id, display_name, created_at, modified_at)
     SELECT ${tenant}, gen_random_uuid(), c.id, 'Package ' || lpad(n::text, 5, '0'), now(), now()
     FROM generate_series(0, ${packages - 1}) n JOIN catalog c ON c.display_name = 'Catalog ' || n % 80`,
  `INSERT INTO assignment_policy (tenant_id, id, access_package_id, display_name, allowed_target_scope, settings, created_at, modified_at)
     SELECT p.tenant_id, gen_random_uuid(), p.id, 'Policy', way.scope, jsonb_build_object(
       'requestorSettings', jsonb_build_object('enableTargetsToSelfAddAccess', way.at < 7), 'specificAllowedTargets', way.sets), now(), now()
     FROM access_package p JOIN (VALUES
       ${ways.map(([, scope, set], at) => `(${at}, '${scope}', '[${set}]'::jsonb)`).join(', ')}
     ) way (at, scope, sets) ON way.at = right(p.display_name, 5)::int % 8`,
]; // prettier-ignore

/** Five packages, the last in any order, that the lucky one is offered. */
const fillRare = `
  UPDATE assignment_policy SET allowed_target_scope = 'specificDirectoryUsers', settings = settings || '{"requestorSettings":
    {"enableTargetsToSelfAddAccess":true},"specificAllowedTargets":[{"@odata.type":"microsoft.graph.groupMembers","groupId":"${rare}"}]}'
  WHERE access_package_id IN (SELECT p.id FROM access_package p JOIN catalog c ON c.tenant_id = p.tenant_id AND c.id = p.catalog_id
    WHERE p.display_name > 'Package 19990' AND c.state = 'published' ORDER BY p.display_name DESC LIMIT 5)`;

const openToAll = [
  `UPDATE catalog SET state = 'published', is_externally_visible = true`,
  `UPDATE assignment_policy SET allowed_target_scope = 'allDirectoryUsers',
     settings = settings || '{"requestorSettings":{"enableTargetsToSelfAddAccess":true}}'`,
];

describe.each(databases)('what one may ask for among 20,000 packages, on the %s database', (kind) => {
  let server: TestServer;
  let database: Database;
  const carryOut = (statements: readonly string[]) =>
    database.opened.withConnection(async ({ script }) => {
      for (const statement of statements) await script(`BEGIN; SET LOCAL statement_timeout = 0; ${statement}; COMMIT`);
    });

  beforeAll(async () => {
    server = await startServer({ database: kind });
    database = server.app.get(Database);
    await carryOut([...fill, fillRare, 'ANALYZE']);
  }, 240_000);
  afterAll(() => server.close());

  /** What a page costs in all its statements together, and what it shows. */
  async function costOf(who: string, query: string) {
    let shown = { found: 0, count: undefined as number | undefined, next: undefined as string | undefined };
    const authorization = `Bearer ${await tokenFor(server.app, { as: 'user', ...aPerson(who, 'EntitlementMgmt-SubjectAccess.ReadWrite') })}`;
    const sent = await readsDuring(async () => {
      // Graph knows no count that ends somewhere.
      const answer = await fetch(query.startsWith('http') ? query : `${server.url}${path}?${query}`, {
        headers: { authorization },
      });
      expect(answer.status).toBe(200);
      const body = (await answer.json()) as { value: object[]; '@odata.count'?: number; '@odata.nextLink'?: string };
      shown = { found: body.value.length, count: body['@odata.count'], next: body['@odata.nextLink'] };
    });
    expect(sent.some(({ text }) => text.includes('access_package'))).toBe(true);
    const costs: Read[] = [];
    for (const statement of sent) costs.push(await readBy(database, statement));
    const sum = (of: keyof Read) => costs.reduce((before, cost) => before + cost[of], 0);
    return { ...shown, rows: sum('rows'), pages: sum('pages') };
  }

  const questions = ['$top=1', `$top=${page}`, '$top=999', '$top=1&$count=true', '$top=5&$orderby=displayName desc'];

  describe.each(['with', 'without'])('%s statistics', (statistics) => {
    beforeAll(
      () => carryOut(statistics === 'with' ? ['ANALYZE'] : ['DELETE FROM pg_statistic', 'ANALYZE catalog']),
      60_000,
    );

    it.each(questions)('is found by what could fit where nothing does: %s', async (query) => {
      const { found, rows, pages } = await costOf(guest, query);
      expect(found).toBe(0);
      expect(rows).toBeLessThan(400);
      expect(pages).toBeLessThan(600);
    });

    it.each(questions)('is found without a look at the others where few fit: %s', async (query) => {
      const { found, count, rows, pages } = await costOf(lucky, query);
      expect(found).toBe(/top=1\b/.test(query) ? 1 : 5);
      if (query.includes('$count')) expect(count).toBe(5);
      expect(rows).toBeLessThan(400);
      expect(pages).toBeLessThan(600);
    });
  });

  describe('where all fit', () => {
    beforeAll(() => carryOut([...openToAll, 'ANALYZE']), 120_000);

    it.each([
      ['$top=1', 1],
      [`$top=${page}`, page],
    ])('reads for a page as many packages as it has, and so for the next one: %s', async (query, size) => {
      const first = await costOf(member, query);
      expect(first.found).toBe(size);
      const next = await costOf(member, first.next ?? '');
      expect(next.found).toBe(size);
      for (const { rows } of [first, next]) expect(rows).toBeLessThan(1_300 + 6 * size);
    });

    it('counts no further than counts go', async () => {
      const { rows } = await costOf(member, '$top=1&$count=true');
      expect(rows).toBeLessThan(60_000);
    });
  });
});
