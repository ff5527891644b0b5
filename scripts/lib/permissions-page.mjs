/**
 * docs/permissions.md: what the table of permissions says, what routes and request types declare, and the roles that are built in.
 *
 * A route that needs a token and names no operation is open to any token.
 */
export function permissionsPage({ permissions, roles, routes, requestTypes }) {
  return `${[
    introduction,
    '## Operations',
    aboutOperations,
    operationsIn(permissions, roles),
    '## Roles of entitlement management',
    aboutRoles,
    rolesIn(roles),
    '## Addresses',
    aboutAddresses,
    addressesIn(routes),
    '## Request types',
    aboutRequestTypes,
    requestTypesIn(requestTypes),
    standings,
  ].join('\n\n')}\n`;
}

const introduction = `# Who may do what

<!-- Printed by \`npm run docs:permissions\` from the code. Do not edit it by hand. -->

Three things are asked, in this order: whether the token carries a permission for the operation, whether its holder has a role for it, and
where they stand to what the call is about. The first two are the tables below, the third is [at the end](#where-somebody-stands).
How permissions and directory roles get into tokens is said for [operators](operations.md#entra-id).`;

const aboutOperations = `One permission of the caller's kind is enough. A person needs, beside it, a directory role **or** a role of entitlement management
where the row names some. An application needs no directory role; one without the permission may hold a role of entitlement management
instead, and is limited to where it holds it. Where no role is needed, what a call reaches is settled by
[where somebody stands](#where-somebody-stands).`;

const aboutRoles = `They are named with \`POST /roleManagement/entitlementManagement/roleAssignments\`, for people, groups and applications: in one catalog, or
everywhere for the role that has no catalog. Whoever opens a catalog becomes its owner.`;

const aboutAddresses = `Every address, with the operation that it needs. Those of Graph are served under \`/v1.0\` and \`/beta\` alike. *Nothing* means that no
token is needed, *any token* that what the address leads to asks for permissions itself. What \`$expand\`, \`$filter\` and \`$orderby\` lead
to needs the operation of its own address. Addresses under \`/dev\` exist in development mode only.`;

const aboutRequestTypes = `\`assignmentRequests.create\` lets somebody send requests; the type says who may send which:

- **administrator**: who may act on other people's access, by the permission \`EntitlementManagement.ReadWrite.All\` and, for a person, one of
  the directory roles or roles of \`assignments.write\` above;
- **self**: people for themselves, and for those for whom a policy's \`onBehalfRequestors\` names them; no application;
- **application**: applications only;
- **system**: nobody; the server writes it.`;

const standings = `## Where somebody stands

What somebody sees and does without a role is decided by their standing to a request, an assignment or an approval. The tables of kinds and of
readers are code: [subject sets](../src/entitlement-management/subject-sets/kinds/table.ts) says who is meant by a policy,
and each collection's resource says to whom its rows are visible.

- **The target** is who gets the access. They see their assignments, and the requests about them.
- **The requestor** sent the request, for themselves or **on behalf** of somebody for whom a policy names them. They see it, and cancel it
  while it is not decided (\`assignmentRequests.cancel\`).
- **An approver** is who a stage of a policy asks. They see the approval with its request, and decide it (\`approvals.decide\`); never as its
  requestor, its target, or who sent it.
- **An owner of a group** changes the group, its members and its owners (\`groups.change\`); others need one of the directory roles of
  \`groups.write\` for it.
- **A manager** sees nothing by being one: only where a policy makes them approver, or lets them ask on behalf of those who report to them.
- **Nobody** else sees anything of it: to them it is not there (404), in lists, expansions and filters too. Who reads everything is
  Identity Governance, Global and Security Administrators, Global and Security Readers, and applications with a permission to.`;

const code = (word) => `\`${word}\``;
const codes = (words) => words.map(code).join(', ');

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function operationsIn(permissions, roles) {
  const where = (name) => (roles[name].heldIn === 'catalog' ? `${name} (there)` : name);
  return table(
    [
      'operation',
      'delegated permission (one of)',
      'application permission (one of)',
      'directory roles',
      'roles of entitlement management',
    ],
    Object.entries(permissions).map(([operation, { delegated, application, roles: directory, heldRoles = [] }]) => [
      code(operation),
      codes(delegated),
      application.join() === delegated.join() ? 'the same' : codes(application) || 'none',
      directory?.join(', ') ?? 'none needed',
      heldRoles.map(where).join(', ') || 'none',
    ]),
  );
}

const rolesIn = (roles) =>
  table(
    ['role', 'id', 'held', 'for'],
    Object.entries(roles).map(([name, { id, heldIn, tasks }]) => [
      name,
      code(id),
      heldIn === 'catalog' ? 'in a catalog' : 'everywhere',
      codes(tasks),
    ]),
  );

/** Methods of no route are declared by none of Nest's decorators, and stand here as ALL. */
function addressesIn(routes) {
  const rows = routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path, operation, needsToken }) => [`${method} /${path}`, needsToken ? operation : null])
    .map(([address, operation]) => [readable(address), operation])
    .sort(([a], [b]) => (byPath(a) < byPath(b) ? -1 : 1));
  return table(
    ['address', 'operation'],
    rows.map(([address, operation]) => [
      code(address),
      operation === null ? 'nothing' : operation ? code(operation) : 'any token',
    ]),
  );
}

const readable = (address) => address.replaceAll(/:(\w+)/g, '{$1}');
const byPath = (address) => address.split(' ').reverse().join(' ');

const requestTypesIn = (types) =>
  table(
    ['type', 'other names', 'sent by', 'takes beside it'],
    types.map(({ name, alsoCalled = [], sentBy, invites, canKeepApproval }) => [
      code(name),
      codes(alsoCalled),
      sentBy,
      [
        invites && 'an address instead of an id: a guest comes by it',
        canKeepApproval && '`parameters`, to keep the approval',
      ]
        .filter(Boolean)
        .join('; '),
    ]),
  );
