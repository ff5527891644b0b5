/** docs/process.md as the tables of moves say it: each is a record of states, with what every move leads to. */
export function processPage({ requestMoves, requestWords, approvalMoves, assignmentMoves, assignmentWords }) {
  return `${[
    introduction,
    '## A request',
    aboutRequests,
    diagramOf(requestMoves),
    tableOf(requestMoves),
    wordsOf(requestWords),
    '## An approval stage',
    aboutApprovals,
    diagramOf(approvalMoves),
    tableOf(approvalMoves),
    '## An assignment',
    aboutAssignments,
    diagramOf(assignmentMoves),
    tableOf(assignmentMoves),
    wordsOf(assignmentWords),
    journey,
  ].join('\n\n')}\n`;
}

const introduction = `# The process

<!-- Printed by \`npm run docs:process\` from the tables in the code. Do not edit it by hand. -->

Three state machines and one saga are the whole process. The tables of moves are
[request-states.ts](../src/entitlement-management/assignment-requests/request-states.ts),
[stage-moves.ts](../src/entitlement-management/approvals/stage-moves.ts) and
[assignment.ts](../src/entitlement-management/assignments/assignment.ts), the saga is
[fulfilment.saga.ts](../src/entitlement-management/fulfilment/fulfilment.saga.ts). A move that is not in a table is refused with
\`InvalidState\`. Other words are in the [glossary](glossary.md).`;

const aboutRequests = `A request is open while it is \`submitted\`, \`pendingApproval\`, \`scheduled\` or \`delivering\`. An open request holds a place: the one
for this target and package, or for the removal of this assignment. A move out of these states gives the place free in the same
transaction. A step of the process that comes to a request which is no longer open changes nothing.

Nobody cancels a request that is decided, nor does anything else: once its last stage is approved, or one is denied, it goes its way. A
request that can come to nothing any more ends by itself, and its status says why ([ADR 39](adr/0039-what-ends-takes-along-what-waits-for-it.md)).`;

const aboutApprovals = `The approval of a request is its stages, up to three, gone through in order while the request is \`pendingApproval\`. A stage is
\`InProgress\` from the moment on from which its approvers can decide it, and one of them is enough:

- \`approve\` starts the next stage in the same transaction; after the last one the request goes on to its delivery, or to its start;
- \`deny\` and \`expire\` deny the request, whatever stages are left;
- \`escalate\` asks more people; those asked before can still decide. The request's status is \`PendingApprovalEscalated\` meanwhile;
- \`close\` ends what is undecided when the request has ended in another way.

Who is asked is settled when a stage starts: its primary approvers, where these are nobody its fallback approvers, and never the
requestor, the target or who sent the request. When an approver leaves and nobody else is left, the same lists are read again. A stage that nobody may decide
says so in its justification and is denied in its time. Requests stay with the stages of the policy version they were decided under.`;

const aboutAssignments = `An assignment is live until it is \`expired\`; the row stays. One whose package gives no roles is \`delivered\` at once, and so is one
whose roles are all of groups in the directory: people are put into these in the same transaction. Where a role is of another system, or
a group is gone, it is \`delivering\` until everything it gives is there ([ADR 58](adr/0058-grants-converge.md)). What is not there after \`GRANT_TIME_LIMIT\` makes it
\`partiallyDelivered\`, or \`deliveryFailed\` where nothing is there, and the request with it, with the reasons in its status; it is tried on
meanwhile, and both are \`delivered\` with the last of it. An end comes at its instant in each of these states; a request that removes
access is \`delivering\` until what it gave is taken away.`;

