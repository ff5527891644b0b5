/** docs/process.md as the tables of moves say it: each is a record of states, with what every move leads to. */
export function processPage({ requestMoves, assignmentMoves }) {
  return `${[
    introduction,
    '## A request',
    aboutRequests,
    diagramOf(requestMoves),
    tableOf(requestMoves),
    '## An assignment',
    aboutAssignments,
    diagramOf(assignmentMoves),
    tableOf(assignmentMoves),
    journey,
  ].join('\n\n')}\n`;
}

const introduction = `# The process

<!-- Printed by \`npm run docs:process\` from the tables in the code. Do not edit it by hand. -->

Two state machines and one saga are the whole process. The tables of moves are
[request-states.ts](../src/entitlement-management/assignment-requests/request-states.ts) and
[assignment.ts](../src/entitlement-management/assignments/assignment.ts), the saga is
[fulfilment.saga.ts](../src/entitlement-management/fulfilment/fulfilment.saga.ts). A move that is not in a table is refused with
\`InvalidState\`. Other words are in the [glossary](glossary.md).`;

const aboutRequests = `A request is open while it is \`submitted\`, \`pendingApproval\`, \`scheduled\` or \`delivering\`. An open request holds a place: the one
for this target and package, or for the removal of this assignment. A move out of these states gives the place free in the same
transaction. A step of the process that comes to a request which is no longer open changes nothing.`;

const aboutAssignments = `An assignment is live until it is \`expired\`; the row stays. What is delivered today is a record in this database, so an assignment begins
as \`delivered\`. The states before it wait for provisioning in other systems.`;

const journey = `## How a request travels

1. \`POST /assignmentRequests\` checks the rules of the request's type and commits the request, its place, \`AssignmentRequestSubmitted\` and
   the delivery of that event in one transaction. Only then it answers 201, with \`state: submitted\`.
2. A worker takes the event to the saga. The commands that the saga answers with, the events these raise and what the saga answers to
   those are carried out in one transaction with the acknowledgement, up to five steps deep. The rest waits for its own delivery.
3. When all went well, the request is \`delivered\` and the assignment is there, in the same commit.

| event | what the saga answers |
|---|---|
| \`AssignmentRequestSubmitted\` | \`AdvanceRequestCommand\` with the request's first move: \`askApproval\`, \`schedule\` or \`deliver\`; before \`deliver\` an \`EnsureSubjectCommand\`, because the target is locked first |
| \`DeliveryStarted\` | \`EnsureSubjectCommand\`, which locks the target; then, by the request's effect, \`CreateAssignmentCommand\` (add), \`ExtendAssignmentCommand\` (update) or \`EndAssignmentCommand\` (remove) |
| \`AssignmentDelivered\`, \`AssignmentExtended\` | \`AdvanceRequestCommand\` with \`complete\` |
| \`AssignmentEnded\` | the same, when a request ended it; nothing at expiry |
| \`DeliveryRefused\` | \`AdvanceRequestCommand\` with \`fail\` and the reason: something the request needs no longer holds |
| \`DeliveryDied\` | \`AdvanceRequestCommand\` with \`fail\`, when the event that was given up belongs to a request |

Two things happen because their time has come, with no event before them. Both are found by their instant in the rows, and what is
written carries that instant:

- a \`scheduled\` request is delivered at its start (\`StartScheduledRequests\`);
- an assignment ends at its end (\`ExpireAssignments\`), whatever requests are open.

A removal that is accepted cancels the open updates of its assignment, except one that is being delivered.

Nobody makes these moves yet: the decision of an approver (\`deny\`, and \`deliver\` or \`schedule\` out of \`pendingApproval\`), the requestor's
\`cancel\`, \`completePartly\`, and every move of a request that is \`deliveryFailed\` or \`partiallyDelivered\`. They are in the tables for
approvals, cancel and reprocess, which are not served: see [compatibility](compatibility.md).`;

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
