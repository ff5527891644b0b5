import type { INestApplication } from '@nestjs/common';
import type { Config } from '../config/config.js';

type SecurityHeaders = NonNullable<Parameters<INestApplication['useSecurityHeaders']>[0]>;
type Reached = Pick<Config, 'authMode' | 'tls' | 'publicUrl'>;

/** What browsers are told with every answer: take it for what it says it is, in no frame, and for no other site. */
export const securityHeaders = (config: Reached): SecurityHeaders => ({
  contentSecurityPolicy: { useDefaults: false, directives: whatTheExplorerNeeds },
  strictTransportSecurity: isAlwaysOverHttps(config) && { includeSubDomains: false },
  xFrameOptions: { action: 'deny' },
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
});

/** The page at `/docs` has styles in itself and icons as `data:`; JSON needs nothing at all. */
const whatTheExplorerNeeds = {
  defaultSrc: "'none'",
  scriptSrc: "'self'",
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: "'self'",
  baseUri: "'none'",
  formAction: "'none'",
  frameAncestors: "'none'",
};

/** Browsers remember it for a year and for all ports of a host: too much for the localhost of a developer. */
const isAlwaysOverHttps = ({ authMode, tls, publicUrl }: Reached): boolean =>
  authMode === 'azure-ad' && (publicUrl?.startsWith('https:') ?? tls !== undefined);
