export default {
  runner: ['jest-light-runner', { runtime: 'child_process' }],
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: ['<rootDir>/test/architecture/fixtures/'],
  modulePathIgnorePatterns: ['<rootDir>/test/architecture/fixtures/'],
  globalSetup: '<rootDir>/test/support/global-setup.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.js',
  setupFiles: ['<rootDir>/test/support/preload.js'],
  setupFilesAfterEnv: ['<rootDir>/test/support/runner/limits.mjs'],
  maxWorkers: 2,
};
