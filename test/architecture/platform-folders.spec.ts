import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from './tools.js';

const platform = 'src/platform/';

/** The folder of the platform that a file is in; undefined for what stands beside the folders. */
const folderOf = (file: string): string | undefined => /^src\/platform\/([^/]+)\//.exec(file)?.[1];

/** What a file imports of ours: as values, as types, or later. */
const importsOf = (file: string, text: string): string[] =>
  [...text.matchAll(/\b(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)].map(([, path = '']) =>
    normalize(join(dirname(file), path)),
  );

/** Which folder imports which, each with the first file that does. */
function folderImports(files: ReadonlyMap<string, string>): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  for (const [file, text] of files) {
    const from = folderOf(file);
    const to = importsOf(file, text).flatMap((path) => folderOf(path) ?? []);
    if (from === undefined) continue;
    const known = found.get(from) ?? new Map<string, string>();
    for (const folder of to) if (folder !== from && !known.has(folder)) known.set(folder, file);
    found.set(from, known);
  }
  return found;
}

/** The imports that are left when folders that import none of the others, or that none of them imports, are taken away one by one. */
function circlesIn(files: ReadonlyMap<string, string>): string[] {
  const imports = folderImports(files);
  const isImported = (folder: string): boolean => [...imports.values()].some((to) => to.has(folder));
  const importsOthers = (to: ReadonlyMap<string, string>): boolean => [...to.keys()].some((each) => imports.has(each));
  for (let before = -1; before !== imports.size;) {
    before = imports.size;
    for (const [folder, to] of imports) if (!importsOthers(to) || !isImported(folder)) imports.delete(folder);
  }
  return [...imports].flatMap(([folder, to]) =>
    [...to].filter(([each]) => imports.has(each)).map(([each, file]) => `${folder} imports ${each}: ${file}`),
  );
}

const textsIn = (files: readonly string[]): Map<string, string> =>
  new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));

describe('the folders of the platform', () => {
  it('import each other without circles', () => {
    const files = globSync(`${platform}*/**/*.ts`, { cwd: root, exclude: ['**/generated/**', '**/*.spec.ts'] });
    expect(files.length).toBeGreaterThan(200);
    expect(folderImports(textsIn(files)).get('odata')?.has('http')).toBe(true);
    expect(circlesIn(textsIn(files))).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    [
      'two folders',
      { 'a/one.ts': "import { b } from '../b/two.js';", 'b/two.ts': "import { a } from '../a/other.js';" },
    ],
    [
      'three folders, by types and from below',
      {
        'a/one.ts': "import type { b } from '../b/two.js';",
        'b/deep/two.ts': "export { c } from '../../c/three.js';",
        'c/three.ts': "const a = await import('../a/one.js');",
      },
    ],
  ])('are seen in a circle of %s', (_, files) => {
    const texts = Object.entries({ ...files, 'd/above.ts': "import { a } from '../a/one.js';", 'e/below.ts': '' });
    const found = circlesIn(new Map(texts.map(([file, text]) => [platform + file, text])));
    expect(found).toHaveLength(Object.keys(files).length);
    expect(found[0]).toBe(`a imports b: ${platform}a/one.ts`);
  });

  it('may stand in a row', () => {
    const row = { 'a/one.ts': "import { b } from '../b/two.js';", 'b/two.ts': "import { c } from '../c/three.js';" };
    const files = Object.entries({ ...row, 'c/three.ts': "import { c } from './other.js';" });
    expect(circlesIn(new Map(files.map(([file, text]) => [platform + file, text])))).toEqual([]);
  });
});
