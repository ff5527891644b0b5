// What `@jest/globals` is under the runner that reads the tests without a sandbox.
export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } = globalThis;
