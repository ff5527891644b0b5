import { HandedIn } from '../handed-in.js';

/** The ways in which a call of any product can be refused, with the HTTP status it becomes. */
const general = {
  BadRequest: 400,
  InvalidModel: 400,
  InvalidFilter: 400,
  InvalidAuthenticationToken: 401,
  UnAuthorized: 403,
  ResourceNotFound: 404,
  MethodNotAllowed: 405,
  RequestTimeout: 408,
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

/** The product's own ways, each with its status: it adds them to this interface (declaration merging), and hands them in. */
export interface ProductRefusals {}

export const productRefusals = new HandedIn<ProductRefusals>('how it refuses');

export type RefusalCode = keyof typeof general | keyof ProductRefusals;

/** The HTTP status that a refusal becomes. */
export const statusOfRefusal = (code: RefusalCode): number =>
  code in general ? general[code as keyof typeof general] : productRefusals.get()[code as keyof ProductRefusals];

/** Every code with its status. */
export const refusals = (): Readonly<Record<RefusalCode, number>> => ({ ...general, ...productRefusals.get() });

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
