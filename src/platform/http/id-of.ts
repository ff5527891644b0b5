import { DomainError } from '../errors/domain-error.js';
import { isGuid } from '../edm/members.js';

/** The id in an address, in lower case; what is no GUID is a malformed address, and never reaches the database. */
export function idOf(segment: string, what: string): string {
  if (isGuid(segment)) return segment.toLowerCase();
  throw new DomainError('BadRequest', `The address names no ${what} by its id: an id is a GUID.`);
}

/** Refuses a body that carries another entity's id than its address. */
export function refuseOtherId(body: { readonly id?: string | null }, id: string): void {
  if (body.id === undefined || body.id === null || body.id === id.toLowerCase()) return;
  throw new DomainError(
    'InvalidModel',
    `The model is invalid: 'id' is '${body.id}', but the address is that of '${id}'.`,
  );
}
