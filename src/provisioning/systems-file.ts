import { z } from 'zod';
import { isLoopbackAddress } from '../platform/config/loopback.js';
import { firstRefusal } from '../platform/domain/rules.js';
import { saidTwice } from '../platform/http/said-twice.js';
import { durationMillis } from '../platform/text/duration.js';

/** What the server knows that decides whether a declaration is right. */
export interface Surroundings {
  readonly isDevelopment: boolean;
  /** The tenants whose tokens are accepted; empty in development mode. */
  readonly tenantIds: readonly string[];
}

const limits = { callsPerSecond: 1_000, concurrency: 16, timeLimitMillis: 120_000, systems: 200 };

const referenced = z.string().regex(/^(?:env:[A-Za-z_]\w*|file:\/.+)$/, {
  error: "must say where the secret is, 'env:NAME' or 'file:/path', and never the secret itself",
});

const timeLimit = z.string().transform((text, context) => {
  const millis = durationMillis(text);
  if (millis !== undefined && millis >= 100 && millis <= limits.timeLimitMillis) return millis;
  context.addIssue("must be a duration up to 'PT2M', such as 'PT10S'");
  return 0;
});

const declaration = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,49}$/, {
    error: "must be small letters, digits and '-', up to 50, a letter first",
  }),
  kind: z.string().min(1),
  address: z.string(),
  tenantId: z
    .guid()
    .transform((id) => id.toLowerCase())
    .optional(),
  callsPerSecond: z.number().min(0.1).max(limits.callsPerSecond).default(10),
  concurrency: z.int().min(1).max(limits.concurrency).default(4),
  timeLimit: timeLimit.default(10_000),
  settings: z.record(z.string(), z.union([z.boolean(), z.string(), z.array(z.string())])).default({}),
  secrets: z.record(z.string(), referenced).default({}),
});

/** A system as the file declares it: its secrets are references, and nothing of its kind was looked at. */
export type DeclaredSystem = z.output<typeof declaration>;

/** The systems that a file declares; a declaration that is wrong is an error with its name and what to change. */
export function declaredIn(text: string, around: Surroundings): DeclaredSystem[] {
  const systems = listIn(text).map((given, index) => readAs(given, index));
  for (const system of systems) {
    const objection = firstRefusal(rules, system, systems, around);
    if (objection) throw new Error(`the system '${system.name}' ${objection}.`);
  }
  return systems;
}

function listIn(text: string): readonly unknown[] {
  const { list, members } = parsed(text);
  if (!Array.isArray(list)) throw new Error('it has to be a list of systems: [{ "name": ... }, ...].');
  if (list.length > limits.systems) throw new Error(`it names more than ${limits.systems} systems.`);
  const twice = saidTwice(text, members);
  if (twice !== undefined) throw new Error(`it says '${twice}' twice in one object; say it once.`);
  return list;
}

/** What a parser says of a text quotes it: only where it stopped is passed on. */
function parsed(text: string): { readonly list: unknown; readonly members: number } {
  let members = 0;
  try {
    const list: unknown = JSON.parse(text, (_, value: unknown) => {
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) members += Object.keys(value).length;
      return value;
    });
    return { list, members };
  } catch (error) {
    const [place = ''] = / \(line \d+ column \d+\)| at position \d+/.exec(String(error)) ?? [];
    throw new Error(`it is no JSON${place}; write a list of systems.`);
  }
}

function readAs(given: unknown, index: number): DeclaredSystem {
  const read = declaration.safeParse(given);
  if (read.success) return read.data;
  const name = (given as { name?: unknown } | null)?.name;
  const which = typeof name === 'string' && name.length <= 50 ? `the system '${name}'` : `system ${index + 1}`;
  const wrong = read.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  throw new Error(`${which}: ${wrong.join('; ')}.`);
}

/** Says what is wrong with a system among the others, and what to change; nothing where it may be so. */
type Rule = (system: DeclaredSystem, all: readonly DeclaredSystem[], around: Surroundings) => string | undefined;

const nameIsItsOwn: Rule = ({ name }, all) =>
  all.filter((other) => other.name === name).length > 1 ? 'is there twice; give one of them another name' : undefined;

const addressIsForTheWeb: Rule = ({ address }) => {
  const protocol = URL.canParse(address) ? new URL(address).protocol : undefined;
  return protocol === 'https:' || protocol === 'http:' ? undefined : "needs an 'address' that begins with https://";
};

const addressHoldsNoSecret: Rule = ({ address }) => {
  const { username, password } = new URL(address);
  return username || password || /[?#]/.test(address)
    ? "has an 'address' with a user, query or fragment; what is secret goes into 'secrets'"
    : undefined;
};

const addressIsEncrypted: Rule = ({ address }, _, { isDevelopment }) => {
  const { protocol, hostname } = new URL(address);
  if (protocol === 'https:' || isDevelopment || isLoopbackAddress(hostname)) return undefined;
  return "would be called without encryption; its 'address' must begin with https://";
};

const tenantIsKnown: Rule = ({ tenantId }, _, { tenantIds }) => {
  if (tenantId === undefined)
    return tenantIds.length > 1 ? "needs a 'tenantId', as the server has several tenants" : undefined;
  if (tenantIds.length === 0 || tenantIds.includes(tenantId)) return undefined;
  return "is of a 'tenantId' that AZURE_TENANT_ID does not name; add it there, or change it here";
};

const rules: readonly Rule[] = [
  nameIsItsOwn,
  addressIsForTheWeb,
  addressHoldsNoSecret,
  addressIsEncrypted,
  tenantIsKnown,
];
