import type { Config } from '../../config/config.js';
import type { Clock } from '../../time/clock.js';
import type { JsonFetcher } from './json-fetcher.js';
import { type FoundKey, KeySource } from './key-source.js';
import { type KeyQuestion, type SigningKey, SigningKeys } from './signing-keys.js';

export const entraMetadataUrl = 'https://login.microsoftonline.com/{tenantid}/v2.0/.well-known/openid-configuration';

/** Entra's keys, for the tenants and from the host that the configuration names, and from nowhere else. */
export class EntraKeys extends SigningKeys {
  private readonly sources = new Map<string, KeySource>();

  constructor(
    private readonly config: Pick<Config, 'azureMetadataUrl' | 'azureTenantIds'>,
    private readonly fetcher: JsonFetcher,
    private readonly clock: Clock,
  ) {
    super();
  }

  async find(question: KeyQuestion): Promise<SigningKey | undefined> {
    if (!this.config.azureTenantIds.includes(question.tenantId)) return undefined;
    const found = await this.sourceOf(question).find(question.kid);
    return found && { kid: found.kid, pem: found.pem, issuers: issuersOf(found, question) };
  }

  private sourceOf({ version, tenantId }: KeyQuestion): KeySource {
    const url = metadataUrlOf(this.config.azureMetadataUrl ?? entraMetadataUrl, version).replaceAll(
      '{tenantid}',
      tenantId,
    );
    const source = this.sources.get(url) ?? new KeySource(url, this.fetcher, this.clock, () => this.changed());
    this.sources.set(url, source);
    return source;
  }
}

/** Where the metadata for tokens of a version is: version 1.0 has the same address without `/v2.0`. */
export function metadataUrlOf(configured: string, version: KeyQuestion['version']): string {
  const url = new URL(configured);
  const path = decodeURI(url.pathname).replace('/v2.0/.well-known/', '/.well-known/');
  const versioned = version === '2.0' ? path.replace('/.well-known/', '/v2.0/.well-known/') : path;
  return `${url.origin}${versioned}${url.search}`;
}

/** Microsoft's issuer, and the declared one for other clouds; a key that is for another tenant serves only that one. */
function issuersOf({ issuer, declaredIssuer }: FoundKey, { version, tenantId }: KeyQuestion): string[] {
  const ofTheTenant = (template: string): string => template.replace('{tenantid}', tenantId);
  const keyIssuer = issuer === undefined ? undefined : ofTheTenant(issuer);
  if (keyIssuer !== undefined && tenantIn(keyIssuer) !== tenantId) return [keyIssuer];
  const microsofts =
    version === '1.0' ? 'https://sts.windows.net/{tenantid}/' : 'https://login.microsoftonline.com/{tenantid}/v2.0';
  return [ofTheTenant(microsofts), ofTheTenant(declaredIssuer)];
}

const tenantIn = (issuer: string): string | undefined => /^https:\/\/[^/?#]+\/([^/]+)/.exec(issuer)?.[1];
