// Lets Node read the TypeScript of the server and its tests: each file is compiled once, and kept by what is in it.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';
import { answering } from './worker-data.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const settings = readFileSync(join(root, '.swcrc'), 'utf8');
const { $schema: _, exclude: __, ...options } = JSON.parse(settings);
const compiledFolder = join(root, '.tmp/compiled');
mkdirSync(compiledFolder, { recursive: true });

const globals = new URL('globals.mjs', import.meta.url).href;
/** What the project of a team imports from the package, is here the source. */
const extend = new URL('../../../src/extend.ts', import.meta.url).href;
const withoutQuery = (url = '') => url.replace(/\?.*$/, '');
const isTypeScript = (url) => withoutQuery(url).startsWith('file:') && withoutQuery(url).endsWith('.ts');

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === '@jest/globals') return { url: globals, shortCircuit: true };
    if (specifier === 'open-entitlements/extend') return { url: extend, shortCircuit: true };
    if (!isTypeScript(context.parentURL) || !/^\.{1,2}\/.*\.js$/.test(specifier)) return next(specifier, context);
    try {
      return next(specifier.replace(/\.js$/, '.ts'), context);
    } catch {
      return next(specifier, context);
    }
  },
  load(url, context, next) {
    if (url.endsWith('/jest-light-runner/src/index.js')) {
      return { format: 'module', source: answering(readFileSync(fileURLToPath(url), 'utf8')), shortCircuit: true };
    }
    if (!isTypeScript(url)) return next(url, context);
    return { format: 'module', source: compiled(fileURLToPath(withoutQuery(url))), shortCircuit: true };
  },
});

function compiled(filename) {
  const source = readFileSync(filename, 'utf8');
  const name = createHash('sha256').update([settings, filename, source].join('\0')).digest('hex');
  const file = join(compiledFolder, `${name}.js`);
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const { code } = transformSync(source, { ...options, swcrc: false, filename, sourceMaps: 'inline' });
    writeFileSync(`${file}.${process.pid}`, code);
    renameSync(`${file}.${process.pid}`, file);
    return code;
  }
}
