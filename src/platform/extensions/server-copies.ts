import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const place = join(import.meta.dirname, '../../..');
const known = Symbol.for('open-entitlements.copies');

/** Every copy of the server that this process has loaded, by the folders they are in; all of them write the one list. */
const copies = ((globalThis as { [known]?: Set<string> })[known] ??= new Set());
copies.add(place);

/** The folders of other copies: their classes are not ours, so nothing that they declare would be found. */
export const otherCopies = (): string[] => [...copies].filter((copy) => copy !== place);

/** The version of the server, as its package says it. */
export const serverVersion = (JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as { version: string })
  .version;
