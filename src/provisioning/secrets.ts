import { readFileSync } from 'node:fs';
import type { Config } from '../platform/config/config.js';

const mostBytes = 65_536;

/** The secret that a reference leads to; the errors name the reference, and nothing of what it leads to. */
export function secretAt(reference: string, config: Config): string {
  const [, kind = '', place = ''] = /^(env|file):(.+)$/s.exec(reference) ?? [];
  const secret = kind === 'env' ? inEnvironment(place, config) : inFile(place);
  if (secret === '') throw new Error(`${reference} is empty`);
  return secret;
}

function inEnvironment(name: string, config: Config): string {
  const value = config.secretNamed(name)?.trim();
  if (value === undefined)
    throw new Error(`env:${name} names no variable that is set, or a setting of the server; set one for it alone`);
  return value;
}

function inFile(path: string): string {
  const text = contentOf(path);
  if (text.length > mostBytes) throw new Error(`file:${path} is longer than ${mostBytes} bytes`);
  return text.toString('utf8').trim();
}

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(`file:${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`, {
      cause: error,
    });
  }
}
