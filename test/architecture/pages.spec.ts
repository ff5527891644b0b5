import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { root } from './tools.js';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

/**
 * What a page speaks of that is not in the repository: paths and names of files in back-ticks, links, and npm's scripts.
 *
 * A record of a decision names these as they were on its date; only its links have to lead somewhere.
 */
function strayIn(page: string, text: string, files: readonly string[]): string[] {
  const folders = new Set(files.flatMap((file) => file.split('/').map((_, at, parts) => parts.slice(0, at).join('/'))));
  const isThere = (path: string): boolean =>
    ['', '.ts', '.spec.ts', '.mjs'].some((end) => files.includes(path + end)) || folders.has(path.replace(/\/$/, ''));
  const spoken = /^docs\/adr\/\d/.test(page) ? '' : text;
  const coded = [...spoken.matchAll(/`([^`\n]+)`/g)].map(([, words = '']) => words);
  const paths = coded.filter((word) => /^(\.ci|docs|prisma|scripts|src|test)\/[\w./-]+$/.test(word));
  const ends = coded.filter((word) => /^(?:[\w-]+\/)*[\w-]+(\.[\w-]+)*\.(ts|mjs|prisma)$/.test(word));
  const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, to = '']) => to)
    .filter((to) => !/^[a-z]+:/.test(to));
  const runs = [...spoken.matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, script = '']) => script);
  return [
    ...runs.filter((script) => !(script in scripts)),
    ...paths.filter((path) => !isThere(path)),
    ...ends.filter((end) => !paths.includes(end) && !files.some((file) => `/${file}`.endsWith(`/${end}`))),
    ...links.filter((to) => !isThere(normalize(join(dirname(page), to)))),
  ].map((what) => `${page}: ${what}`);
}

/** The anchors of a page's headings, as GitHub makes them. */
const anchorsOf = (text: string): Set<string> =>
  new Set(
    [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    ),
  );

/** The links of a page to headings that are not there. */
const lostAnchors = (page: string, text: string, textOf: (page: string) => string): string[] =>
  [...text.matchAll(/\]\(([^)#\s:]*\.md)?#([^)\s]+)\)/g)]
    .filter(([, to, anchor = '']) => {
      const target = to === undefined ? text : textOf(normalize(join(dirname(page), to)));
      return !anchorsOf(target).has(anchor);
    })
    .map(([link]) => `${page}: ${link.slice(2, -1)}`);

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root })
  .toString()
  .trim()
  .split('\n')
  .filter((file) => existsSync(join(root, file)));
const pages = files.filter((file) => file.endsWith('.md'));

describe('the pages', () => {
  it('speak of files that are there, and link to such', () => {
    expect(pages.length).toBeGreaterThan(40);
    const stray = pages.flatMap((page) => strayIn(page, readFileSync(join(root, page), 'utf8'), files));
    expect(stray).toEqual([]);
  });

  it('link to headings that are there', () => {
    const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');
    expect(pages.flatMap((page) => lostAnchors(page, textOf(page), textOf))).toEqual([]);
    const links =
      '# A page\n\n[Here](#a-page), [there](other.md#the-others-2), [nowhere](#nowhere), [lost](other.md#lost).';
    expect(lostAnchors('docs/page.md', links, () => '## The others, 2')).toEqual([
      'docs/page.md: #nowhere',
      'docs/page.md: other.md#lost',
    ]);
  });

  it.each([
    ['a path', 'It stands in `src/nowhere/at-all.ts`.'],
    ['a folder', 'See `test/nowhere`.'],
    ['a name', 'See `nowhere-at-all.ts`.'],
    ['the end of a path', 'See `nowhere/pages.spec.ts`.'],
    ['a script', 'Say `npm run nowhere`.'],
    ['a link', 'See [this](../src/nowhere.ts#L1).'],
  ])('would be stale with %s that is not there', (_, text) => {
    expect(strayIn('docs/page.md', text, files)).toHaveLength(1);
  });

  it('may name in a record what was there on its date, but link to what is', () => {
    const text = 'See `src/nowhere.ts`, `nowhere-at-all.ts`, `npm run nowhere` and [this](../../src/nowhere.ts).';
    expect(strayIn('docs/adr/0001-a-record.md', text, files)).toEqual([
      'docs/adr/0001-a-record.md: ../../src/nowhere.ts',
    ]);
  });
});
