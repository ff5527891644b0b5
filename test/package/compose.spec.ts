import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Config, settingNames } from '../../src/platform/config/config.js';
import { oldestPostgres } from '../../src/platform/database/version.js';
import { containerSection, instructionsOf, settingsOfImage, settingsShown } from './dockerfile.js';
import { root } from './packed.js';

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly read_only?: boolean;
  readonly tmpfs?: string;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

// The parser comes with the description of the API.
const parserOf = createRequire(createRequire(import.meta.url).resolve('@nestjs/swagger'));
const yaml = parserOf('js-yaml') as { load(text: string): unknown };
const text = readFileSync(join(root, 'compose.yaml'), 'utf8');
const { services, volumes } = yaml.load(text) as {
  services: Record<'server' | 'postgres', Service>;
  volumes: Record<string, unknown>;
};
const { server, postgres } = services;

const tenant = '11111111-1111-4111-8111-111111111111';
/** What the first line of the file asks for. */
const given: Readonly<Record<string, string>> = {
  POSTGRES_PASSWORD: 'secret',
  AZURE_TENANT_ID: tenant,
  AZURE_CLIENT_ID: tenant,
};

/** A value as Compose fills it in: `${NAME:?message}` must be given, `${NAME:-default}` may be. */
const filledIn = (value: string, from: Readonly<Record<string, string>>): string =>
  value.replace(/\$\{(\w+):([?-])([^}]*)\}/g, (_, name: string, kind: string, rest: string) => {
    const found = from[name] ?? '';
    if (found === '' && kind === '?') throw new Error(`${name}: ${rest}`);
    return found === '' ? rest : found;
  });

const settings = (from = given): Record<string, string> =>
  Object.fromEntries(Object.entries(server.environment).map(([name, value]) => [name, filledIn(value, from)]));

describe('compose.yaml', () => {
  it('sets settings that there are, and so do the image and the page for operators', () => {
    const image = settingsOfImage();
    expect(Object.keys(image).length).toBeGreaterThan(3);
    expect(Object.keys(settingsShown())).toContain('DEV_IN_CONTAINER');
    const all = [server.environment, image, settingsShown()].flatMap((set) => Object.keys(set));
    expect(all.filter((name) => !settingNames.includes(name))).toEqual([]);
  });

  it('gives the server what it needs in production, on top of what the image says', () => {
    const config = new Config({ ...settingsOfImage(), ...settings() });
    expect(config).toMatchObject({
      authMode: 'azure-ad',
      azureTenantIds: [tenant],
      databaseUrl: 'postgres://entitlements:secret@postgres:5432/entitlements',
      publicUrl: undefined,
      extensions: [],
    });
  });

  it.each(Object.keys(given))('starts nothing without %s, which its first line names', (name) => {
    const others = Object.fromEntries(Object.entries(given).filter(([other]) => other !== name));
    expect(() => settings(others)).toThrow(name);
    expect(text.split('\n')[0]).toContain(`${name}=`);
  });

  it('speaks to the database that it starts, which is not too old for the server', () => {
    const { username, password, hostname, pathname } = new URL(settings()['DATABASE_URL'] ?? '');
    const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = postgres.environment;
    const own = [POSTGRES_USER, filledIn(POSTGRES_PASSWORD ?? '', given), POSTGRES_DB];
    expect([username, password, pathname.slice(1)]).toEqual(own);
    expect(Object.keys(services)).toContain(hostname);
    const [name, major] = filledIn(postgres.image ?? '', {}).split(':');
    expect(name).toBe('postgres');
    expect(Number(major)).toBeGreaterThanOrEqual(oldestPostgres);
    // From 18 on the volume is one folder above that of the data.
    expect(postgres.volumes).toEqual([`${Object.keys(volumes)[0]}:/var/lib/postgresql`]);
    expect(Number(major)).toBeGreaterThanOrEqual(18);
  });

  it('builds the Dockerfile and publishes its port on loopback only', () => {
    const { PORT = '' } = settingsOfImage();
    expect(server.build).toBe('.');
    expect(instructionsOf('EXPOSE')).toEqual([PORT]);
    expect(server.ports).toEqual([`127.0.0.1:${PORT}:${PORT}`]);
    expect(postgres.ports).toBeUndefined();
  });

  it('lets the server write to /tmp only, and gain no rights', () => {
    expect(server).toMatchObject({
      read_only: true,
      tmpfs: '/tmp',
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(server.volumes).toBeUndefined();
  });

  it("heeds the image's health check, and waits for what has one of its own", () => {
    expect(server.healthcheck).toBeUndefined();
    expect(instructionsOf('HEALTHCHECK')).toHaveLength(1);
    expect(server.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    expect(postgres.healthcheck?.test.join(' ')).toContain(`pg_isready -U ${postgres.environment['POSTGRES_USER']}`);
  });
});

describe('the page for operators', () => {
  const page = containerSection();

  it('names the build argument, the user, the volume and the oldest Node of the Dockerfile', () => {
    const [base = ''] = instructionsOf('ARG');
    const [argument = '', value = ''] = base.split('=');
    expect(page).toContain(`\`--build-arg ${argument}=...\``);
    expect(page).toContain(`\`${value}\``);
    expect(instructionsOf('USER').map((user) => page.includes(`\`${user}\``))).toEqual([true]);
    expect(page).toContain(`\`DATA_DIR=${settingsOfImage()['DATA_DIR']}\``);
    const [, major, minor] =
      /needed = \[(\d+), (\d+)\]/.exec(readFileSync(join(root, 'bin/open-entitlements.cjs'), 'utf8')) ?? [];
    expect(page).toContain(`Node ${major}.${minor}`);
  });

  it('publishes the port as compose.yaml does', () => {
    expect(page).toContain(` -p ${server.ports?.[0]} `);
  });

  it('starts the server as `npm start` does', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
    const [command = '[]'] = instructionsOf('ENTRYPOINT');
    const flags = (JSON.parse(command) as string[]).filter((word) => word.startsWith('--'));
    expect(flags.length).toBeGreaterThan(0);
    expect(scripts.start).toContain(`node ${flags.join(' ')} scripts/start.mjs`);
  });
});
