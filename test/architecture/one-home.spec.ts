import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { kindNames } from '../../src/entitlement-management/subject-sets/subject-set.js';
import { root } from './tools.js';

const home = 'src/entitlement-management/subject-sets/';

/** The same words for something else: whom a list of one's own concerns, and the sponsors of an organization. */
const otherMeanings: Readonly<Record<string, readonly string[]>> = {
  'src/entitlement-management/assignment-requests/': ['targetManager'],
  'src/entitlement-management/assignments/': ['targetManager'],
  'src/entitlement-management/connected-organizations/': ['internalSponsors', 'externalSponsors'],
  'src/entitlement-management/graph-operations.ts': ['internalSponsors', 'externalSponsors'],
};

/** What code says, without its comments. */
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');

/** Kinds of subject sets that a file outside their home speaks of. */
function kindsNamedIn(file: string, text: string): string[] {
  const meant = Object.entries(otherMeanings).flatMap(([path, words]) => (file.startsWith(path) ? words : []));
  const code = withoutComments(text);
  return kindNames.filter((name) => {
    const word = name.replace(/^identityGovernance\./, '');
    return !meant.includes(word) && new RegExp(`(?<![A-Za-z])${word}(?![A-Za-z])`).test(code);
  });
}

const files = globSync('src/**/*.ts', { cwd: root, exclude: ['**/generated/**', '**/*.spec.ts'] }).filter(
  (file) => !file.startsWith(home),
);

const privateParts = 'src/platform/private-parts.ts';

/** What only that file may name: metadata that others keep, and files that their exports do not promise. */
const leansOnPrivateParts = (text: string): boolean =>
  /@nestjs\/[a-z]+\/[a-z]|'__\w+__'|'swagger\/|'design:|prototype\.\w+\.call\(|\.registerSagas|\.publisher\b/.test(
    withoutComments(text),
  );

describe("what we lean on in others' private parts", () => {
  it('is named in one file', () => {
    const found = globSync('src/**/*.ts', { cwd: root, exclude: ['**/generated/**', '**/*.spec.ts'] }).filter((file) =>
      leansOnPrivateParts(readFileSync(join(root, file), 'utf8')),
    );
    expect(found).toEqual([privateParts]);
  });

  it.each([
    "import { METHOD_METADATA } from '@nestjs/common/constants.js';",
    "const key = '__saga__';",
    "Reflect.getMetadata('swagger/apiModelProperties', prototype);",
    "Reflect.getMetadata('design:paramtypes', prototype);",
    'Server.prototype.close.call(server);',
    'this.eventBus.registerSagas = () => undefined;',
    'this.eventBus.publisher = ours;',
  ])('is seen in: %s', (text) => {
    expect(leansOnPrivateParts(text)).toBe(true);
  });
});

describe('who is meant', () => {
  it('has one home: the kinds of subject sets are spoken of nowhere else', () => {
    const found = files.flatMap((file) => {
      const kinds = kindsNamedIn(file, readFileSync(join(root, file), 'utf8'));
      return kinds.length === 0 ? [] : [`${file}: ${kinds.join(', ')}`];
    });
    expect(files.length).toBeGreaterThan(300);
    expect(found).toEqual([]);
  });

  it.each([
    ['a second reader', 'src/entitlement-management/assignments/x.ts', "if (kindOf(set) === 'groupMembers') x();"],
    ['a type with its namespace', 'src/demo-data/x.ts', "'@odata.type': '#microsoft.graph.singleUser'"],
    ['a template', 'src/directory/x.ts', '`connectedOrganizationMembers/${id}`'],
    ['a word that means something else elsewhere', 'src/directory/x.ts', "'targetManager'"],
  ])('is not said in %s', (_, file, text) => {
    expect(kindsNamedIn(file, text)).not.toEqual([]);
    expect(kindsNamedIn(file, `/** ${text} */`)).toEqual([]);
  });
});
