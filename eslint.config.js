import tseslint from 'typescript-eslint';
import { injectedTypesAreValues } from './test/architecture/injected-types-are-values.js';

/** What only some files may do, as selectors with the reason; the files follow below. */
const reserved = {
  environment: {
    selector:
      "MemberExpression[object.name='process'][property.name='env'], ImportDeclaration[source.value=/^(node:)?process$/]",
    message: 'Only config.ts reads the environment: ask Config.',
  },
  time: {
    selector:
      "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.name='Date'], MemberExpression[object.name='Date'][property.name='now']",
    message: 'Time is a dependency: ask Clock.',
  },
  database: {
    selector:
      "MemberExpression[property.name='client']:matches([object.name=/^(db|database)$/], [object.property.name=/^(db|database)$/]), VariableDeclarator:matches([init.name=/^(db|database)$/], [init.property.name=/^(db|database)$/]) > ObjectPattern > Property[key.name='client']",
    message: 'Only repositories, readers and the platform speak to the database.',
  },
};

const banned = [
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals or an `as const` table.' },
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
  {
    selector: "Decorator:matches([expression.name='Transactional'], [expression.callee.name='Transactional'])",
    message: 'It belongs to the last application of the process: use Transactions.run.',
  },
  {
    selector: 'MemberExpression[property.name=/^\\$(queryRawUnsafe|executeRawUnsafe)$/]',
    message: 'Use the tagged $queryRaw and $executeRaw: their values are parameters.',
  },
  // `max-params` knows no exception, and a constructor names all that an event holds or a class needs.
  {
    selector: ":function[params.length>5]:not(MethodDefinition[kind='constructor'] > FunctionExpression)",
    message: 'More than five parameters: pass what belongs together as one.',
  },
];

/** Bans everything that is reserved, except what these files may do. */
const allowing = (...allowed) => {
  const rest = Object.entries(reserved).filter(([name]) => !allowed.includes(name));
  return { 'no-restricted-syntax': ['error', ...banned, ...rest.map(([, restriction]) => restriction)] };
};

const unusedUnlessNamedSo = ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }];

export default tseslint.config(
  {
    ignores: [
      'node_modules/**',
      'dist/**',
      'dist-*/**',
      'data/**',
      'coverage/**',
      '.tmp/**',
      'src/platform/database/generated/**',
      'test/architecture/fixtures/**',
      // Written against clients that a test generates, or the package that it packs, and compiled there.
      'test/extension-project/**',
      'test/support/generated-clients/**',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['src/**/*.ts', 'test/**/*.ts', '*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { house: { rules: { 'injected-types-are-values': injectedTypesAreValues } } },
    rules: {
      eqeqeq: 'error',
      'prefer-const': 'error',
      'no-console': 'error',
      'house/injected-types-are-values': 'error',
      // It leaves files with decorators alone, where an erased import would break injection.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': unusedUnlessNamedSo,
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Handlers keep the promise their interface makes, awaiting or not.
      '@typescript-eslint/require-await': 'off',
      // A Nest module is a class with nothing in it.
      '@typescript-eslint/no-extraneous-class': 'off',
      // What others merge their own names into, and how they do.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'always' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      ...allowing(),
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', 40],
      complexity: ['error', { max: 8, variant: 'modified' }],
    },
  },
  { files: ['src/**/*.repository.ts', 'src/**/*.reader.ts', 'src/platform/**/*.ts'], rules: allowing('database') },
  { files: ['src/platform/config/config.ts'], rules: allowing('database', 'environment') },
  { files: ['src/platform/time/clock.ts'], rules: allowing('database', 'time') },
  {
    files: ['src/**/*.spec.ts', 'test/**/*.ts'],
    rules: {
      ...allowing('database', 'environment', 'time'),
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      // What comes over the wire is untyped until a test has looked at it.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    rules: {
      eqeqeq: 'error',
      'prefer-const': 'error',
      'no-unused-vars': unusedUnlessNamedSo,
      'no-var': 'error',
      'max-lines': ['error', 250],
    },
  },
  { files: ['bin/open-entitlements.cjs'], languageOptions: { ecmaVersion: 5 }, rules: { 'no-var': 'off' } },
);
