import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { Complaint, root, run } from './run.mjs';

const generated = 'src/platform/database/generated';
const configuration = readdirSync(root).filter((name) =>
  /^(package(-lock)?\.json|\.swcrc|nest-cli\.json|tsconfig(\.build)?\.json|prisma\.config\.ts)$/.test(name),
);

/** Makes dist what the source says, unless it is already; a build that is cut short leaves dist as it was. */
export async function ensureBuilt({ force = false, say = console.log } = {}) {
  if (!force && isBuilt()) return;
  requirePackages();
  await exclusively(say, async () => {
    if (!force && isBuilt()) return;
    const started = Date.now();
    say(existsSync(join(root, 'dist')) ? 'Building: the source has changed ...' : 'Building ...');
    await generate();
    await build();
    say(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
  });
}

/** Makes Prisma's client what the schema says, unless it is already. */
export async function ensureGenerated({ say = console.log } = {}) {
  if (isGenerated()) return;
  requirePackages();
  await exclusively(say, generate);
}

const exclusively = (say, work) =>
  withLock(join(root, '.tmp/build.lock'), work, () => say('Waiting for another build to end ...'));

/** Where there is no source, as in an image, dist is what it is. */
const isBuilt = () =>
  existsSync(join(root, 'src'))
    ? stampOf('dist') === hashOf('src', 'prisma', ...configuration)
    : existsSync(join(root, 'dist/main.js'));
const schema = ['prisma/schema', 'scripts/tables-generator.mjs', 'scripts/lib/tables.mjs', 'package-lock.json'];
const isGenerated = () => stampOf(generated) === hashOf(...schema);

async function generate() {
  if (isGenerated()) return;
  const hash = hashOf(...schema);
  rmSync(join(root, generated, '.stamp'), { force: true });
  await run('prisma/build/index.js', ['generate']);
  writeFileSync(join(root, generated, '.stamp'), hash);
}

async function build() {
  removeLeftovers();
  const hash = hashOf('src', 'prisma', ...configuration);
  const fresh = `dist-${randomUUID()}`;
  const project = `.tmp/${fresh}.json`;
  const compilerOptions = { outDir: join(root, fresh), rootDir: join(root, 'src') };
  mkdirSync(join(root, '.tmp'), { recursive: true });
  const settings = { extends: '../tsconfig.build.json', compilerOptions, include: ['../src'] };
  writeFileSync(join(root, project), JSON.stringify(settings));
  try {
    await run('@nestjs/cli/bin/nest.js', ['build', '--path', project]);
    if (!existsSync(join(root, fresh, 'main.js')))
      throw new Complaint('The build made no main.js: is src/main.ts there?');
    await run(join('..', fresh, 'check-resources.js'), []);
  } catch (error) {
    rmSync(join(root, fresh), { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(join(root, project), { force: true });
  }
  writeFileSync(join(root, fresh, '.stamp'), hash);
  putInPlace(fresh);
}

function putInPlace(fresh) {
  const dist = join(root, 'dist');
  const old = join(root, `dist-${randomUUID()}`);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(join(root, fresh), dist);
  rmSync(old, { recursive: true, force: true });
}

function removeLeftovers() {
  for (const name of readdirSync(root)) {
    if (/^dist-[0-9a-f-]{36}$/.test(name)) rmSync(join(root, name), { recursive: true, force: true });
  }
}

function stampOf(folder) {
  const path = join(root, folder, '.stamp');
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** One hash of the names and contents of these files and folders, without tests and what is generated. */
function hashOf(...paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap(filesIn).sort())
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

function filesIn(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path))
    .map((name) => `${path}/${name}`)
    .filter((child) => child !== generated && !child.endsWith('.spec.ts'))
    .flatMap(filesIn);
}

function requirePackages() {
  if (existsSync(join(root, 'node_modules/@nestjs/cli/bin/nest.js'))) return;
  throw new Complaint(
    existsSync(join(root, 'node_modules/@nestjs/core'))
      ? 'The server is not built, and what builds it is left out by NODE_ENV=production or --omit=dev: run `npm ci --include=dev && npm run build`, then `npm start`.'
      : 'The packages are not installed: run `npm ci` first (`npm ci --include=dev` where NODE_ENV is production).',
  );
}
