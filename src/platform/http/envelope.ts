import type { RequestIds } from './request-ids.js';

/** Graph's error body. */
export interface ErrorEnvelope {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly innerError: { readonly date: string; readonly 'request-id': string; readonly 'client-request-id': string };
  };
}

/** Says a refusal as Graph does; the ids are those of the answer's headers. */
export const envelope = (
  code: string,
  message: string,
  { requestId, clientRequestId }: RequestIds,
  now: Date,
): ErrorEnvelope => ({
  error: {
    code,
    message,
    innerError: {
      date: now.toISOString().slice(0, 19),
      'request-id': requestId,
      'client-request-id': clientRequestId,
    },
  },
});
