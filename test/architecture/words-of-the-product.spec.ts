import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from './tools.js';

/** What only entitlement management has a word for; plural, capital letters and names made of several words included. */
const words = [
  ...['access[ -]?package', 'assignment', 'catalog', 'polic(?:y|ies)', 'entitlement', 'approv(?:al|er|ing)', 'sponsor'],
  ...['requestor', 'connected[ -]?organi', 'subject[ -]?set', 'identity[ -]?governance', 'incompatib', 'justification'],
  ...['(?:admin|user)(?:Add|Remove|Update|Extend)'],
];
const ofTheProduct = new RegExp(words.join('|'), 'gi');

/** The same letters with another meaning: the server's own name, and rules that are no one's access. */
const otherMeanings = [
  /open[-_]?entitlements/gi, // the name under which metrics, headers, annotations and connections are found
  /token[- ]policy/gi, // what a token must be
  /(?:content-?security|cross-?origin-?opener|opener|referrer|permitted-?cross-?domain)-?polic(?:y|ies)/gi, // headers of HTTP
];

/** Files that have a word of the product for a reason. */
const excepted: Readonly<Record<string, readonly string[]>> = {
  // Parts that the people of development mode play, which `/dev/personas` shows.
  'src/platform/development/personas.ts': ['approver'],
};

/** The words of the product in a file of the platform, in code, messages and comments. */
function wordsIn(file: string, text: string): string[] {
  const rest = otherMeanings.reduce((left, meaning) => left.replaceAll(meaning, ''), text);
  const found = [...rest.matchAll(ofTheProduct)].map(([word]) => word.toLowerCase());
  return [...new Set(found)].filter((word) => !excepted[file]?.includes(word));
}

describe('the platform', () => {
  it('has no word of the product: src/graph hands them in', () => {
    const files = globSync('src/platform/**/*.ts', { cwd: root, exclude: ['**/generated/**', '**/*.spec.ts'] });
    expect(files.length).toBeGreaterThan(200);
    const found = files.flatMap((file) =>
      wordsIn(file, readFileSync(join(root, file), 'utf8')).map((word) => `${file}: ${word}`),
    );
    expect(found).toEqual([]);
  });

  it('needs each of its exceptions', () => {
    for (const [file, allowed] of Object.entries(excepted)) {
      const text = readFileSync(join(root, file), 'utf8').toLowerCase();
      expect(allowed.filter((word) => !text.includes(word))).toEqual([]);
    }
  });

  it.each([
    ['a table', "const names = { catalog: 'accessPackageCatalog' };", ['catalog', 'accesspackage']],
    ['a message', "throw refusal('The target already has this access package.');", ['access package']],
    ['a comment', '/** Such as the policies of a request. */', ['policies']],
    ['a name', 'const mayApproverSee = true; class SubjectSets {}', ['approver', 'subjectset']],
    ['an address', "'/identityGovernance/entitlementManagement/'", ['identitygovernance', 'entitlement']],
    ['the kind of a request', "if (type === 'userAdd') return;", ['useradd']],
  ])('is seen to have one in %s', (_, text, found) => {
    expect(wordsIn('src/platform/odata/x.ts', text)).toEqual(found);
  });

  it.each([
    "import { admit } from './token-policy.js';",
    "const prefix = 'open_entitlements_'; '@openEntitlements.warnings'; 'OpenEntitlements-Guard'",
    'contentSecurityPolicy: {}, crossOriginOpenerPolicy: false, xPermittedCrossDomainPolicies: false',
    "'content-security-policy', 'referrer-policy'",
  ])('may say %s', (text) => {
    expect(wordsIn('src/platform/odata/x.ts', text)).toEqual([]);
  });
});
