import { DomainError } from '../../../platform/errors/domain-error.js';
import { SeveralPeople } from '../deciding/several-people.js';
import type { NamedTarget } from '../wanted-request.js';

/** The people whom the directory knows under each of the members that were sent. */
export type FoundPeople = { readonly [Member in keyof NamedTarget]?: readonly string[] };

/** Who is meant, and what speaks against it. */
export interface MeantTarget {
  readonly targetId?: string;
  /** Somebody whom the directory does not know under their address. */
  readonly targetEmail?: string;
  readonly fault?: DomainError;
}

const members = ['objectId', 'id', 'email', 'principalName'] as const;

interface Sides {
  readonly callerId: string;
  /** The id that somebody gets who is known by an address only. */
  readonly promised: (address: string) => string;
}

/** The one person whom all members mean. Where they do not mean one, somebody stands for them whose authority can be asked. */
export function meantBy(named: NamedTarget, found: FoundPeople, { callerId, promised }: Sides): MeantTarget {
  const sent = members.filter((member) => named[member] !== undefined);
  if (sent.length === 0) return {};
  const groups = sent.map((member) => found[member] ?? []);
  const agreed = inAll(groups);
  const [one, another] = agreed;
  if (one !== undefined && another === undefined) return { targetId: one };
  const candidates = agreed.length > 0 ? agreed : groups.flat();
  const standIn = candidates.find((id) => id === callerId) ?? candidates[0];
  return { ...faultOf(named, sent, agreed), targetId: standIn ?? promised(addressOf(named)) };
}

const inAll = ([first = [], ...others]: readonly (readonly string[])[]): string[] =>
  first.filter((id) => others.every((ids) => ids.includes(id)));

const addressOf = ({ email, principalName = '' }: NamedTarget): string => email ?? principalName;

function faultOf(
  named: NamedTarget,
  sent: readonly string[],
  agreed: readonly string[],
): Omit<MeantTarget, 'targetId'> {
  const address = addressOf(named);
  if (agreed.length > 1) return { fault: new SeveralPeople(address, agreed) };
  if (sent.length > 1) return { fault: differing(sent) };
  return { ...(named.email === undefined ? {} : { targetEmail: address }), fault: unknown(address) };
}

const differing = (sent: readonly string[]): DomainError =>
  new DomainError(
    'InvalidModel',
    `The model is invalid: ${sent.map((member) => `'assignment.target.${member}'`).join(' and ')} name no one person: send one of them.`,
  );

const unknown = (address: string): DomainError =>
  new DomainError('ResourceNotFound', `The directory has nobody whose mail or user principal name is '${address}'.`);
