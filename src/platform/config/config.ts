import { z } from 'zod';
import { durationMillis } from '../text/duration.js';
import { calloutTokensOf, type CalloutTokenSettings, hostsAndPorts, tokenResources } from './callout-settings.js';
import { type NearMiss, nearMisses } from './near-misses.js';
import { objections } from './safeguards.js';

const guid = z.guid().transform((id) => id.toLowerCase());
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const trimmed = (value: unknown): unknown => (typeof value === 'string' ? value.trim() || undefined : value);
const optional = <T extends z.ZodType>(type: T) => z.preprocess(trimmed, type.optional());
const otherwise = <T extends z.ZodType>(type: T, value: z.output<T> & z.util.NoUndefined<z.output<T>>) =>
  z.preprocess(trimmed, type.default(value));
const listed = (text: string): string[] => text.split(',').map((part) => part.trim());
const callLimit = z
  .string()
  .regex(/^(?:off|\d{1,7})$/, "must be a whole number of calls, or 'off'")
  .transform((limit) => (limit === 'off' ? 0 : Number(limit)));
const hostNames = z
  .string()
  .transform((names) => listed(names.toLowerCase()))
  .pipe(z.array(z.string().regex(/^(?:[a-z0-9_][a-z0-9._-]*|\[[0-9a-f:.]+\])$/, 'must be names without ports')));

const environment = z.object({
  NODE_ENV: optional(z.string()),
  PORT: otherwise(z.coerce.number().int().min(0).max(65_535), 3000),
  HOST: otherwise(z.string(), '127.0.0.1'),
  PUBLIC_URL: optional(z.url({ protocol: /^https?$/ })),
  TLS_CERT_FILE: optional(z.string()),
  TLS_KEY_FILE: optional(z.string()),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/ })),
  DATABASE_POOL_SIZE: otherwise(z.coerce.number().int().min(4).max(200), 16),
  DATA_DIR: otherwise(z.string(), './data'),
  EMBEDDED_IN_PRODUCTION: otherwise(flag, false),
  AUTH_MODE: optional(z.enum(['azure-ad', 'development'])),
  AZURE_TENANT_ID: otherwise(z.string().transform(listed).pipe(z.array(guid).min(1)), []),
  AZURE_CLIENT_ID: optional(guid),
  AZURE_AUDIENCE: optional(z.string()),
  AZURE_METADATA_URL: optional(z.url({ protocol: /^https$/ })),
  AZURE_ALLOW_PERSONAL_IDP: otherwise(flag, false),
  CALLS_PER_10_SECONDS: otherwise(callLimit, 3_500),
  CALLS_PER_MINUTE: optional(z.never('is no setting any more; set CALLS_PER_10_SECONDS')),
  DEV_HOSTS: otherwise(hostNames, []),
  DEV_IN_CONTAINER: otherwise(flag, false),
  IN_CONTAINER: otherwise(flag, false),
  CALLOUT_HOSTS: otherwise(hostsAndPorts, []),
  CALLOUT_TOKEN_RESOURCES: otherwise(tokenResources, []),
  CALLOUT_TOKEN_URL: optional(z.url({ protocol: /^https$/ })),
  CALLOUT_CLIENT_ID: optional(z.string()),
  CALLOUT_CLIENT_SECRET: optional(z.string()),
  EXTENSIONS: otherwise(z.string().transform(listed), []),
  SYSTEMS_FILE: optional(z.string()),
  LOG_LEVEL: otherwise(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), 'info'),
  DEMO_DATA: optional(flag),
  GRANT_TIME_LIMIT: otherwise(
    z.string().refine((text) => (durationMillis(text) ?? 0) > 0, "must be a duration such as 'PT4H'"),
    'PT4H',
  ),
  REQUEST_RETENTION: optional(
    z.string().transform((text, context) => {
      const millis = durationMillis(text);
      if (millis === undefined) context.addIssue("must be a duration such as 'P90D'");
      return millis ?? 0;
    }),
  ),
});

/** The names of all settings. */
export const settingNames: readonly string[] = Object.keys(environment.shape);

/** What a setting is by itself where it is not set; nothing where that follows from others. */
export const settingDefaults: Readonly<Record<string, unknown>> = environment.parse({});

/** The settings of one server, read once from the environment; a wrong value stops the start with its name. */
export class Config {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string | undefined;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  /** A Postgres address; unset means the embedded database. `memory://` data folders keep nothing. */
  readonly databaseUrl: string | undefined;
  /** How many connections to Postgres this process may open. */
  readonly databasePoolSize: number;
  readonly dataDir: string;
  readonly authMode: 'azure-ad' | 'development';
  readonly azureTenantIds: readonly string[];
  readonly azureClientId: string | undefined;
  readonly azureAudience: string | undefined;
  readonly azureMetadataUrl: string | undefined;
  /** Whether guests of the tenants may sign in with personal Microsoft accounts. */
  readonly azureAllowPersonalIdp: boolean;
  /** How often each caller may call this process in 10 seconds; 0 means without a limit. */
  readonly callsPerTenSeconds: number;
  /** Names beside those of loopback to which development mode answers. */
  readonly devHosts: readonly string[];
  /** Files of Nest modules that extend the server, by paths from the working folder. */
  readonly extensions: readonly string[];
  /** `host:port` that custom extensions may have though their addresses are not public. */
  readonly calloutHosts: readonly string[];
  /** How custom extensions get tokens; undefined where they get none. */
  readonly calloutTokens: CalloutTokenSettings | undefined;
  /** The file that declares the systems outside, by its path from the working folder. */
  readonly systemsFile: string | undefined;
  readonly logLevel: string;
  readonly demoData: boolean;
  /** How long a request is kept after its end; undefined means for ever. */
  readonly requestRetentionMillis: number | undefined;
  /** How long access waits for what it gives until it says what is missing. */
  readonly grantTimeLimitMillis: number;
  /** What was set under a name that is no setting and looks like one. */
  readonly misspelt: readonly NearMiss[];
  readonly #values: Readonly<Record<string, string | undefined>>;

