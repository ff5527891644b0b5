import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './packed.js';

const text = readFileSync(join(root, 'Dockerfile'), 'utf8').replace(/\\\n\s*/g, '');

/** What an instruction of the Dockerfile says, each time that it is there. */
export const instructionsOf = (name: string): string[] =>
  [...text.matchAll(new RegExp(`^${name} (.*)$`, 'gm'))].map(([, said = '']) => said.trim());

/** The settings that the image brings. */
export const settingsOfImage = (): Record<string, string> =>
  Object.fromEntries(
    instructionsOf('ENV')
      .flatMap((line) => line.split(' '))
      .map((pair) => pair.split('=') as [string, string]),
  );

/** What docs/operations.md says of containers. */
export const containerSection = (): string => {
  const [, section = ''] =
    /\n### A container\n([\s\S]*?)\n##+ /.exec(readFileSync(join(root, 'docs/operations.md'), 'utf8')) ?? [];
  return section;
};

/** The settings that a documented `docker run` gives. */
export const settingsShown = (): Record<string, string> =>
  Object.fromEntries(
    [...containerSection().matchAll(/ -e ([A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
  );
