import { DomainError } from '../platform/errors/domain-error.js';
import type { Decision } from '../platform/eventing/decision.js';
import { SponsorAdded, SponsorRemoved } from './user.events.js';
import type { User } from './user.js';

/** Somebody answers for a person, who may be a guest, from now on. */
export function addSponsor(user: User, sponsorId: string, isOneAlready: boolean): Decision<User> {
  if (sponsorId === user.id) {
    throw new DomainError('InvalidModel', 'The model is invalid: nobody is their own sponsor.');
  }
  if (isOneAlready) {
    throw new DomainError('InvalidModel', `The model is invalid: '${sponsorId}' is a sponsor of the user already.`);
  }
  return { row: user, events: [new SponsorAdded(user.id, sponsorId)] };
}

export function removeSponsor(user: User, sponsorId: string, isOne: boolean): Decision<User> {
  if (!isOne) throw new DomainError('ResourceNotFound', `'${sponsorId}' is no sponsor of the user.`);
  return { row: user, events: [new SponsorRemoved(user.id, sponsorId)] };
}
