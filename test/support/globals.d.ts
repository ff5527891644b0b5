import type * as jestGlobals from '@jest/globals';

// Jest puts these in every test file; its own object `jest` has to be imported.
declare global {
  const describe: typeof jestGlobals.describe;
  const it: typeof jestGlobals.it;
  const test: typeof jestGlobals.test;
  const expect: typeof jestGlobals.expect;
  const beforeAll: typeof jestGlobals.beforeAll;
  const beforeEach: typeof jestGlobals.beforeEach;
  const afterEach: typeof jestGlobals.afterEach;
  const afterAll: typeof jestGlobals.afterAll;
}
