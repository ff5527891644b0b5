import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from './tools.js';

/** A mechanism, how code that uses it is known, and the name under which a newcomer can look it up. */
const mechanisms: readonly (readonly [name: string, code: RegExp, comment: RegExp])[] = [
  ['row lock', /\bFOR (?:UPDATE|SHARE)\b(?![^`]*SKIP LOCKED)/, /row locks?|shared lock/i],
  ['competing consumers', /SKIP LOCKED/, /competing consumers|skip locked/i],
  ['advisory lock', /pg_(?:try_)?advisory(?:_xact)?_lock\b/, /advisory lock/i],
  ['lateral join', /CROSS JOIN LATERAL \(/, /lateral join/i],
  ['keyset pagination', /\bid > \$\{|\bcursorOf = /, /keyset pagination/i],
  ['async local storage', /new AsyncLocalStorage/, /async local storage|ambient/i],
  ['keyed hash', /createHmac\(/, /HMAC|authenticated/i],
];

const commentsIn = (text: string): string =>
  [...text.matchAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm)].map(([comment]) => comment).join('\n');
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');

/** The mechanisms that a file uses and does not call by their name. */
const unnamedIn = (text: string): string[] =>
  mechanisms
    .filter(([, code, comment]) => code.test(withoutComments(text)) && !comment.test(commentsIn(text)))
    .map(([name]) => name);

const files = globSync('src/**/*.ts', { cwd: root, exclude: ['**/generated/**', '**/*.spec.ts'] });

describe('a mechanism', () => {
  it('is called by its textbook name where it is used', () => {
    const found = files.flatMap((file) =>
      unnamedIn(readFileSync(join(root, file), 'utf8')).map((name) => `${file}: ${name}`),
    );
    expect(found).toEqual([]);
  });

  it('is one that is used, or it need not be looked for', () => {
    const texts = files.map((file) => withoutComments(readFileSync(join(root, file), 'utf8')));
    expect(mechanisms.filter(([, code]) => !texts.some((text) => code.test(text))).map(([name]) => name)).toEqual([]);
  });

  it.each([
    ['/** Held until the end. */\nawait db`SELECT 1 FROM t FOR UPDATE`;', ['row lock']],
    ['/** Held until the end (row lock). */\nawait db`SELECT 1 FROM t FOR UPDATE`;', []],
    ['/** Takes some. */\nawait db`SELECT 1 FROM t LIMIT 5 FOR UPDATE SKIP LOCKED`;', ['competing consumers']],
    ['await db`SELECT pg_advisory_xact_lock(1)`; // one at a time', ['advisory lock']],
  ])('is looked for in: %s', (text, found) => {
    expect(unnamedIn(text)).toEqual(found);
  });
});
