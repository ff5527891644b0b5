import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './tools.js';

interface Kept {
  readonly file: string;
  readonly number: number;
  readonly status: string;
  readonly faults: readonly string[];
}
interface Index {
  recordsOf(pages: Readonly<Record<string, string>>): Kept[];
  indexTable(records: readonly Kept[]): string;
  withIndexTable(index: string, table: string): string;
  relationFaults(records: readonly Kept[]): string[];
}

const folder = join(root, 'docs/adr');
const textOf = (file: string): string => readFileSync(join(folder, file), 'utf8');
const pages = Object.fromEntries(
  readdirSync(folder)
    .filter((file) => file !== 'README.md')
    .map((file) => [file, textOf(file)]),
);

let index: Index;
beforeAll(async () => {
  index = (await import(pathToFileURL(join(root, 'scripts/lib/decisions-index.mjs')).href)) as Index;
});

/** What is wrong with some records: their heads, the relations between them, and words that are true of one day only. */
function faultsIn(records: Readonly<Record<string, string>>): string[] {
  const read = index.recordsOf(records);
  const numbers = read.map(({ number }) => number);
  const ofToday = Object.entries(records).flatMap(([file, text]) =>
    [...text.matchAll(/\b(today|yet|currently|nowadays|at present|so far)\b/gi)].map(([word]) => `${file}: ${word}`),
  );
  return [
    ...read.flatMap(({ faults }) => faults),
    ...index.relationFaults(read),
    ...numbers.filter((number, at) => numbers.indexOf(number) !== at).map((number) => `${number} stands twice`),
    ...ofToday,
  ];
}

describe('the records of decisions', () => {
  it('have one head, say how they relate at both ends, and speak of no day but theirs', () => {
    expect(Object.keys(pages).length).toBeGreaterThan(40);
    expect(faultsIn(pages)).toEqual([]);
  });

  it('stand in the index by number, title, date and status', () => {
    const page = textOf('README.md');
    const printed = index.withIndexTable(page, index.indexTable(index.recordsOf(pages)));
    const missing = printed.split('\n').filter((line) => !page.split('\n').includes(line));
    expect({ missing, run: page === printed ? 'nothing' : 'npm run docs:decisions' }).toEqual({
      missing: [],
      run: 'nothing',
    });
  });

  it('leave a line in the index where a number was never given', () => {
    const [first = ''] = Object.keys(pages);
    const table = index.indexTable(index.recordsOf({ [first]: pages[first] ?? '', ...record(3, 'Accepted') }));
    expect(table.split('\n')[3]).toBe('| 2 | no record has this number |  |  |');
  });
});

const link = (number: number): string => `[${number}](${nameOf(number)})`;
const nameOf = (number: number): string => `${String(number).padStart(4, '0')}-a-record.md`;
const record = (number: number, status: string, more = '', day = '2026-11-30'): Record<string, string> => ({
  [nameOf(number)]:
    `# ${number}. A record\n\nDate: ${day}\n\nStatus: ${status}\n\n${more && `${more}\n\n`}` +
    '## Background\n\nWhy.\n\n## Decision\n\nWhat.\n\n## Consequences\n\n- So.\n',
});

describe('records of decisions', () => {
  const taken = { ...record(1, `Superseded by ${link(2)}`), ...record(2, 'Accepted', `Supersedes: ${link(1)}`) };
  const changed = { ...record(1, `Accepted, amended by ${link(2)}`), ...record(2, 'Accepted', `Amends: ${link(1)}`) };

  it.each([
    ['accepted', record(1, 'Accepted')],
    ['superseded', taken],
    ['amended', changed],
  ])('are in order where one is %s', (_, records) => expect(faultsIn(records)).toEqual([]));

  it.each<[string, Record<string, string>]>([
    ['no date', record(1, 'Accepted', '', '30 November')],
    ['a status of its own', record(1, 'Agreed')],
    ['a name with another number', { '0007-a-record.md': record(1, 'Accepted')[nameOf(1)] ?? '' }],
    [
      'a number that another has',
      { ...record(1, 'Accepted'), '0001-again.md': record(1, 'Accepted')[nameOf(1)] ?? '' },
    ],
    ['a successor that does not exist', record(1, `Superseded by ${link(2)}`)],
    ['a successor that does not name it', { ...taken, ...record(2, 'Accepted') }],
    ['a predecessor that does not name it', { ...taken, ...record(1, 'Accepted') }],
    ['an amendment that does not name it', { ...changed, ...record(2, 'Accepted') }],
    ['an amendment that it does not name', { ...changed, ...record(1, 'Accepted') }],
    ['a link to another number', record(1, 'Accepted', `Amends: [3](${nameOf(2)})`)],
    ['words of one day', record(1, 'Accepted', '## Background\n\nNothing does this yet.')],
  ])('are refused with %s', (_, records) => expect(faultsIn(records)).not.toEqual([]));
});
