import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { approvalMoves } from '../../src/entitlement-management/approvals/stage-moves.js';
import { moves as requestMoves } from '../../src/entitlement-management/assignment-requests/request-states.js';
import { statusWords as requestWords } from '../../src/entitlement-management/assignment-requests/reading/request-status.js';
import { statusWords as assignmentWords } from '../../src/entitlement-management/assignments/assignment-status.js';
import { assignmentMoves } from '../../src/entitlement-management/assignments/assignment.js';
import { root } from './tools.js';

type Moves = Readonly<Record<string, Readonly<Record<string, string>>>>;
type Words = Readonly<Record<string, string>>;
type Tables = {
  readonly requestMoves: Moves;
  readonly requestWords: Words;
  readonly approvalMoves: Moves;
  readonly assignmentMoves: Moves;
  readonly assignmentWords: Words;
};

const tables: Tables = { requestMoves, requestWords, approvalMoves, assignmentMoves, assignmentWords };

let processPage: (tables: Tables) => string;
beforeAll(async () => {
  const script = pathToFileURL(join(root, 'scripts/lib/process-page.mjs')).href;
  ({ processPage } = (await import(script)) as { processPage: typeof processPage });
});

const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('docs/process.md', () => {
  it('says what the tables of moves say', () => {
    const isFresh = textOf('docs/process.md') === processPage(tables);
    expect(isFresh ? 'fresh' : 'stale: run `npm run docs:process`').toBe('fresh');
  });

  it('would be stale if a move led elsewhere', () => {
    const elsewhere = { ...requestMoves, scheduled: { ...requestMoves.scheduled, deliver: 'delivered' } };
    expect(processPage({ ...tables, requestMoves: elsewhere })).not.toBe(textOf('docs/process.md'));
  });

  it('would be stale if a state were called otherwise', () => {
    const otherwise = { ...requestWords, delivered: 'Delivered' };
    expect(processPage({ ...tables, requestWords: otherwise })).not.toBe(textOf('docs/process.md'));
  });

  it('names every event that the saga hears, and every command that it answers with', () => {
    const saga = textOf('src/entitlement-management/fulfilment/fulfilment.saga.ts');
    const named = [...saga.matchAll(/when\((\w+)|new (\w+Command)\(/g)].map(([, event, command]) => event ?? command);
    const page = textOf('docs/process.md');
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('names every kind of work that falls due by itself', () => {
    const folder = 'src/entitlement-management';
    const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
    const kinds = files
      .filter((file) => file.endsWith('.due.ts'))
      .map((file) => /class (\w+) implements DueKind/.exec(textOf(join(folder, file)))?.[1] ?? file);
    const page = textOf('docs/process.md');
    expect(kinds.length).toBeGreaterThan(5);
    expect(kinds.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
