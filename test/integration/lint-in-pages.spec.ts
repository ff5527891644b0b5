import { QueryBus } from '@nestjs/cqrs';
import { LintPoliciesQuery } from '../../src/entitlement-management/assignment-policies/index.js';
import { Database } from '../../src/platform/database/database.js';
import { given } from '../support/given.js';
import { developmentTenantId, startServer, type TestServer } from '../support/server.js';
import { statementsDuring } from '../support/statements.js';

const copies = 120;

describe('a look at all policies of a tenant', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ database: 'postgres' });
  });
  afterAll(() => server.close());

  it('finds each that is in doubt, in units of work that do not grow with their number', async () => {
    // A scope, and nobody who may ask.
    const { id } = await given(server).aPolicy({ allowedTargetScope: 'allMemberUsers' });
    await server.app.get(Database).pool.$executeRaw`
      INSERT INTO assignment_policy SELECT (jsonb_populate_record(p,
        jsonb_build_object('id', gen_random_uuid(), 'display_name', 'copy ' || n))).*
      FROM assignment_policy p, generate_series(1, ${copies}::int) n WHERE p.id = ${id}::uuid`;
    let found: readonly { readonly policyId: string }[] = [];
    const statements = await statementsDuring(async () => {
      found = await server.app.get(QueryBus).execute(new LintPoliciesQuery(developmentTenantId));
    });
    expect(new Set(found.map(({ policyId }) => policyId)).size).toBe(copies + 1);
    const begins = statements.flatMap((statement, at) => (/^BEGIN/i.test(statement) ? [at] : []));
    const sizes = begins.map((at, unit) => (begins[unit + 1] ?? statements.length) - at);
    expect(Math.max(...sizes)).toBeLessThan(copies);
  });
});
