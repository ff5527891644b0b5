import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dependencyViolations, fixtures, lintViolations, root } from './tools.js';

// That they hold in the source, `npm run lint` and `npm run depcruise` say, which `npm test` runs before the tests.

describe('the dependency rules', () => {
  it('are each broken by the fixture of their name', async () => {
    const config = (await import(pathToFileURL(join(root, '.dependency-cruiser.js')).href)) as {
      default: { forbidden: { name: string }[] };
    };
    const violations = await dependencyViolations(join(fixtures, 'dependencies'));
    const silent = config.default.forbidden
      .map(({ name }) => name)
      .filter((name) => !violations.some(({ rule, file }) => rule === name && file.includes(`/${name}.`)));
    expect(silent).toEqual([]);
  });
});

/** How often each lint fixture is refused, and by what: a rule, or the sentence of a house rule. */
const broken: Record<string, [times: number, by: string]> = {
  'any.ts': [1, '@typescript-eslint/no-explicit-any'],
  'complexity.ts': [1, 'complexity'],
  'console.ts': [1, 'no-console'],
  'database.ts': [3, 'Only repositories, readers and the platform speak to the database.'],
  'default-export.ts': [1, 'Export by name.'],
  'enumeration.ts': [1, 'Use a union of literals or an `as const` table.'],
  'environment.ts': [1, 'Only config.ts reads the environment: ask Config.'],
  'floating-promise.ts': [1, '@typescript-eslint/no-floating-promises'],
  'injected.ts': [1, 'house/injected-types-are-values'],
  'long-file.ts': [1, 'max-lines'],
  'long-function.ts': [1, 'max-lines-per-function'],
  'non-null.ts': [1, '@typescript-eslint/no-non-null-assertion'],
  'parameters.ts': [3, 'More than five parameters: pass what belongs together as one.'],
  'switch.ts': [1, '@typescript-eslint/switch-exhaustiveness-check'],
  'time.ts': [2, 'Time is a dependency: ask Clock.'],
  'transactional.ts': [1, 'It belongs to the last application of the process: use Transactions.run.'],
  'type-import.ts': [1, '@typescript-eslint/consistent-type-imports'],
  'unsafe-query.ts': [2, 'Use the tagged $queryRaw and $executeRaw: their values are parameters.'],
};

describe('the lint rules', () => {
  it('are each broken by their fixture, and by nothing that is allowed', async () => {
    const found: typeof broken = {};
    for (const { file, rule, message } of await lintViolations(join(fixtures, 'lint'))) {
      const [times] = found[basename(file)] ?? [0];
      found[basename(file)] = [times + 1, rule === 'no-restricted-syntax' ? message : rule];
    }
    expect(found).toEqual(broken);
  });
});
