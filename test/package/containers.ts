import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pathOfMachine } from '../support/production.js';
import { size } from '../support/size.js';
import { emptyFolder, root, typed } from './packed.js';

/** What an image says of how it is run, as HEALTHCHECK and others are kept in Docker's format. */
export interface ImageConfig {
  readonly User: string;
  readonly Env: readonly string[];
  readonly Entrypoint: readonly string[];
  readonly ExposedPorts: Readonly<Record<string, object>>;
  readonly Healthcheck: { readonly Test: readonly string[] };
}

const tools = ['buildah', 'mmdebstrap'];

/**
 * Describes an image that is built and run; where none can be made, a skipped test and a line say why.
 *
 * Debian's packages of these names make one without a daemon and without a registry of images.
 */
export function describeImage(name: string, tests: () => void): void {
  const reason = reasonForNoImage();
  if (reason === undefined) return describe(name, tests);
  process.stdout.write(`No image is made here: ${reason}.\n`);
  it.skip(`${name} is built and run (not here: ${reason})`, () => undefined);
}

function reasonForNoImage(): string | undefined {
  if (size === 'small') return 'SIZE is small';
  const folders = pathOfMachine().split(delimiter);
  const missing = tools.filter((tool) => !folders.some((folder) => existsSync(join(folder, tool))));
  if (missing.length > 0) return `${missing.join(' and ')} not found in the PATH`;
  return process.getuid?.() === 0 ? undefined : 'only root can change the root folder';
}

/** Images and containers in a folder of their own, which goes away with all that is in it. */
export class Workbench {
  readonly folder: string;
  private driver = 'overlay';

  constructor() {
    // Before the folder goes, whatever is mounted in it is taken down.
    afterAll(() => this.buildah('rm --all'));
    this.folder = emptyFolder();
  }

  /** A container of an image, in which anything can be run; answers its name. */
  from(image: string): Promise<string> {
    return this.buildah(`from ${image}`);
  }

  /** An image `localhost/base` with what the Dockerfile asks of one: Node, npm, and which certificates this machine trusts. */
  async makeBase(): Promise<void> {
    await this.chooseDriver();
    const npm = dirname(dirname(realpathSync((await typed('command -v npm', this.folder)).trim())));
    await typed('mmdebstrap --quiet --variant=minbase bookworm base.tar 2>&1', this.folder);
    const base = await this.from('scratch');
    await this.buildah(`add ${base} base.tar /`);
    await this.buildah(`add ${base} ${process.execPath} /usr/local/bin/`);
    await this.buildah(`add ${base} ${npm} /usr/local/lib/node_modules/npm`);
    await this.run(base, 'ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm');
    await this.trustAsHere(base);
    await this.buildah(`commit --rm ${base} localhost/base`);
  }

  /** Builds the repository's Dockerfile; what the machine's npm has seen before comes from its cache. */
  async build(image: string): Promise<void> {
    const cache = (await typed('npm config get cache', this.folder)).trim();
    // Root's home, here and there.
    const home = userInfo().homedir;
    const given = `--build-arg BASE=localhost/base --volume ${cache}:${home}/.npm --ulimit nofile=$(ulimit -Hn)`;
    await this.buildah(`bud --isolation chroot --format docker ${given} --tag ${image} ${root}`);
  }

  async configOf(image: string): Promise<ImageConfig> {
    return JSON.parse(await this.buildah(`inspect --type image ${image}`)).Docker.config;
  }

  /** What a line of the container's shell prints; it holds no single quotes. */
  run(container: string, line: string, settings: Record<string, string> = {}): Promise<string> {
    return typed(this.lineToRun(container, `sh -c '${line}'`, settings), this.folder);
  }

  /**
   * The line that runs another one in a container as `--read-only --tmpfs /tmp` and a volume for /data would have it.
   *
   * buildah itself cannot do that: the root is mounted once more, read-only, where only this line sees it. The network, the
   * processes and the limits are the machine's. The line holds no single quotes, and `$` behind a backslash.
   */
  async lineToRunReadOnly(container: string, line: string, settings: Record<string, string>): Promise<string> {
    const mounted = await this.buildah(`mount ${container}`);
    // buildah makes this file where it is missing.
    writeFileSync(join(mounted, 'run/.containerenv'), '');
    const volumes = ['/tmp', '/data'].map((path) => `--mount type=tmpfs,destination=${path},tmpfs-mode=1777`);
    const run = this.lineToRun(container, `sh -c "${line}"`, settings, volumes);
    const readOnly = `mount --bind ${mounted} ${mounted} && mount -o remount,ro,bind ${mounted}`;
    return `unshare --mount bash -c '${readOnly} && exec ${run}'`;
  }

  private lineToRun(container: string, line: string, settings: Record<string, string>, more: string[] = []): string {
    const set = Object.entries(settings).map(([name, value]) => `--env ${name}=${value}`);
    return [this.tool, 'run --isolation chroot', ...more, ...set, container, '--', line].join(' ');
  }

  /** Layers on top of each other where the kernel can do that, else whole copies, which take minutes. */
  private async chooseDriver(): Promise<void> {
    const tried = this.from('scratch').then((container) => this.buildah(`mount ${container}`));
    await tried.catch(() => (this.driver = 'vfs'));
  }

  private async trustAsHere(base: string): Promise<void> {
    const certificates = process.env['NODE_EXTRA_CA_CERTS'];
    const inside = '/etc/ssl/certs/ca-certificates.crt';
    if (certificates) {
      await this.buildah(`add ${base} ${certificates} ${inside}`);
      await this.buildah(`config --env NODE_EXTRA_CA_CERTS=${inside} ${base}`);
    }
    await this.buildah(`config --env npm_config_prefer_offline=true ${base}`);
  }

  private async buildah(line: string): Promise<string> {
    return (await typed(`${this.tool} ${line}`, this.folder)).trim();
  }

  private get tool(): string {
    const [images, running] = ['images', 'running'].map((name) => join(this.folder, name));
    return `env TMPDIR=${this.folder} buildah --root ${images} --runroot ${running} --storage-driver ${this.driver}`;
  }
}
