import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { writtenSecret } from '../../platform/callouts/webhook-signature.js';
import { Secrets } from '../../platform/database/secrets.js';
import type { CustomExtension } from './custom-extension.js';

type Signing = Pick<CustomExtension, 'tenantId' | 'id' | 'secretVersion'>;

/**
 * The secrets by which receivers know our calls, one for each extension and version (key derivation by HMAC).
 *
 * They are worked out of one key that all processes share, so that no row, list, event or copy of a table holds any.
 */
@Injectable()
export class ExtensionSecrets {
  constructor(private readonly secrets: Secrets) {}

  /** The newest one, for whoever is shown it once. */
  async newest(extension: Signing): Promise<string> {
    return this.derived(extension, extension.secretVersion);
  }

  /** Those that count: the newest, and the one before it, so that receivers change theirs when they like. */
  async valid(extension: Signing): Promise<string[]> {
    const versions = [extension.secretVersion, extension.secretVersion - 1].filter((version) => version > 0);
    return Promise.all(versions.map((version) => this.derived(extension, version)));
  }

  private async derived({ tenantId, id }: Signing, version: number): Promise<string> {
    const key = await this.secrets.getOrCreate('custom extensions', () => randomBytes(32).toString('base64'));
    const digest = createHmac('sha256', Buffer.from(key, 'base64')).update(`${tenantId}.${id}.${version}`).digest();
    return writtenSecret(digest);
  }
}
