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

/** What is written in one place of the source only: where, and how a second place would show. */
const saidOnce: Readonly<Record<string, readonly [home: string, sign: RegExp]>> = {
  'a step of a state machine': [
    'src/platform/domain/moves.ts',
    /\$\{.*\}' is not possible while|\bas Partial<Record<\w*Move\b/,
  ],
  'the first refusal of a list of rules': [
    'src/platform/domain/rules.ts',
    /\bfor \(const (?:rule|check)\b[^{]*\{\s*const (\w+) = (?:rule|check)\([^)]*\);\s*if \(\1\b|\.map\(\(?(?:rule|check)\)? => (?:rule|check)\(.*\)\)\s*\.find\(/,
  ],
  publishing: ['src/platform/eventing/announcements.ts', /\.publish(?:All)?\(/],
};

/** The platform's own news of a delivery, and the bus that is taken over. */
const publishesToo = ['src/platform/eventing/reactions.ts'];

/** Parts of a text that are given a decision and do not announce it. */
function unannounced(text: string): number {
  const given =
    text.match(
      /\(\s*\w+: \w*(?:Decision|Deletion|NewOrganization)\b|\}: \w*(?:Decision|Deletion|NewOrganization)\b/g,
    ) ?? [];
  const announced = text.match(/(?:\.announce|\bsuper\.\w+)\(decision\)/g) ?? [];
  return given.length - announced.length;
}

describe('what is said once', () => {
  const production = globSync('src/**/*.ts', { cwd: root, exclude: ['**/generated/**', '**/*.spec.ts'] });
  const textOf = (file: string): string => withoutComments(readFileSync(join(root, file), 'utf8'));

  it.each(Object.entries(saidOnce))('has one home: %s', (_, [home, sign]) => {
    const found = production.filter((file) => sign.test(textOf(file)));
    expect(found.filter((file) => !publishesToo.includes(file))).toEqual([home]);
  });

  it.each([
    [
      'a step of a state machine',
      "throw new DomainError('InvalidState', `'${move}' is not possible while it is ${state}.`);",
    ],
    ['a step of a state machine', 'const to = (moves[state] as Partial<Record<Move, State>>)[move];'],
    [
      'the first refusal of a list of rules',
      'for (const rule of rules) {\n  const fault = rule(facts);\n  if (fault) throw it;',
    ],
    ['the first refusal of a list of rules', 'const why = checks.map((check) => check(facts)).find((found) => found);'],
    ['publishing', 'this.eventBus.publishAll([...events]);'],
    ['publishing', 'this.eventBus.publish(new Event());'],
  ])('is seen to be said again, %s: %s', (what, text) => {
    expect(saidOnce[what]?.[1].test(text)).toBe(true);
  });

  it('announces every decision that a repository is given', () => {
    const repositories = production.filter((file) => /[./]repository\.ts$/.test(file));
    expect(repositories.filter((file) => unannounced(textOf(file)) !== 0)).toEqual([]);
    expect(repositories.filter((file) => textOf(file).includes('.announce(decision)')).length).toBeGreaterThan(5);
  });

  it.each([
    'async update(decision: Decision<Row>) { await this.write(decision.row); }',
    'async update({ row }: StageDecision): Promise<void> { await this.write(row); }',
  ])('sees a decision whose events are lost: %s', (text) => {
    expect(unannounced(text)).toBe(1);
  });
});

/** Members of an event that say what to do. */
const ordersIn = (text: string): string[] =>
  [
    ...text.matchAll(/\breadonly (\w*(?:move|command|next|todo)\w*)\??:|\breadonly (\w+)\??: \w*(?:Move|Command)\b/gi),
  ].map(([, name, typed]) => name ?? typed ?? '');

describe('an event', () => {
  it('says what happened, and no command', () => {
    const files = globSync('src/**/*.{events,event}.ts', { cwd: root });
    expect(files.length).toBeGreaterThan(8);
    expect(
      files.filter((file) => ordersIn(withoutComments(readFileSync(join(root, file), 'utf8'))).length > 0),
    ).toEqual([]);
  });

  it.each([
    'readonly firstMove: string,',
    'readonly then: Move,',
    "readonly move?: 'deny' | 'cancel',",
    'readonly next: string',
  ])('is seen to say what to do: %s', (text) => expect(ordersIn(text)).toHaveLength(1));
});
