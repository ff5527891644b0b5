import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Config } from './config.js';

/** Refuses TLS files that cannot be read, or are no certificate with its key, by the names of their settings. */
export function requireTlsFiles(tls: Config['tls']): void {
  if (!tls) return;
  const cert = read('TLS_CERT_FILE', tls.certFile);
  const key = read('TLS_KEY_FILE', tls.keyFile);
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new Error(
      `Wrong configuration: TLS_CERT_FILE and TLS_KEY_FILE are no PEM certificate with its key: ${messageOf(error)}.`,
      { cause: error },
    );
  }
}

function read(name: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`Wrong configuration: ${name} cannot be read: ${messageOf(error)}.`, { cause: error });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
