import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tools.js';

/** The rows of a table of a Markdown page, each with its cells, without the head. */
function rowsOf(page: string, title: string): string[][] {
  const [, section = ''] = readFileSync(join(root, page), 'utf8').split(`\n## ${title}\n`);
  const lines = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('the table of decisions in compatibility.md', () => {
  const rows = rowsOf('docs/compatibility.md', 'Decided so');

  it('says of each what is at Graph, what is here, and what holds it', () => {
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((cells) => cells.length !== 4 || cells.includes(''))).toEqual([]);
  });

  it.each(rows)('names a test and a decision that exist: %s', (_what, _there, _here, held = '') => {
    const specs = [...held.matchAll(/`([\w/-]+)`/g)].map(([, name]) => `test/${name}.spec.ts`);
    const records = [...held.matchAll(/\]\(([^)]+)\)/g)].map(([, path]) => `docs/${path}`);
    expect(specs).not.toEqual([]);
    expect([...specs, ...records].filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});
