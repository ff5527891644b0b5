import { Injectable } from '@nestjs/common';
import { mayHaveAnyGiven } from '../graph/index.js';
import type { Caller } from '../platform/auth/caller.js';
import { Database } from '../platform/database/database.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { GroupAuthority } from './group-authority.js';
import { GroupOwnersRepository } from './group-owners.repository.js';
import { type Group, requireLocal } from './group.js';
import type { ServicePrincipal } from './service-principal.js';

/** What packages may give of the directory, and who may have them give it. */
@Injectable()
export class DirectoryOrigins {
  constructor(
    private readonly database: Database,
    private readonly owners: GroupOwnersRepository,
    private readonly authority: GroupAuthority,
  ) {}

  /** Refuses who neither owns a group nor writes groups, whether it is there or not. */
  async requireGroupOwner(caller: Caller, groupId: string): Promise<void> {
    if (mayHaveAnyGiven(caller, 'groups.write')) return;
    if (caller.kind === 'user' && (await this.owners.isOwner(groupId, caller.objectId))) return;
    throw notTheOwner(caller, `the group '${groupId}'`, 'Group.ReadWrite.All');
  }

  /** Refuses who does not write applications: these have no owners here. */
  requireApplicationOwner(caller: Caller): void {
    if (mayHaveAnyGiven(caller, 'servicePrincipals.write')) return;
    throw notTheOwner(caller, 'the application', 'Application.ReadWrite.All');
  }

  /** Refuses who could not give by itself what whoever comes into a group has by it. */
  requireMayGive(caller: Caller, groupId: string): Promise<void> {
    return this.authority.requireMayGive(caller, groupId);
  }

  /** A group under a row lock; refuses one whose members another directory says. */
  async groupToGive(groupId: string): Promise<Group | undefined> {
    const group = await this.database.held<Group>('directoryGroup', groupId);
    if (group) requireLocal(group);
    return group;
  }

  /** An application under a row lock. */
  application(id: string): Promise<ServicePrincipal | undefined> {
    return this.database.held<ServicePrincipal>('servicePrincipal', id);
  }
}

const notTheOwner = ({ kind }: Caller, what: string, permission: string): DomainError =>
  new DomainError(
    'CallerNotResourceOwner',
    kind === 'application'
      ? `To have packages give ${what}, an application needs the application permission ${permission}.`
      : `You do not own ${what}: one of its owners adds it, or an administrator of the directory.`,
  );
