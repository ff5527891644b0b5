import { cpus, totalmem } from 'node:os';
import { callLimit } from './processes.mjs';
import { clients } from './stage.mjs';

/** docs/performance.md: what was measured, against what, on which machine, and which marks were met. */
export const pageOf = (results, { postgres, counts, size }) => `# Performance

<!-- Written by \`npm run bench\`. Do not edit it by hand. -->

Measured on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores (${cpus()[0].model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node},
Postgres ${postgres.version} with ${postgres.durable.slice(0, 3).join(', ')}. Server, database and clients share the machine, so the figures are ratios: each
subject ran in turns with its references, in the same minutes. A ratio is the median over rounds, with the least and the greatest.

${results.map(sectionOf).join('\n')}
## How it is measured

- Rounds of ${size.seconds} s after ${size.warmUpSeconds} s of warm-up, forwards and backwards in turns, on databases made from the same template. A round in which a
  reference is further than a fifth from its own median does not count.
- The server runs as \`npm start\` runs it, with the limit of calls ${callLimit} (\`CALLS_PER_10_SECONDS\`). For the first figures of B1 a trigger makes its deliveries due never, so that both sides do
  the same; the third note is the whole: request, subject, assignment and history.
- The statements of the references are fixed in \`test/bench/reference.json\`, recorded from the server itself, BEGIN and COMMIT among them.
  pgbench and the bare server send them prepared, with other ids each time. Every answer is looked at: status and state.
- ${countsInWords(counts)}
- ${clients} clients in a closed loop, in one process. B5 is an open loop: a request is late from the instant it was to be sent, and delivered when
  its assignment is on disk (\`pg_xact_commit_timestamp\`).
- Embedded, Postgres runs inside the server's process: its memory is the server's.
`;

/** What the server sends now, beside the reference. */
export const countsInWords = (counts) =>
  `The server sends now: ${counts.map(({ what, now, reference }) => `${now} statements for a ${what} (reference: ${reference})`).join(', ')}.`;

const sectionOf = ({ title, rounds, marks, notes }) => `## ${title}

| ${rounds} | measured | mark | |
|---|---|---|---|
${marks.map(({ what, figure, mark, met }) => `| ${what} | ${figure ?? 'no pgbench on this machine'} | ${mark} | ${verdict(figure, met)} |`).join('\n')}

${notes.map((note) => `- ${note}`).join('\n')}
`;

function verdict(figure, met) {
  if (figure === undefined) return 'not measured';
  return met ? 'met' : 'missed';
}
