import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from './tools.js';

const files = globSync('src/**/*.ts', { cwd: root, exclude: ['**/generated/**', '**/*.spec.ts'] });
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const faces = files
  .filter((file) => file.endsWith('.module.ts') || basename(file) === 'index.ts')
  .map((file) => textOf(file).replace(/^(?:import|export)\b[^;]*;/gm, ''));

/** The classes of a file that a bus finds only where a module provides them. */
const handlersIn = (text: string): string[] =>
  [...text.matchAll(/@(?:Command|Query)Handler\(\w+\)\s*export class (\w+)/g)].map(([, name = '']) => name);

describe('a handler of commands or queries', () => {
  it('is provided by a module: without one, the first who asks is answered 500', () => {
    const handlers = files.flatMap((file) => handlersIn(textOf(file)));
    expect(handlers.length).toBeGreaterThan(40);
    const isProvided = (name: string) => faces.some((text) => new RegExp(`\\b${name}\\b(?=[\\s,\\]])`).test(text));
    expect(handlers.filter((name) => !isProvided(name))).toEqual([]);
  });
});
