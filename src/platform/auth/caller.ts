import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Scope } from '../database/unit-of-work.js';

/** A role that is held in this server, by its id, in one scope or, with null, in all of them. */
export interface HeldRole {
  readonly roleId: string;
  readonly scopeId: string | null;
}

/** Who is asking, as far as the rest of the code may know. Ids are lower-case GUIDs. */
export interface Caller {
  readonly kind: 'user' | 'application';
  readonly tenantId: string;
  readonly objectId: string;
  readonly applicationId: string;
  /** Delegated scopes (`scp`) of a user's token, application permissions (`roles`) of an application's. */
  readonly permissions: readonly string[];
  /** Directory role template ids (`wids`); empty for applications. */
  readonly directoryRoles: readonly string[];
  /** What they hold in this server, themselves or by a group, as it was at most a second ago; nothing where it is left out. */
  readonly heldRoles?: readonly HeldRole[];
}

/** The unit of work's view of a caller. */
export const scopeOf = ({ tenantId, objectId }: Caller): Scope => ({ tenantId, actor: objectId });

export const callerOf = (context: ExecutionContext): Caller =>
  context.switchToHttp().getRequest<{ user: Caller }>().user;

/** Gives a route handler the caller that the guard admitted. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext) => callerOf(context));
