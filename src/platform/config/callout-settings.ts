import { z } from 'zod';

/** A host as URLs spell it, and its port: an address alone could be anything's. */
const hostAndPort = /^(?:[a-z0-9_][a-z0-9._-]*|\[[0-9a-f:.]+\]):\d{1,5}$/;

const listed = (text: string): string[] => text.split(',').map((part) => part.trim());

export const hostsAndPorts = z
  .string()
  .transform((names) => listed(names.toLowerCase()))
  .pipe(z.array(z.string().regex(hostAndPort, "must be hosts with their ports, such as 'hooks.example.com:443'")));

/** For whom a token is asked, and the only host that it is sent to. */
export interface TokenResource {
  readonly resourceId: string;
  /** `host:port` */
  readonly host: string;
}

export const tokenResources = z.string().transform((text, context): TokenResource[] =>
  listed(text).map((pair) => {
    const at = pair.lastIndexOf('=');
    const [resourceId, host] = [
      pair.slice(0, at).trim(),
      pair
        .slice(at + 1)
        .trim()
        .toLowerCase(),
    ];
    if (at < 1 || resourceId === '' || !hostAndPort.test(host))
      context.addIssue("must be pairs such as 'api://hooks=hooks.example.com:443'");
    return { resourceId, host };
  }),
);

/** How tokens for call-outs are got (client credentials), and for what. */
export interface CalloutTokenSettings {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly resources: readonly TokenResource[];
}

export interface CalloutEnvironment {
  readonly CALLOUT_TOKEN_URL?: string | undefined;
  readonly CALLOUT_CLIENT_ID?: string | undefined;
  readonly CALLOUT_CLIENT_SECRET?: string | undefined;
  readonly CALLOUT_TOKEN_RESOURCES: readonly TokenResource[];
}

/** The settings of tokens, all of them or none: half of them would fail only once something is sent. */
export function calloutTokensOf(env: CalloutEnvironment): CalloutTokenSettings | undefined {
  const { CALLOUT_TOKEN_URL: url, CALLOUT_CLIENT_ID: clientId, CALLOUT_CLIENT_SECRET: clientSecret } = env;
  const resources = env.CALLOUT_TOKEN_RESOURCES;
  const given = [url, clientId, clientSecret, ...resources].filter(Boolean);
  if (given.length === 0) return undefined;
  if (url && clientId && clientSecret && resources.length > 0) return { url, clientId, clientSecret, resources };
  throw new Error(
    'Wrong configuration: set all of CALLOUT_TOKEN_RESOURCES, CALLOUT_TOKEN_URL, CALLOUT_CLIENT_ID and CALLOUT_CLIENT_SECRET, or none.',
  );
}
