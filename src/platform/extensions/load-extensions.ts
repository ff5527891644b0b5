import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Type } from '@nestjs/common';
import { fits } from './compatibility.js';
import { declaredCompatibility } from './extension.js';
import { otherCopies, serverVersion } from './server-copies.js';

/** Loads the modules that EXTENSIONS names, in its order, by paths from the working folder; the first that is wrong stops the start with its name. */
export async function loadExtensions(paths: readonly string[], folder: string): Promise<Type[]> {
  const loaded: Type[] = [];
  for (const path of paths) {
    const module = await load(path, folder);
    if (loaded.includes(module)) throw refusal(path, 'names a module twice; name it once');
    loaded.push(module);
  }
  return loaded;
}

async function load(path: string, folder: string): Promise<Type> {
  const file = resolve(folder, path);
  if (!existsSync(file)) throw refusal(path, `there is no file ${file}; paths start at the working folder`);
  const before = otherCopies();
  const exported = await evaluate(path, file);
  const brought = otherCopies().filter((copy) => !before.includes(copy));
  if (brought.length > 0) {
    throw refusal(path, `it brings another copy of the server, ${brought.join(', ')}; let it use the one that runs`);
  }
  const [module, ...more] = Object.values(exported).filter((one) => declaredCompatibility(one) !== undefined);
  if (module === undefined) throw refusal(path, 'it exports no class with @Extension(...); export your module with it');
  if (more.some((other) => other !== module)) {
    throw refusal(path, 'it exports several classes with @Extension(...); export one, which may import the others');
  }
  requireFit(path, declaredCompatibility(module) ?? '');
  return module as Type;
}

async function evaluate(path: string, file: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    throw refusal(path, `loading it failed: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

function requireFit(path: string, compatibility: string): void {
  const isFit = fits(serverVersion, compatibility);
  if (isFit === undefined) {
    throw refusal(path, `its compatibility '${compatibility}' is none; write one such as '^${serverVersion}'`);
  }
  if (!isFit) {
    const change = 'take a version of it for this server, or a server that it is for';
    throw refusal(path, `it is for open-entitlements ${compatibility} and this is ${serverVersion}; ${change}`);
  }
}

const refusal = (path: string, why: string, cause?: unknown): Error =>
  new Error(`The extension '${path}' of EXTENSIONS cannot be used: ${why}.`, { cause });
