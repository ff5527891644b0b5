import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mostCallers } from '../../src/platform/auth/call-quota.js';
import { mostAnswerBytes, mostParts, ofABatch, partsAtOnce } from '../../src/platform/batch/batch.js';
import { betaIds, betaMembers, betaSegments } from '../../src/graph/index.js';
import { longestEmbeddedReadMillis } from '../../src/platform/database/deadline.js';
import { shares } from '../../src/platform/database/postgres-engine.js';
import { longestReadMillis } from '../../src/platform/database/reads.js';
import { oldestPostgres } from '../../src/platform/database/version.js';
import { settingDefaults } from '../../src/platform/config/config.js';
import { type RefusalCode, refusals } from '../../src/platform/errors/domain-error.js';
import { mostAttempts } from '../../src/platform/eventing/deliveries.js';
import { ofOneCall } from '../../src/platform/http/json-body.js';
import { mostKeys } from '../../src/platform/http/key-quota.js';
import { functions } from '../../src/platform/odata/plan/functions.js';
import { limits } from '../../src/platform/odata/query/limits.js';
import { operatorIn } from '../../src/platform/odata/query/precedence.js';
import { heaviestPattern } from '../../src/platform/text/pattern.js';
import { root } from './tools.js';

const written = (figure: number): string => figure.toLocaleString('en');
const kib = (bytes: number): string => `${bytes / 1_024} KiB`;
const mib = (bytes: number): number => bytes / 2 ** 20;
const seconds = (millis: number): string => `${millis / 1_000} s`;
const words = ['none', 'one', 'two', 'three', 'four', 'five'];
const wordFor = (figure: number): string => words[figure] ?? String(figure);
const calls = Number(settingDefaults['CALLS_PER_10_SECONDS']);
const poolSize = Number(settingDefaults['DATABASE_POOL_SIZE']);
const { reads, transactions } = shares(poolSize);

interface Package {
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}
const packageIn = (folder: string) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Package;
const { version, engines, devDependencies } = packageIn('.');
const oldestNode = engines.node.replace('>=', '');
const [ownNode = ''] = (packageIn('scripts/runtime').dependencies['node'] ?? '').split('.');
/** What the package refuses to start below. */
const packagedNode = /needed = \[(.*)\]/.exec(readFileSync(join(root, 'bin/open-entitlements.cjs'), 'utf8'))?.[1] ?? '';
const neededNode = packagedNode.replace(', ', '.');
const tarball = `npm install ./open-entitlements-${version}.tgz`;
const sdk = '@microsoft/msgraph-sdk';

/** What the pages say in figures, with those that the code has. */
const sentences: readonly (readonly [page: string, sentence: string])[] = [
  ['README.md', `Postgres ${oldestPostgres} or newer`],
  ['README.md', `Node ${oldestNode} or newer and npm are all it needs: the project brings its own Node ${ownNode}`],
  ['CONTRIBUTING.md', `brings its own Node ${ownNode}`],
  [
    'docs/operations.md',
    `**Node** ${neededNode} or newer for the [package](#the-package); the tests run on Node ${ownNode}`,
  ],
  [
    'docs/operations.md',
    `for a [clone](#a-clone) ${oldestNode} is enough to install and start: it brings Node ${ownNode}`,
  ],
  ['docs/operations.md', tarball],
  ['README.md', `\`${tarball} && npx open-entitlements\` runs it on the Node that is there (${neededNode} or newer)`],
  ['docs/compatibility.md', `\`${sdk}\` ${devDependencies[sdk]} reads`],
  ['docs/operations.md', `**Postgres** ${oldestPostgres} or newer`],
  ['docs/operations.md', `with the default of ${poolSize}:`],
  ['docs/operations.md', `| ${reads} | half: ${Math.floor(reads / 2)} | ${seconds(longestReadMillis)}, then 400`],
  ['docs/operations.md', `| ${transactions}, of which one is left for what the server sends by itself |`],
  ['docs/operations.md', `a read of rows ends after ${seconds(longestEmbeddedReadMillis)} there`],
  ['docs/operations.md', `Beyond ${written(mostCallers)} callers in one window`],
  ['docs/operations.md', `up to ${written(mostKeys)} keys are kept at once`],
  ['docs/operations.md', `could not be handled in ${wordFor(mostAttempts)} tries`],
  ['docs/glossary.md', `given up after ${wordFor(mostAttempts)} tries`],
  ['docs/extending.md', `tried ${wordFor(mostAttempts)} times`],
  ['docs/compatibility.md', `takes up to ${mostParts} requests with`],
  ['docs/compatibility.md', `have up to ${kib(ofOneCall.bytes)}, a batch up to ${kib(ofABatch.bytes)}`],
  ['docs/compatibility.md', `weigh ${mib(mostAnswerBytes)} MiB`],
  ['docs/compatibility.md', `${wordFor(partsAtOnce)} parts are carried out at a time`],
  ['docs/compatibility.md', `up to ${limits.expansions} links in all |`],
  ['docs/compatibility.md', `yes, up to ${limits.orderKeys} keys |`],
  ['docs/compatibility.md', `| 1 to ${limits.largestPage}; a page has ${limits.pageSize} without it |`],
  ['docs/compatibility.md', `| links to many, up to ${limits.expandedItems} |`],
  ['docs/compatibility.md', `| up to ${written(limits.largestSkip)} |`],
  ['docs/compatibility.md', `same kind of entity, up to ${limits.levels}; \`max\` is ${limits.levels} |`],
  ['docs/compatibility.md', `follow up to ${limits.steps} links in all`],
  ['docs/compatibility.md', `Counts end at ${written(limits.counted)}:`],
  ['docs/compatibility.md', `An answer has up to ${written(limits.writtenEntities)} entities`],
  ['docs/compatibility.md', `A page has up to ${mib(limits.pageBytes)} MB of long texts`],
  ['docs/compatibility.md', `may have ${mib(limits.expandedBytes)} MB in one answer`],
  ['docs/compatibility.md', `more than about ${written(heaviestPattern)} instructions`],
  ['docs/compatibility.md', `may call ${written(calls)} times in 10 seconds`],
  ['docs/compatibility.md', `Beyond ${written(mostKeys)} \`Idempotency-Key\`s`],
];

