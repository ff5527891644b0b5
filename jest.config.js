const everywhere = {
  runner: ['jest-light-runner', { runtime: 'child_process' }],
  testMatch: ['**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/test/architecture/fixtures/'],
  setupFiles: ['<rootDir>/test/support/preload.js'],
  setupFilesAfterEnv: ['<rootDir>/test/support/runner/limits.mjs'],
};

/** Each has processes of its own: what a unit test declares (classes of bodies, say) is in no description of the server. */
export default {
  maxWorkers: 2,
  projects: [
    { ...everywhere, displayName: 'unit', roots: ['<rootDir>/src', '<rootDir>/test/contract'] },
    {
      ...everywhere,
      displayName: 'server',
      roots: ['<rootDir>/test'],
      testPathIgnorePatterns: ['<rootDir>/test/architecture/fixtures/', '<rootDir>/test/contract/'],
      globalSetup: '<rootDir>/test/support/global-setup.js',
      globalTeardown: '<rootDir>/test/support/global-teardown.js',
    },
  ],
};
