import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import type { JsonFetcher } from './json-fetcher.js';

/** A key as the identity provider publishes it. */
export interface PublishedKey {
  readonly kid: string;
  readonly pem: string;
  /** The issuer that the key is for; `{tenantid}` in it stands for any tenant. */
  readonly issuer?: string | undefined;
}

/** The keys of one metadata document, and the issuer that it declares. */
export interface KeySet {
  readonly issuer: string;
  readonly keys: ReadonlyMap<string, PublishedKey>;
}

const fetchTimeoutMillis = 3_000;
const metadataShape = z.object({ issuer: z.string().max(500), jwks_uri: z.url({ protocol: /^https$/ }) });
const jwksShape = z.object({ keys: z.array(z.unknown()).max(200) });
const keyShape = z.object({
  kty: z.literal('RSA'),
  use: z.literal('sig'),
  alg: z.literal('RS256').optional(),
  kid: z.string().min(1).max(128),
  n: z.string().max(2_048),
  e: z.string().max(16),
  issuer: z.string().max(500).optional(),
});

/** Fetches metadata, then the keys it names from the same host; what is no RSA signing key is passed over. */
export async function fetchKeySet(metadataUrl: string, fetcher: JsonFetcher): Promise<KeySet> {
  const signal = AbortSignal.timeout(fetchTimeoutMillis);
  const { issuer, jwks_uri: keysUrl } = metadataShape.parse(await fetcher.get(metadataUrl, signal));
  if (new URL(keysUrl).host !== new URL(metadataUrl).host)
    throw new Error('the keys are on another host than the metadata');
  const { keys } = jwksShape.parse(await fetcher.get(keysUrl, signal));
  const usable = keys.flatMap(asPublished);
  if (usable.length === 0) throw new Error('there is no RSA signing key among the keys');
  return { issuer, keys: new Map(usable.map((key) => [key.kid, key])) };
}

/** Whether two sets hold the same keys for the same issuers. */
export const sameKeys = (one: KeySet | undefined, other: KeySet): boolean =>
  one?.issuer === other.issuer &&
  one.keys.size === other.keys.size &&
  [...other.keys.values()].every(
    ({ kid, pem, issuer }) => one.keys.get(kid)?.pem === pem && one.keys.get(kid)?.issuer === issuer,
  );

function asPublished(candidate: unknown): PublishedKey[] {
  const read = keyShape.safeParse(candidate);
  if (!read.success) return [];
  const { kid, n, e, issuer } = read.data;
  try {
    const key = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' });
    if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < 2_048) return [];
    return [{ kid, issuer, pem: key.export({ type: 'spki', format: 'pem' }).toString() }];
  } catch {
    return [];
  }
}