  constructor(values: Record<string, string | undefined>) {
    this.#values = values;
    const env = readFrom(values);
    this.port = env.PORT;
    this.host = env.HOST;
    this.publicUrl = env.PUBLIC_URL?.replace(/\/+$/, '');
    this.tls = tlsOf(env.TLS_CERT_FILE, env.TLS_KEY_FILE);
    this.databaseUrl = env.DATABASE_URL;
    this.databasePoolSize = env.DATABASE_POOL_SIZE;
    this.dataDir = env.DATA_DIR;
    this.authMode = modeOf(env);
    this.azureTenantIds = env.AZURE_TENANT_ID;
    this.azureClientId = env.AZURE_CLIENT_ID;
    this.azureAudience = env.AZURE_AUDIENCE;
    this.azureMetadataUrl = env.AZURE_METADATA_URL;
    this.azureAllowPersonalIdp = env.AZURE_ALLOW_PERSONAL_IDP;
    this.callsPerTenSeconds = env.CALLS_PER_10_SECONDS;
    this.devHosts = env.DEV_HOSTS;
    this.extensions = env.EXTENSIONS;
    this.calloutHosts = env.CALLOUT_HOSTS;
    this.calloutTokens = calloutTokensOf(env);
    this.systemsFile = env.SYSTEMS_FILE;
    this.logLevel = env.LOG_LEVEL;
    this.requestRetentionMillis = env.REQUEST_RETENTION;
    this.grantTimeLimitMillis = durationMillis(env.GRANT_TIME_LIMIT) ?? 0;
    this.demoData = env.DEMO_DATA ?? (!env.DATABASE_URL && this.authMode === 'development');
    const set = Object.keys(values).filter((name) => values[name]?.trim());
    this.misspelt = nearMisses(set, settingNames);
    if (this.authMode === 'azure-ad') requireEntra(this);
    const refused = objections({
      ...this,
      nodeEnv: env.NODE_ENV,
      embeddedInProduction: env.EMBEDDED_IN_PRODUCTION,
      inContainer: env.IN_CONTAINER,
      devInContainer: env.DEV_IN_CONTAINER,
      isModeSaid: env.AUTH_MODE !== undefined,
      aboutEntra: this.namesAboutEntra(set),
    });
    if (refused.length > 0) throw new Error(`Wrong configuration: ${refused.join(' ')}`);
  }

  /** Misspelt ones count: whoever wrote AZURE_TENANTID wants no development mode. */
  private namesAboutEntra(set: readonly string[]): string[] {
    const own = set.filter((name) => settingNames.includes(name) && isAboutEntra(name));
    return [...own, ...this.misspelt.filter(({ meant }) => isAboutEntra(meant)).map(({ given }) => given)];
  }

  /** What a file of settings refers to as a secret of the environment; a setting of the server is none. */
  secretNamed(name: string): string | undefined {
    return settingNames.includes(name) ? undefined : this.#values[name];
  }

  static fromEnvironment(): Config {
    return new Config(process.env);
  }
}

function readFrom(values: Record<string, string | undefined>): z.output<typeof environment> {
  const read = environment.safeParse(values);
  if (!read.success) throw new Error(`Wrong configuration: ${namesOf(read.error)}`);
  return read.data;
}

const namesOf = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');

function tlsOf(certFile: string | undefined, keyFile: string | undefined): Config['tls'] {
  if (certFile && keyFile) return { certFile, keyFile };
  if (certFile || keyFile) throw new Error('Wrong configuration: set both TLS_CERT_FILE and TLS_KEY_FILE, or neither.');
  return undefined;
}

const modeOf = ({ AUTH_MODE, AZURE_TENANT_ID }: z.output<typeof environment>): Config['authMode'] =>
  AUTH_MODE ?? (AZURE_TENANT_ID.length > 0 ? 'azure-ad' : 'development');

const isAboutEntra = (name: string): boolean => name.startsWith('AZURE_');

function requireEntra({ demoData, azureTenantIds, azureClientId, azureMetadataUrl }: Config): void {
  if (demoData) throw new Error('Wrong configuration: DEMO_DATA=true needs AUTH_MODE=development.');
  if (azureTenantIds.length === 0) throw new Error('Wrong configuration: AUTH_MODE=azure-ad needs AZURE_TENANT_ID.');
  if (!azureClientId) throw new Error('Wrong configuration: AUTH_MODE=azure-ad needs AZURE_CLIENT_ID.');
  if (azureTenantIds.length > 1 && azureMetadataUrl && !azureMetadataUrl.includes('{tenantid}')) {
    throw new Error("Wrong configuration: with several tenants AZURE_METADATA_URL needs '{tenantid}' in its path.");
  }
}
