import type { RefusalCode } from '../errors/domain-error.js';
import { apiTexts } from './api-texts.js';

const innerError = {
  date: '2026-11-24T08:00:00',
  'request-id': '0196a0f4-2c3e-7a51-8c33-9a1c5f8f2b10',
  'client-request-id': '0196a0f4-2c3e-7a51-8c33-9a1c5f8f2b10',
};

/** A refusal with each of these codes, as OpenAPI has examples. */
export function refusalExamples(codes: readonly string[]): Record<string, { value: object }> {
  const { refusals } = apiTexts.get();
  return Object.fromEntries(
    codes.map((code) => [code, { value: { error: { code, message: refusals[code as RefusalCode], innerError } } }]),
  );
}
