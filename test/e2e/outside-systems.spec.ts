import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import type { ProvisioningEffect, ResourceFacts, RoleFacts } from '../../src/extend.js';
import { type OutsideSystem, Provisioner, Provisioners, Provisions } from '../../src/provisioning/index.js';
import { developmentTenantId, type ServerOptions, startServer } from '../support/server.js';

const done: string[] = [];

@Provisions('badges', { settings: { office: { type: 'text', default: 'north' } } })
class Badges extends Provisioner {
  async grant({ id }: ProvisioningEffect, system: OutsideSystem): Promise<void> {
    done.push(`grant ${id} ${system.name} ${system.text('office')}`);
  }
  async revoke({ id }: ProvisioningEffect): Promise<void> {
    done.push(`revoke ${id}`);
  }
  async read(): Promise<ResourceFacts | null> {
    return null;
  }
  async roles(): Promise<readonly RoleFacts[]> {
    return [{ originId: 'holder', displayName: 'Holder' }];
  }
  override objectionTo(system: OutsideSystem): string | undefined {
    return system.text('office') === 'closed' ? "has a closed 'settings.office'; name another one" : undefined;
  }
}

@Provisions('badges')
class OtherBadges extends Badges {}

@Module({ providers: [Badges] })
class BadgesModule {}

@Module({ providers: [Badges, OtherBadges] })
class TwiceModule {}

const badges = { name: 'badges', kind: 'badges', address: 'https://badges.example' };
const effect: ProvisioningEffect = {
  id: 'one',
  attempt: 1,
  tenantId: developmentTenantId,
  target: { objectId: 'x', displayName: 'Ada', userPrincipalName: null, mail: null, accountEnabled: true },
  resource: { originSystem: 'badges', environment: 'badges', originId: 'gate', displayName: 'Gate' },
  role: { originId: 'holder', displayName: 'Holder' },
  isLastOfTarget: () => Promise.resolve(false),
  signal: new AbortController().signal,
};

describe('a declared system', () => {
  const folder = mkdtempSync(join(tmpdir(), 'outside-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const starting = (
    systems: unknown,
    extensions: NonNullable<ServerOptions['extensions']> = [],
    env: Record<string, string> = {},
  ) => {
    const SYSTEMS_FILE = join(folder, 'systems.json');
    writeFileSync(SYSTEMS_FILE, JSON.stringify(systems));
    return startServer({ database: 'embedded', env: { SYSTEMS_FILE, ...env }, extensions });
  };

  it('is found by its name for its tenant, and carries effects out by the class of its kind', async () => {
    const others = { ...badges, name: 'others', tenantId: '99999999-9999-4999-8999-999999999999' };
    const server = await starting([{ ...badges, settings: { office: 'south' } }, others], [BadgesModule]);
    try {
      const provisioners = server.app.get(Provisioners);
      expect(provisioners.of(developmentTenantId).map(({ system }) => system.name)).toEqual(['badges']);
      expect(provisioners.at('others', developmentTenantId)).toBeUndefined();
      expect(provisioners.at('nobody', developmentTenantId)).toBeUndefined();
      const found = provisioners.at('badges', developmentTenantId);
      await found?.grant(effect);
      await found?.revoke({ ...effect, id: 'two' });
      expect(done).toEqual(['grant one badges south', 'revoke two']);
      expect(await found?.read(effect.resource)).toBeNull();
      expect(await found?.roles(effect.resource)).toEqual([{ originId: 'holder', displayName: 'Holder' }]);
    } finally {
      await server.close();
    }
  });

  it('is declared as the page shows it', async () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/provisioning.md'), 'utf8');
    const [, example = ''] = /<!-- What the test starts[\s\S]*?```json\n([\s\S]*?)```/.exec(page) ?? [];
    const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
    const env = { WIKI_SCIM_TOKEN: 'token', BADGES_SECRET: secret, BADGES_SECRET_BEFORE: secret };
    const server = await starting(JSON.parse(example), [], env);
    try {
      const found = server.app.get(Provisioners).of(developmentTenantId);
      expect(found.map(({ system }) => `${system.name} ${system.kind} ${system.callsPerSecond}`)).toEqual([
        'wiki scim 20',
        'badges webhook 10',
      ]);
    } finally {
      await server.close();
    }
  });

  it.each<[string, unknown, NonNullable<ServerOptions['extensions']>, string]>([
    ['whose kind nobody provides', [badges], [], "the system 'badges' is of the kind 'badges', which nobody provides"],
    ['that its kind refuses', [{ ...badges, settings: { office: 'closed' } }], [BadgesModule], 'name another one.'],
    ['with settings of no kind', [{ ...badges, settings: { door: 'x' } }], [BadgesModule], "takes 'office'"],
    ['without an address', [{ ...badges, address: undefined }], [BadgesModule], "the system 'badges': address:"],
  ])('%s stops the start with its name', async (_, systems, extensions, reason) => {
    await expect(starting(systems, extensions)).rejects.toThrow(reason);
  });

  it('whose kind two classes provide stops the start with both', async () => {
    await expect(starting([], [TwiceModule])).rejects.toThrow(
      /systems of the kind 'badges': (Badges and OtherBadges|OtherBadges and Badges)/,
    );
  });
});
