import { TestEnvironment } from 'jest-environment-node';

/**
 * Node's, with a way to Microsoft's SDK for Graph outside of the sandbox.
 *
 * Its models are 7 MB of code: a worker reads them once, where every file in its own sandbox would read them again.
 */
export default class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.loadGraphSdk = async () => ({
      models: await import('@microsoft/msgraph-sdk/models/index.js'),
      errors: await import('@microsoft/msgraph-sdk/models/oDataErrors/index.js'),
      json: await import('@microsoft/kiota-serialization-json'),
    });
  }
}
