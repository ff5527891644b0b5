/** Every way a call can be refused, with the HTTP status it becomes. */
export const refusals = {
  BadRequest: 400,
  InvalidModel: 400,
  InvalidFilter: 400,
  ExistingOpenRequest: 400,
  InvalidAuthenticationToken: 401,
  UnAuthorized: 403,
  PolicyRequirementsNotMet: 403,
  ResourceNotFound: 404,
  InvalidRequestNoActiveGrant: 404,
  MethodNotAllowed: 405,
  RequestTimeout: 408,
  InvalidRequestExistingGrant: 409,
  IncompatibleAccess: 409,
  InvalidState: 409,
  DuplicateKey: 409,
  ResourceInUse: 409,
  IdempotencyKeyReused: 409,
  MembersWouldBeLost: 409,
  PreconditionFailed: 412,
  RequestTooLarge: 413,
  UnsupportedMediaType: 415,
  FailedDependency: 424,
  TooManyRequests: 429,
  RequestHeaderFieldsTooLarge: 431,
  NotSupported: 501,
  ServiceUnavailable: 503,
} as const;

export type RefusalCode = keyof typeof refusals;

/** A refusal that the caller can do something about; the message says what. */
export class DomainError extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
    /** Headers that the answer carries beside those that its status always has. */
    readonly headers?: Readonly<Record<string, string>>,
  ) {
    super(message);
    this.name = 'DomainError';
  }
}
