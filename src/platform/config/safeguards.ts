import { isLoopbackAddress, isLoopbackName } from './loopback.js';

/** What a server was told, as far as it says where the server is meant to run. */
export interface Told {
  readonly nodeEnv: string | undefined;
  readonly host: string;
  readonly publicUrl: string | undefined;
  /** The names besides loopback's by which development mode may be called. */
  readonly devHosts: readonly string[];
  readonly databaseUrl: string | undefined;
  readonly embeddedInProduction: boolean;
  /** Whether an image said that this is a container. */
  readonly inContainer: boolean;
  /** Whether development mode was said to be meant in a container. */
  readonly devInContainer: boolean;
  readonly authMode: 'azure-ad' | 'development';
  /** Whether AUTH_MODE was set, and not concluded from what is missing. */
  readonly isModeSaid: boolean;
  /** The names of the settings about Entra ID that are set, misspelt ones too. */
  readonly aboutEntra: readonly string[];
}

/** A sign that a server may be meant for production; answers what it is and which setting allows it, or nothing. */
type Sign = (told: Told) => string | undefined;

const tried = ['development', 'test'];
const sayIt = 'AUTH_MODE=development, said explicitly, allows it';

const anotherEnvironment: Sign = ({ nodeEnv }) =>
  isTried(nodeEnv) ? undefined : `NODE_ENV=${nodeEnv}; set AZURE_TENANT_ID, or NODE_ENV to one of ${tried.join(', ')}`;

/** From outside a container nobody reaches its loopback: which addresses of the machine lead in is said where it is run. */
const anAddressOfOthers: Sign = ({ host, inContainer, devInContainer }) =>
  isLoopbackAddress(host) || (inContainer && devInContainer) ? undefined : `HOST=${host}; it listens on loopback only`;

const aContainer: Sign = ({ inContainer, devInContainer }) =>
  inContainer && !devInContainer ? 'IN_CONTAINER=true; DEV_IN_CONTAINER=true allows it' : undefined;

const aPublicName: Sign = ({ publicUrl, devHosts }) => {
  if (publicUrl === undefined) return undefined;
  const { hostname } = new URL(publicUrl);
  return isLoopbackName(hostname) || devHosts.includes(hostname)
    ? undefined
    : `PUBLIC_URL=${publicUrl}; DEV_HOSTS=${hostname} allows it`;
};

const settingsOfEntra: Sign = ({ aboutEntra, isModeSaid }) =>
  isModeSaid || aboutEntra.length === 0 ? undefined : `${aboutEntra.join(', ')}; ${sayIt}`;

const anotherMachinesDatabase: Sign = ({ databaseUrl, isModeSaid }) =>
  isModeSaid || databaseUrl === undefined || isOnThisMachine(databaseUrl)
    ? undefined
    : `a DATABASE_URL of another machine; ${sayIt}`;

const signs: readonly Sign[] = [
  anotherEnvironment,
  aContainer,
  anAddressOfOthers,
  aPublicName,
  settingsOfEntra,
  anotherMachinesDatabase,
];

/** Why this server must not start as it was told, each reason with the setting that allows it; empty when it may. */
export function objections(told: Told): string[] {
  const found = told.authMode === 'development' ? signs.flatMap((sign) => sign(told) ?? []) : [];
  const refused = found.map((sign) => `AUTH_MODE=development refuses ${sign}.`);
  if (refused.length > 0 && !told.isModeSaid)
    refused.push('Development mode is meant where nothing is set: for production set AZURE_TENANT_ID.');
  return [...refused, ...objectionToEmbedded(told)];
}

function objectionToEmbedded({ nodeEnv, databaseUrl, embeddedInProduction }: Told): string[] {
  if (isTried(nodeEnv) || databaseUrl !== undefined || embeddedInProduction) return [];
  return [
    `NODE_ENV=${nodeEnv} refuses the embedded database, which a power failure can destroy: set DATABASE_URL, or EMBEDDED_IN_PRODUCTION=true to allow it.`,
  ];
}

/** Any other word is taken for production's: nobody can know what it meant. */
const isTried = (nodeEnv: string | undefined): boolean => nodeEnv === undefined || tried.includes(nodeEnv);

/** Postgres may be reached by a socket file, and `host` in the query goes before the address. */
function isOnThisMachine(databaseUrl: string): boolean {
  const { hostname, searchParams } = new URL(databaseUrl);
  return [decodeURIComponent(hostname), ...searchParams.getAll('host')].every(
    (host) => host === '' || host.startsWith('/') || isLoopbackAddress(host),
  );
}
