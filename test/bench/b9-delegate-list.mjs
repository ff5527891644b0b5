import { clientOf, median } from './load.mjs';
import { oursOn } from './stage.mjs';
import { call, personId } from './world.mjs';

const entitlements = '/v1.0/identityGovernance/entitlementManagement';
const delegateId = personId(1);
const mine = 50;
const times = 15;

/** What is listed, and whether the issue's mark is about it. */
const lists = [
  ['assignments', true],
  ["assignments?$filter=state eq 'delivered'", true],
  ['assignments?$expand=target,accessPackage', true],
  ['accessPackages', true],
  ['assignmentPolicies', true],
  ['catalogs', true],
  ['assignments?$count=true', false],
  ['subjects', false],
];

/** Pages of 100 by a delegate of 50 catalogs beside the same by an administrator, in turns, on one connection. */
export async function b9(stage, { size, say }) {
  const ours = await oursOn(stage, 'b9_ours');
  try {
    return figuresOf(await measured(ours, size), { size, say });
  } finally {
    await ours.close();
  }
}

async function measured(ours, size) {
  await fill(ours.database, size);
  const people = { administrator: { as: 'user' }, delegate: { as: 'user', oid: delegateId, roles: [], scp } };
  const readers = await Promise.all(
    Object.entries(people).map(async ([name, who]) => {
      const { access_token: token } = await call(ours.address, undefined, '/dev/token', who);
      return [name, clientOf(ours.address, token, 1)];
    }),
  );
  const results = [];
  for (const [list, isMarked] of lists) results.push({ list, isMarked, ...(await inTurns(readers, list)) });
  for (const [, client] of readers) client.close();
  return results;
}

function figuresOf(results, { size, say }) {
  for (const { list, ratio } of results) say(`${list}: ${ratio.toFixed(2)}`);
  const marked = results.filter(({ isMarked }) => isMarked);
  const most = marked.reduce((one, other) => (other.ratio > one.ratio ? other : one));
  return {
    title: `B9: lists by a delegate of ${mine} of ${size.catalogs} catalogs, ${size.assignments} assignments`,
    rounds: `${times} of ${times} rounds`,
    marks: [
      {
        what: `of an administrator's time, in the dearest of ${marked.length} lists (${most.list})`,
        figure: most.ratio.toFixed(2),
        mark: 'at most 3',
        met: most.ratio <= 3,
      },
    ],
    notes: results.map(
      ({ list, administrator, delegate, ratio }) =>
        `\`${list}\`: administrator ${administrator.toFixed(1)} ms, delegate ${delegate.toFixed(1)} ms, ratio ${ratio.toFixed(2)}.`,
    ),
  };
}

const scp = 'EntitlementManagement.Read.All';

async function inTurns(readers, list) {
  const took = Object.fromEntries(readers.map(([name]) => [name, []]));
  for (let turn = 0; turn <= times; turn += 1) {
    for (const [name, { send }] of readers) {
      const began = performance.now();
      const { status, text } = await send(`${entitlements}/${list.replaceAll(' ', '%20')}`);
      const millis = performance.now() - began;
      if (status !== 200 || JSON.parse(text).value.length === 0)
        throw new Error(`${list} by ${name}: ${status} ${text}`);
      // The first turn warms up.
      if (turn > 0) took[name].push(millis);
    }
  }
  const [administrator, delegate] = [median(took.administrator), median(took.delegate)];
  return { administrator, delegate, ratio: delegate / administrator };
}

/** Catalogs with two packages each, a policy for each, and assignments all over them; the delegate owns every so-manieth catalog. */
async function fill(database, { catalogs, assignments, peoplePerClient }) {
  const { rows } = await database.query('SELECT tenant_id FROM catalog LIMIT 1');
  const [{ tenant_id: tenant }] = rows;
  const people = Math.min(50_000, peoplePerClient);
  const id = (kind, number) => `('0${kind}000000-0000-4000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
  const person = (number) => `('00000000-0000-4000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
  const given = (from) => `FROM generate_series(1, ${from}) n`;
  const place = `1 + (n / 7) % ${2 * catalogs}`;
  // Filled as a dump is: what refers to what is true by its making.
  await database.query('SET session_replication_role = replica');
  for (const statement of [
    `INSERT INTO subject (tenant_id, id, object_id, display_name, created_at) SELECT '${tenant}', ${id('b', 'n')}, ${person('n')}, 'Person ' || n, now() ${given(people)} ON CONFLICT DO NOTHING`,
    `INSERT INTO catalog (tenant_id, id, display_name, created_at, modified_at) SELECT '${tenant}', ${id('c', 'n')}, 'Catalog ' || n, now(), now() ${given(catalogs)}`,
    `INSERT INTO access_package (tenant_id, id, catalog_id, display_name, created_at, modified_at) SELECT '${tenant}', ${id('d', 'n')}, ${id('c', `1 + n % ${catalogs}`)}, 'Package ' || n, now(), now() ${given(2 * catalogs)}`,
    `INSERT INTO assignment_policy (tenant_id, id, access_package_id, display_name, version, allowed_target_scope, settings, created_at, modified_at)
      SELECT '${tenant}', ${id('e', 'n')}, ${id('d', 'n')}, 'Policy ' || n, 1, 'notSpecified', '{}', now(), now() ${given(2 * catalogs)}`,
    `INSERT INTO assignment (tenant_id, id, request_id, target_id, access_package_id, assignment_policy_id, policy_version, state, start_at, created_at)
      SELECT '${tenant}', gen_random_uuid(), gen_random_uuid(), ${person(`1 + n % ${people}`)}, ${id('d', place)}, ${id('e', place)}, 1, 'delivered', now(), now() - n * interval '1 second' ${given(assignments)}`,
    `INSERT INTO role_assignment (tenant_id, id, role_definition_id, principal_id, user_id, catalog_id)
      SELECT '${tenant}', gen_random_uuid(), 'ae79f266-94d4-4dab-b730-feca7e132178', '${delegateId}', '${delegateId}', ${id('c', `n * ${Math.floor(catalogs / mine)}`)} ${given(mine)}`,
    'VACUUM ANALYZE',
  ])
    await database.query(statement);
}
