import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Secrets } from '../../database/secrets.js';
import type { Asked } from '../../http/asked.js';
import { bytesOf, invalid, limits } from '../query/limits.js';
import type { Cursor } from './keyset.js';

/** What a `$skiptoken` is good for: one caller's walk through one collection with one set of options. */
export interface Walk {
  readonly asked: Pick<Asked, 'caller' | 'path'>;
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Writes cursors of keyset pagination into `$skiptoken`s and reads them back.
 *
 * A token is authenticated, so it is only of use in the walk for which it was written.
 */
@Injectable()
export class SkipTokens {
  constructor(private readonly secrets: Secrets) {}

  async write(cursor: Cursor, walk: Walk): Promise<string> {
    const payload = Buffer.from(JSON.stringify(cursor), 'utf8').toString('base64url');
    const token = `${payload}.${(await this.seal(payload, walk)).toString('base64url')}`;
    if (bytesOf(token) > limits.tokenBytes)
      throw invalid("'$orderby' is over texts too long to page by: order by others.");
    return token;
  }

  async read(token: string, walk: Walk): Promise<Cursor> {
    const [payload = '', seal = '', ...more] = token.split('.');
    const given = Buffer.from(seal, 'base64url');
    const right = await this.seal(payload, walk);
    if (more.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) {
      throw invalid(
        "The '$skiptoken' was not issued for this request: follow '@odata.nextLink' as it is, or start again.",
      );
    }
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Cursor;
  }

  private async seal(payload: string, { asked: { caller, path }, texts }: Walk): Promise<Buffer> {
    const key = await this.secrets.getOrCreate('skiptoken', () => randomBytes(32).toString('base64url'));
    const options = [...texts].filter(([name]) => name !== 'skiptoken').sort(([a], [b]) => (a < b ? -1 : 1));
    const bound = JSON.stringify([2, caller.tenantId, caller.objectId, path, options, payload]);
    return createHmac('sha256', Buffer.from(key, 'base64url')).update(bound).digest();
  }
}
