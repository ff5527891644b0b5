import { StoredAs } from '../../platform/eventing/stored-as.js';

const aggregate = 'customExtensionId';

/** A catalog has one more custom extension; its address and settings are read from it, not from the log. */
@StoredAs('customExtension.created', { aggregate })
export class CustomExtensionCreated {
  constructor(
    readonly customExtensionId: string,
    readonly catalogId: string,
    readonly displayName: string,
  ) {}
}

/** A custom extension says something else from now on. */
@StoredAs('customExtension.updated', { aggregate })
export class CustomExtensionUpdated {
  constructor(
    readonly customExtensionId: string,
    /** Which members were said anew; their values stay out of the log. */
    readonly members: readonly string[],
  ) {}
}

/** A custom extension signs with a new secret, and with the one before beside it. */
@StoredAs('customExtension.secretRotated', { aggregate })
export class CustomExtensionSecretRotated {
  constructor(
    readonly customExtensionId: string,
    readonly secretVersion: number,
  ) {}
}

/** A custom extension that no policy names is gone. */
@StoredAs('customExtension.deleted', { aggregate })
export class CustomExtensionDeleted {
  constructor(
    readonly customExtensionId: string,
    readonly catalogId: string,
  ) {}
}
