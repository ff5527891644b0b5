import { type BuiltServer, builtServer } from './built-server.js';
import { killAll } from './server-process.js';

/** The built server, for all tests of a file; every process that the file started is gone afterwards. */
export function builtForAll(): Pick<BuiltServer, 'dist'> {
  let built: BuiltServer | undefined;
  beforeAll(async () => {
    built = await builtServer();
  }, 120_000);
  afterAll(() => {
    killAll();
    built?.remove();
  });
  return {
    get dist() {
      if (!built) throw new Error('The server is built before the first test, and not sooner.');
      return built.dist;
    },
  };
}
