import { freshTokenWanted, insufficientScope } from './challenges.js';
import type { Caller } from './caller.js';
import { isPermitted, type Operation, type Permission, permissionOf } from './permissions.js';
import type { DomainError } from '../errors/domain-error.js';
import type { Admission } from './token-policy.js';

const roleMayBeNewerMillis = 5 * 60_000;

/** Why an operation is refused, and what would do; undefined when it is permitted. */
export function permissionRefusal(admission: Admission, operation: Operation, now: Date): DomainError | undefined {
  const { caller } = admission;
  if (isPermitted(caller, operation)) return undefined;
  const needed = permissionOf(operation);
  const accepted = caller.kind === 'user' ? needed.delegated : needed.application;
  const lacksPermission = !caller.permissions.some((permission) => accepted.includes(permission));
  const message = `This operation needs ${whatWouldDo(caller, needed)}.`;
  if (!lacksPermission && mayHaveANewRole(admission, now)) return freshTokenWanted(message, now);
  return insufficientScope(`${message} The token has ${what(caller, lacksPermission)}.`, accepted);
}

/** What a caller of this kind would need; an operation may be for people or for applications only. */
export function whatWouldDo({ kind }: Pick<Caller, 'kind'>, needed: Permission): string {
  const { delegated, application, roles } = needed;
  if (kind === 'application') {
    if (application.length === 0) return 'a signed-in user';
    return `the application permission ${application.join(' or ')}${orHeld(needed)}`;
  }
  if (delegated.length === 0) return 'an application';
  const permission = `the delegated permission ${delegated.join(' or ')}`;
  return roles ? `${permission} and one of the directory roles ${roles.join(', ')}${orHeld(needed)}` : permission;
}

const orHeld = ({ heldRoles = [] }: Permission): string =>
  heldRoles.length > 0 ? `, or the role ${heldRoles.join(' or ')}` : '';

/** Refuses to go where a link leads, and says what would do, when the caller may not go there by its own address. */
export const requireForLink = (caller: Caller, operation: Operation, link: string): void =>
  requirePermission(caller, operation, `Following '${link}'`);

/** Refuses what a call does on the way, in words such as "Following 'manager'", when the caller lacks its permission. */
export function requirePermission(caller: Caller, operation: Operation, doing: string): void {
  if (isPermitted(caller, operation)) return;
  const needed = permissionOf(operation);
  const accepted = caller.kind === 'user' ? needed.delegated : needed.application;
  const lacksPermission = !caller.permissions.some((permission) => accepted.includes(permission));
  const message = `${doing} needs ${whatWouldDo(caller, needed)}.`;
  throw insufficientScope(`${message} The token has ${what(caller, lacksPermission)}.`, accepted);
}

function what({ permissions: held }: Caller, lacksPermission: boolean): string {
  if (!lacksPermission) return 'the permission and none of these roles';
  return held.length > 0 ? `only ${held.slice(0, 10).join(', ')}` : 'no permission';
}

/** A role may have been activated since the token was issued; a client that understands the challenge can fetch a newer one. */
const mayHaveANewRole = ({ takesChallenges, issuedAt }: Admission, now: Date): boolean =>
  takesChallenges && now.getTime() - issuedAt.getTime() > roleMayBeNewerMillis;
