import { createHmac } from 'node:crypto';

const prefix = 'whsec_';

/** What is sent, as it is signed (Standard Webhooks). */
export interface SignedMessage {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/** The secret as receivers are given it. */
export const writtenSecret = (key: Buffer): string => prefix + key.toString('base64');

/** The headers by which a receiver knows who sent it (Standard Webhooks, HMAC-SHA256): one signature for each secret that counts. */
export function signatureHeaders(
  { id, timestamp, body }: SignedMessage,
  secrets: readonly string[],
): Record<string, string> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signatures.join(' ') };
}
