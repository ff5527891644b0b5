import { randomUUID } from 'node:crypto';

/** The two ids of a call: ours, and the client's where it sent one. */
export interface RequestIds {
  readonly requestId: string;
  readonly clientRequestId: string;
}

const acceptable = /^[\x21-\x7e]{1,128}$/;

export const newRequestId = (): string => randomUUID();

/** The ids of a call; a `client-request-id` that is no short visible text is passed over. */
export function idsOf(requestId: string, clientHeader?: unknown): RequestIds {
  const clientRequestId = typeof clientHeader === 'string' && acceptable.test(clientHeader) ? clientHeader : requestId;
  return { requestId, clientRequestId };
}