const textOf = (page: string): string => readFileSync(join(root, page), 'utf8').replace(/\s+/g, ' ').toLowerCase();

describe('the figures of the pages', () => {
  it.each(sentences)('are those of the code: %s, "%s"', (page, sentence) => {
    expect(textOf(page)).toContain(sentence.toLowerCase());
  });
});

describe('the request types on the page about Graph', () => {
  it('are those that have a class', () => {
    const folder = join(root, 'src/entitlement-management/assignment-requests/types');
    const classes = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    const handled = classes.flatMap((text) =>
      [...text.matchAll(/@HandlesRequestType\('(\w+)'/g)].map(([, name]) => name),
    );
    const page = readFileSync(join(root, 'docs/compatibility.md'), 'utf8');
    const [rows = ''] = page.split('| type | what it does | who sends it |').slice(1);
    const said = [...(rows.split('\n\n')[0] ?? '').matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
    expect(said.sort()).toEqual(handled.sort());
  });
});

describe('what `$filter` knows, as the page about Graph has it', () => {
  it('is every function that is served, beside the operators', () => {
    const page = readFileSync(join(root, 'docs/compatibility.md'), 'utf8');
    const [, sentence = ''] = /- `\$filter` knows ([\s\S]*?); paths such/.exec(page) ?? [];
    const said = [...sentence.matchAll(/`(\w+)`/g)].map(([, word = '']) => word);
    const isOperator = (text: string): boolean =>
      text === 'not' || operatorIn({ kind: 'name', text, at: 0 }) !== undefined;
    expect(said.filter((word) => !isOperator(word)).sort()).toEqual([...functions.keys()].sort());
  });
});

describe("beta's names on the page about Graph", () => {
  it('are all that differ: of members, ids and addresses', () => {
    const [, section = ''] =
      /\n## Beta\n([\s\S]*?)\n## /.exec(readFileSync(join(root, 'docs/compatibility.md'), 'utf8')) ?? [];
    const names = [
      ...Object.values(betaMembers).flatMap((members) => Object.values(members)),
      ...Object.values(betaIds).flatMap((ids) => Object.keys(ids)),
      ...Object.values(betaSegments),
    ];
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => !section.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('the map on the page about the architecture', () => {
  it('has every folder of the source that is no collection of Graph', () => {
    const foldersOf = (path: string): string[] =>
      readdirSync(join(root, path), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name);
    const folders = [...foldersOf('src'), ...foldersOf('src/entitlement-management')];
    const [map = ''] = textOf('docs/architecture.md').split('## one write').slice(0, 1);
    const served = textOf('README.md').split('## what it serves')[1] ?? '';
    const isCollection = (name: string): boolean => served.includes(`${name.replaceAll('-', '')}\``);
    expect(folders.length).toBeGreaterThan(10);
    const unnamed = folders.filter((name) => !isCollection(name) && !map.includes(name));
    expect(
      unnamed.map(
        (name) => `${name} is neither on the map nor, after 'npm run docs:parity', among what README.md serves`,
      ),
    ).toEqual([]);
  });
});

describe('the codes of refusals on the pages', () => {
  it.each(['docs/compatibility.md', 'docs/operations.md', 'docs/extending.md', 'README.md'])(
    'stand beside the status that they have: %s',
    (page) => {
      const said = [...readFileSync(join(root, page), 'utf8').matchAll(/\b([45]\d\d) `([A-Z][A-Za-z]+)`/g)];
      const wrong = said.filter(([, status, code = '']) => String(refusals()[code as RefusalCode]) !== status);
      expect(wrong.map(([words]) => words)).toEqual([]);
    },
  );
});

/** The declarations of metrics in the source: name, and labels where there are some. */
const declared = /\.(?:counter|histogram|gauge|gaugeBy)\(\s*'(\w+)',\s*'[^']*'(?:,\s*(?:\[([^\]]*)\]|(\w+)))?/g;

describe('the table of metrics for operators', () => {
  it('has every metric that the server keeps, with its labels, and no other', () => {
    const folder = join(root, 'src');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /metrics(\.module)?\.ts$/.test(file),
    );
    const kept = files.flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return [...text.matchAll(declared)].map(([, name = '', listed, named]) => {
        const labels = listed ?? new RegExp(`const ${named} = \\[([^\\]]*)\\]`).exec(text)?.[1] ?? '';
        const braced = labels.replace(/[' ]/g, '');
        return `open_entitlements_${name}${braced && `{${braced}}`}`;
      });
    });
    const [table = ''] = textOf('docs/operations.md').split('| metric | what it says |').slice(1);
    const rows = [...table.matchAll(/\| `(open_entitlements_[^`]+)` \|/g)].map(([, name]) => name);
    expect(kept.length).toBeGreaterThan(4);
    expect(rows.sort()).toEqual(kept.sort());
  });
});
