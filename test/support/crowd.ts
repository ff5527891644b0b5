import { developmentTenantId } from '../../src/platform/development/personas.js';

/** How many people, and as many packages, policies, requests and assignments. */
export const crowdSize = 20_000;

const idOf =
  (kind: number) =>
  (number: number): string =>
    `${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

/** The ids of a crowd, by their number. */
export const crowd = {
  person: idOf(1),
  group: idOf(2),
  catalog: idOf(3),
  accessPackage: idOf(4),
  policy: idOf(5),
  request: idOf(6),
  assignment: idOf(7),
  subject: idOf(8),
  organization: idOf(9),
  stage: idOf(10),
} as const;

const t = `'${developmentTenantId}'::uuid`;
const id = (kind: keyof typeof crowd, n = 'n'): string =>
  `('${crowd[kind](0).slice(0, 24)}' || lpad(to_hex(${n}), 12, '0'))::uuid`;

const question = (n: number) => ({
  '@odata.type': '#microsoft.graph.accessPackageTextInputQuestion',
  ...{ id: idOf(11)(n), sequence: n, text: `Question ${n} `.padEnd(200, 'x'), isRequired: false, regexPattern: null },
});

/** What a policy of the crowd says: self-service, with ten questions. */
const settings = JSON.stringify({
  expiration: { type: 'afterDuration', duration: 'P90D' },
  requestorSettings: { enableTargetsToSelfAddAccess: true, onBehalfRequestors: [] },
  requestApprovalSettings: null,
  questions: Array.from({ length: 10 }, (_, n) => question(n)),
});

const insert = (
  table: string,
  columns: string,
  values: string,
  from = `generate_series(0, ${crowdSize - 1}) n`,
): string => `INSERT INTO ${table} (tenant_id, ${columns}) SELECT ${t}, ${values} FROM ${from};`;

const series = (count: number): string => `generate_series(0, ${count - 1}) n`;

/**
 * Fills a database in seconds: 20,000 people in a tree of a hundred reports each, groups, of which the first has everybody,
 * 20,000 packages in twenty catalogs, each with a policy, a request and an assignment, and the first with hundreds of policies and of
 * incompatible packages; everybody holds the first package's second policy.
 */
export const fillWithACrowd = [
  "SET session_replication_role = 'replica';",
  insert(
    'directory_user',
    'id, display_name, user_principal_name, mail, manager_id',
    `${id('person')}, 'Person ' || n, n || '@crowd.example', n || '@crowd.example', CASE WHEN n > 0 THEN ${id('person', '(n - 1) / 100')} END`,
  ),
  // Somebody whom no policy takes.
  insert(
    'directory_user',
    'id, display_name, user_principal_name, user_type',
    `${id('person')}, 'Guest', 'guest@crowd.example', 'Guest'`,
    `generate_series(${crowdSize}, ${crowdSize}) n`,
  ),
  insert('directory_group', 'id, display_name', `${id('group')}, 'Group ' || n`, series(400)),
  insert('group_member', 'group_id, user_id', `${id('group', '0')}, ${id('person')}`),
  insert('group_member', 'group_id, user_id', `${id('group', '1 + n % 399')}, ${id('person')}`),
  insert('user_sponsor', 'user_id, sponsor_id', `${id('person')}, ${id('person', `(n * 7 + 1) % ${crowdSize}`)}`),
  insert(
    'catalog',
    'id, display_name, created_at, modified_at',
    `${id('catalog')}, 'Catalog ' || n, now(), now()`,
    series(20),
  ),
  insert(
    'access_package',
    'id, catalog_id, display_name, description, created_at, modified_at',
    `${id('accessPackage')}, ${id('catalog', 'n % 20')}, 'Package ' || n, repeat('d', 500), now(), now()`,
  ),
  policies('n', 'n', `generate_series(0, ${crowdSize - 1}) n`),
  policies(`${crowdSize} + n`, '0', series(300)),
  policies(`${crowdSize + 300} + n`, '2', series(40)),
  // What a trigger does where none is kept from its work.
  insert(
    'offer',
    'audience, catalog_id, access_package_id, policy_id',
    'said, k.catalog_id, p.access_package_id, p.id',
    `assignment_policy p JOIN access_package k ON k.id = p.access_package_id, audiences_of(p.allowed_target_scope, p.settings) said`,
  ),
  // Copies of one policy, whose question takes a long answer by a heavy pattern.
  `UPDATE assignment_policy SET settings = jsonb_set(settings, '{questions,0,regexPattern}', '".{0,1000}x{0,200}y*"')
   WHERE access_package_id = ${id('accessPackage', '2')};`,
  insert(
    'incompatible_access_package',
    'access_package_id, incompatible_with_id',
    `${id('accessPackage', '0')}, ${id('accessPackage', 'n + 1')}`,
    series(600),
  ),
  insert(
    'incompatible_group',
    'access_package_id, group_id',
    `${id('accessPackage', '0')}, ${id('group', 'n + 1')}`,
    series(300),
  ),
  insert(
    'subject',
    'id, object_id, display_name, email, principal_name, created_at',
    `${id('subject')}, ${id('person')}, 'Person ' || n, n || '@crowd.example', n || '@crowd.example', now()`,
  ),
  insert(
    'assignment_request',
    `id, request_type, effect, state, target_id, requestor_id, created_by_id, access_package_id, assignment_policy_id,
     policy_version, assignment_id, justification, created_at, completed_at`,
    `${id('request')}, 'userAdd', 'add', 'delivered', ${id('person')}, ${id('person')}, ${id('person')}, ${id('accessPackage')}, ${id('policy')},
     1, ${id('assignment')}, repeat('j', 300), now() - n * interval '1 minute', now()`,
  ),
  assignments('n', 'n', 'n'),
  assignments(`${crowdSize} + n`, '1', `${crowdSize}`),
  insert(
    'connected_organization',
    'id, display_name, created_at, modified_at',
    `${id('organization')}, 'Organization ' || n, now(), now()`,
    series(200),
  ),
  insert(
    'connected_organization_sponsor',
    'organization_id, kind, user_id',
    `${id('organization', 'n % 200')}, 'internal', ${id('person')}`,
  ),
  // The policy that everybody holds names as many people as one body can; they are none of the crowd, as the answer's entities are counted.
  `UPDATE assignment_policy SET settings = settings || jsonb_build_object('specificAllowedTargets', (
     SELECT jsonb_agg(jsonb_build_object('@odata.type', '#microsoft.graph.singleUser', 'userId', replace(u.id::text, '00000001-', '0000000c-'), 'description', repeat('d', 40)))
     FROM (SELECT id FROM directory_user LIMIT 350) u)) WHERE id = ${id('policy', String(crowdSize))};`,
  "SET session_replication_role = 'origin';",
  'ANALYZE;',
].join('\n');

/** The same with so many people and packages, 700 at least; what is numbered beyond them keeps its number. */
export const fillWith = (size: number): string =>
  fillWithACrowd
    .replaceAll(`generate_series(0, ${crowdSize - 1})`, `generate_series(0, ${size - 1})`)
    .replaceAll(`% ${crowdSize}`, `% ${size}`);

function policies(number: string, offered: string, from: string): string {
  const columns = 'access_package_id, display_name, allowed_target_scope, settings, created_at, modified_at';
  const values = `${id('accessPackage', offered)}, 'Policy ' || ${number}, 'allMemberUsers', '${settings}'::jsonb, now(), now()`;
  return insert('assignment_policy', `id, ${columns}`, `${id('policy', number)}, ${values}`, from);
}

/** What everybody holds of the packages by number: their own, or one of all of them. */
function assignments(number: string, offered: string, policy: string): string {
  const held = `${id('person')}, ${id('accessPackage', offered)}, ${id('policy', policy)}`;
  const columns = 'target_id, access_package_id, assignment_policy_id';
  return (
    insert(
      'assignment',
      `id, request_id, ${columns}, policy_version, state, start_at, created_at`,
      `${id('assignment', number)}, ${id('request', number)}, ${held}, 1, 'delivered', now(), now()`,
    ) + insert('live_assignment', `${columns}, assignment_id`, `${held}, ${id('assignment', number)}`)
  );
}
