import type { RefusalCode } from '../errors/domain-error.js';

/** What a refusal may say, by its code. */
const messages: Readonly<Record<RefusalCode | 'InternalServerError', string>> = {
  BadRequest: 'The request could not be read.',
  InvalidModel: "The model is invalid: 'displayName' is required.",
  InvalidFilter: "'$filter' is invalid: 'size' is not a member of accessPackageCatalog.",
  ExistingOpenRequest: 'There is an open request for this target and access package.',
  InvalidAuthenticationToken: 'The token has expired.',
  UnAuthorized: 'This operation needs the delegated permission EntitlementManagement.ReadWrite.All.',
  PolicyRequirementsNotMet: 'The target does not meet the requirements of the policy.',
  ResourceNotFound: 'There is no catalog with the id 0196a0f4-2c3e-7a51-8c33-9a1c5f8f2b10.',
  InvalidRequestNoActiveGrant: 'The target does not hold this assignment.',
  MethodNotAllowed: 'PUT is not possible here; GET and POST are.',
  RequestTimeout: 'The request took too long to arrive.',
  InvalidRequestExistingGrant: 'The target already has this access package under this policy.',
  IncompatibleAccess: 'The target holds an access package that cannot be held together with this one.',
  InvalidState: "'cancel' is not possible while the request is delivered.",
  DuplicateKey: "There is another catalog with the displayName 'Marketing'.",
  ResourceInUse: 'The catalog still has access packages.',
  IdempotencyKeyReused: 'The Idempotency-Key was used for another call.',
  MembersWouldBeLost: "The policy would lose 'questions'.",
  PreconditionFailed: 'The entity is no longer as it was read.',
  RequestTooLarge: 'The body is larger than 64 KiB.',
  UnsupportedMediaType: "Send the body as 'application/json' in UTF-8.",
  FailedDependency: "The part '1' failed, and this one waits for it.",
  TooManyRequests: 'Ask again later.',
  RequestHeaderFieldsTooLarge: 'The headers are larger than 16 KiB.',
  NotSupported: "'GET /identityGovernance/entitlementManagement/settings' is not served here yet.",
  ServiceUnavailable: 'The server is stopping; try again shortly.',
  InternalServerError: 'Something went wrong here.',
};

const innerError = {
  date: '2026-11-24T08:00:00',
  'request-id': '0196a0f4-2c3e-7a51-8c33-9a1c5f8f2b10',
  'client-request-id': '0196a0f4-2c3e-7a51-8c33-9a1c5f8f2b10',
};

/** A refusal with each of these codes, as OpenAPI has examples. */
export const refusalExamples = (codes: readonly string[]): Record<string, { value: object }> =>
  Object.fromEntries(
    codes.map((code) => [code, { value: { error: { code, message: messages[code as RefusalCode], innerError } } }]),
  );
