import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { BearerStrategy, type IBearerStrategyOption, type VerifyBearerFunction } from 'passport-azure-ad';
import { Config } from '../config/config.js';
import { Clock } from '../time/clock.js';
import { type Call, type Claims, type PresentedToken, presentedToken } from './bearer-token.js';
import { unauthenticated } from './challenges.js';
import { developmentClientId } from './keys/development-keys.js';
import { type SigningKey, SigningKeys } from './keys/signing-keys.js';
import { type Admission, admit, type TokenExpectations } from './token-policy.js';

type Metadata = { oidc: { issuer: readonly string[]; algorithms: string[] }; generateOidcPEM(kid: string): string };

/**
 * passport-azure-ad's strategy with the key handed in.
 *
 * Its own key loading fails for half an hour after one error and ends the process when an answer is no JSON.
 */
class HandedKeyStrategy extends BearerStrategy {
  private static made = 0;
  protected key: SigningKey | undefined;

  constructor(options: IBearerStrategyOption, verify: VerifyBearerFunction) {
    super(options, verify);
    // Passport's registry is one per process: each application needs a name of its own.
    this.name = `azure-ad-${(HandedKeyStrategy.made += 1)}`;
  }

  protected loadMetadata(_: unknown, next: (error: unknown, metadata?: Metadata) => void): void {
    const { key } = this;
    if (!key) return next(new Error('no key'));
    next(null, { oidc: { issuer: key.issuers, algorithms: ['RS256'] }, generateOidcPEM: () => key.pem });
  }
}

/**
 * Verifies bearer tokens; everything else knows only whom they admit.
 *
 * The token policy is asked twice: first, so that a refusal says its reason and strangers make us fetch no keys;
 * then by `validate`, about what the signature proves. Passport makes one object per call, which holds its key.
 */
@Injectable()
export class AzureAdStrategy extends PassportStrategy(HandedKeyStrategy) {
  private readonly expected: TokenExpectations;
  declare private readonly error: (reason: unknown) => void;

  constructor(
    private readonly keys: SigningKeys,
    private readonly clock: Clock,
    config: Config,
  ) {
    const expected = expectationsOf(config);
    super({
      // Never fetched; not a /common/ address, so that the library checks the issuer against the key's.
      identityMetadata: 'https://login.microsoftonline.com/organizations/v2.0/.well-known/openid-configuration',
      clientID: expected.clientId,
      audience: [expected.clientId, ...expected.appIdUris],
      validateIssuer: true,
      loggingNoPII: true,
      loggingLevel: 'error',
      passReqToCallback: false,
    } as IBearerStrategyOption);
    this.expected = expected;
  }

  override authenticate(call: object): void {
    this.verify(call as Call).catch((reason: unknown) => this.error(reason));
  }

  validate(claims: Claims): Admission {
    return admit(claims, this.expected, this.clock.real());
  }

  private async verify(call: Call): Promise<void> {
    const token = presentedToken(call);
    this.validate(token.claims);
    this.key = await this.keyOf(token);
    const onlyTheToken = { headers: { authorization: `Bearer ${token.raw}` } };
    super.authenticate(onlyTheToken as Parameters<BearerStrategy['authenticate']>[0]);
  }

  private async keyOf({ kid, claims }: PresentedToken): Promise<SigningKey> {
    const { ver, tid, iss } = claims as { ver: '1.0' | '2.0'; tid: string; iss: string };
    const key = await this.keys.find({ kid, version: ver, tenantId: tid.toLowerCase() });
    if (!key) throw unauthenticated("The token's signing key ('kid') is not known.");
    if (!key.issuers.includes(iss))
      throw unauthenticated("The token's issuer ('iss') does not belong to its signing key.");
    return key;
  }
}

function expectationsOf(config: Config): TokenExpectations {
  if (config.authMode === 'development') {
    return { clientId: developmentClientId, appIdUris: [], tenantIds: undefined, allowPersonalIdp: false };
  }
  const clientId = config.azureClientId ?? '';
  return {
    clientId,
    appIdUris: config.azureAudience?.split(',').map((uri) => uri.trim()) ?? [`api://${clientId}`],
    tenantIds: config.azureTenantIds,
    allowPersonalIdp: config.azureAllowPersonalIdp,
  };
}