const journey = `## How a request travels

1. \`POST /assignmentRequests\` checks the rules of the request's type and commits the request, its place, \`AssignmentRequestSubmitted\` and
   the delivery of that event in one transaction. Only then it answers 201, with \`state: submitted\`.
2. A worker takes the event to the saga. The commands that the saga answers with, the events these raise and what the saga answers to
   those are carried out in one transaction with the acknowledgement, up to five steps deep. The rest waits for its own delivery.
3. When all went well, the request is \`delivered\` and the assignment is there, in the same commit.

| event | what the saga answers |
|---|---|
| \`AssignmentRequestSubmitted\` | \`AdvanceRequestCommand\` with the first move of a request that waits for this: \`askApproval\` for an approval, \`schedule\` for its start, \`deliver\` for nothing; before \`deliver\` an \`EnsureSubjectCommand\`, because the target is locked first |
| \`ApprovalAsked\` | \`StartApprovalCommand\`, which makes the stages of the policy and starts the first; nobody is asked about what can have no effect |
| \`ApprovalBecameMoot\` | \`AdvanceRequestCommand\` with \`deny\` (the end that was asked for, or that the policy gives, has come or cannot be read) or \`cancel\` (what it needs is gone), and the reason |
| \`ApprovalCompleted\` | \`AdvanceRequestCommand\` with \`deliver\`, after an \`EnsureSubjectCommand\`, or with \`schedule\` when the start that was asked for is still to come |
| \`ApprovalDenied\` | \`AdvanceRequestCommand\` with \`deny\`, at the instant of the denial |
| \`RequestDenied\`, \`RequestCanceled\`, \`RequestDeliveryFailed\` | \`CloseApprovalCommand\`: nobody is asked any more |
| \`DeliveryStarted\` | \`EnsureSubjectCommand\`, which locks the target; then, by the request's effect, \`CreateAssignmentCommand\` (add), \`ExtendAssignmentCommand\` (update) or \`EndAssignmentCommand\` (remove) |
| \`AssignmentDelivered\`, \`AssignmentExtended\` | \`AdvanceRequestCommand\` with \`complete\` |
| \`AssignmentEnded\` | the same, when a request ended it and nothing of it has still to be taken away, and at expiry \`RecordExpiryCommand\`, which puts a \`systemRemove\` on record that is delivered already; then \`FollowEndedAccessCommand\`, which cancels the changes of it that wait, and the request for it if not all of it was given (\`giveUp\`), at the instant of its end |
| \`GrantSettled\` | \`FollowGrantCommand\`: an assignment is delivered with the last grant it needs, or is taken away whole |
| \`NeedsReleased\` | \`FollowReleasedNeedsCommand\`: access that waited for nothing but what its package gives no more is delivered |
| \`AccessTakenAway\` | \`CompleteRemovalCommand\`: the request that removed it is \`delivered\` |
| \`AssignmentLate\` | \`AdvanceRequestCommand\` with \`completePartly\` or \`fail\`, and which roles are missing why |
| \`ResourceRoleScopeAdded\`, \`ResourceRoleScopeRemoved\` | \`SpreadRoleScopeCommand\`: the first hundred who have the package get the role, or lose it |
| \`RoleScopeSpreads\` | \`SpreadRoleScopeCommand\`: a role that a package gives from now on, or no more, reaches the next hundred who have the package |
| \`RenewalFoundNothing\` | \`RenewAsNewCommand\`: a userAdd whose old access came to its end gives new access (\`giveNew\`), where all rules hold as for somebody who asks anew |
| \`CatalogUpdated\`, \`CatalogStillWaitedFor\` | \`EndWaitingOfCatalogCommand\`, when the catalog is not published any more: what waits for approval is canceled, what is approved is not |
| \`DeliveryRefused\` | \`AdvanceRequestCommand\` with \`fail\` and the reason: something the request needs no longer holds |
| \`DeliveryDied\` | \`AdvanceRequestCommand\` with \`fail\`, when the event that was given up belongs to a request |

Some things happen because their time has come, with no event before them. They are found by their instant in the rows, and what is
written carries that instant:

- a stage asks more people, or is denied, when nobody has decided it in time (\`ApprovalDeadlines\`);
- a request that waits for approval is denied when the end that it asks for, or that its policy gives, has come (\`LapsedApprovals\`);
- a \`scheduled\` request is delivered at its start (\`StartScheduledRequests\`);
- what is owed in the directory is carried out (\`OwedInDirectory\`): what failed before, and what a process of the release before left;
- an assignment that waits too long for what it gives says so (\`LateAssignments\`);
- an assignment is announced to end (\`RemindOfExpiry\`), and its status says so from the last day on;
- an assignment ends at its end (\`ExpireAssignments\`), whatever requests are open. The \`systemRemove\` that follows is there once, however
  often the end is told: its id is made from the assignment's;
- a request that ended longer ago than \`REQUEST_RETENTION\` is forgotten, where that is set (\`ForgetEndedRequests\`).

A removal that is accepted cancels the open updates of its assignment, except one that is decided or being delivered. A package or policy
that is deleted cancels the requests that wait under it, in its own transaction; while one is being decided or delivered, the deletion is
refused.`;

/** The moves as a diagram; a machine begins in its first state, and ends where no move leads on. */
function diagramOf(moves) {
  const [first] = Object.keys(moves);
  const lines = Object.entries(moves).flatMap(([state, out]) => {
    const arrows = Object.entries(out).map(([move, to]) => `${state} --> ${to} : ${move}`);
    return arrows.length > 0 ? arrows : [`${state} --> [*]`];
  });
  return ['```mermaid', 'stateDiagram-v2', ...[`[*] --> ${first}`, ...lines].map((line) => `  ${line}`), '```'].join(
    '\n',
  );
}

/** What the status says in each state. */
function wordsOf(words) {
  const rows = Object.entries(words).map(([state, word]) => `| \`${state}\` | \`${word}\` |`);
  return ['| state | `status` |', '|---|---|', ...rows].join('\n');
}

/** Every state against every move. */
function tableOf(moves) {
  const names = [...new Set(Object.values(moves).flatMap((out) => Object.keys(out)))];
  const row = (cells) => `| ${cells.join(' | ')} |`;
  return [
    row(['state', ...names.map((name) => `\`${name}\``)]),
    `|${'---|'.repeat(names.length + 1)}`,
    ...Object.entries(moves).map(([state, out]) => row([`\`${state}\``, ...names.map((name) => out[name] ?? '')])),
  ].join('\n');
}
