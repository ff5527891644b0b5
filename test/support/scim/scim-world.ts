import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EffectTarget, ProvisionedSystem, ProvisioningEffect } from '../../../src/provisioning/index.js';
import { ProvisioningError, Provisioners } from '../../../src/provisioning/index.js';
import { developmentTenantId, type ServerOptions, startServer, type TestServer } from '../server.js';

/** A server with one SCIM system, at an address. */
export interface ScimWorld {
  readonly server: TestServer;
  readonly system: ProvisionedSystem;
  close(): Promise<void>;
}

/** How the system is declared. */
export interface Declared {
  readonly address: string;
  readonly token: string;
  readonly more?: object;
  readonly database?: ServerOptions['database'];
  /** A database of Postgres that is there. */
  readonly url?: string;
}

export async function scimWorld({
  address,
  token,
  more = {},
  database = 'embedded',
  url,
}: Declared): Promise<ScimWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'scim-'));
  const SYSTEMS_FILE = join(folder, 'systems.json');
  const wiki = { name: 'wiki', kind: 'scim', address, secrets: { token: 'env:WIKI_TOKEN' }, callsPerSecond: 1000 };
  writeFileSync(SYSTEMS_FILE, JSON.stringify([{ ...wiki, ...more }]));
  const server = await startServer({
    database,
    env: { SYSTEMS_FILE, WIKI_TOKEN: token, ...(url === undefined ? {} : { DATABASE_URL: url }) },
  });
  const system = server.app.get(Provisioners).at('wiki', developmentTenantId);
  if (!system) throw new Error('The system is not declared.');
  return {
    server,
    system,
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function aTarget(given: Partial<EffectTarget> = {}): EffectTarget {
  const objectId = randomUUID();
  const userPrincipalName = `p${objectId}@example.com`;
  return { objectId, displayName: 'Ada', userPrincipalName, mail: userPrincipalName, accountEnabled: true, ...given };
}

/** An effect for a member of a group, by itself not the last of its target. */
export const anEffect = (target: EffectTarget, groupId: string, more: Partial<ProvisioningEffect> = {}) =>
  ({
    id: randomUUID(),
    attempt: 1,
    tenantId: developmentTenantId,
    target,
    resource: { originSystem: 'scim', environment: 'wiki', originId: groupId, displayName: 'A group' },
    role: { originId: 'member', displayName: 'Member' },
    isLastOfTarget: () => Promise.resolve(false),
    signal: new AbortController().signal,
    ...more,
  }) satisfies ProvisioningEffect;

export const isLast = { isLastOfTarget: () => Promise.resolve(true) };

/** Tries an effect until it is carried out, as whoever has the grants does; answers why tries failed. */
export async function carriedOut(
  what: 'grant' | 'revoke',
  system: ProvisionedSystem,
  effect: ProvisioningEffect,
): Promise<readonly ProvisioningError[]> {
  const failures: ProvisioningError[] = [];
  for (let attempt = effect.attempt; attempt < effect.attempt + 8; attempt += 1) {
    try {
      await system[what]({ ...effect, attempt });
      return failures;
    } catch (error) {
      if (!(error instanceof ProvisioningError)) throw error;
      failures.push(error);
    }
  }
  throw new Error(`It is not carried out: ${failures.map(({ reason }) => reason).join(' | ')}`);
}
