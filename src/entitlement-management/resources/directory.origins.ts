import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DirectoryOrigins } from '../../directory/index.js';
import { isGuid } from '../../platform/edm/members.js';
import { Origins } from './origins.registry.js';
import type { ResourceInOrigin } from './resource.js';

/** Applications of ours have no roles of their own. */
const defaultAccess = { originId: '00000000-0000-0000-0000-000000000000', displayName: 'Default Access' };

const rolesOfGroup = (id: string) => [
  { originId: `Member_${id}`, displayName: 'Member' },
  { originId: `Owner_${id}`, displayName: 'Owner' },
];

/** Groups and applications of this server's own directory, under the names that Graph has for them. */
@Injectable()
export class DirectoryAsOrigin implements OnModuleInit {
  constructor(
    private readonly origins: Origins,
    private readonly directory: DirectoryOrigins,
  ) {}

  onModuleInit(): void {
    const { directory } = this;
    this.origins.register('AadGroup', {
      requireOwner: (caller, id) => directory.requireGroupOwner(caller, id),
      requireMayGive: (caller, id) => directory.requireMayGive(caller, id),
      read: (id) => this.group(id),
    });
    this.origins.register('AadApplication', {
      requireOwner: (caller) => Promise.resolve(directory.requireApplicationOwner(caller)),
      requireMayGive: () => Promise.resolve(),
      read: (id) => this.application(id),
    });
  }

  private async group(id: string): Promise<ResourceInOrigin | undefined> {
    const group = isGuid(id) ? await this.directory.groupToGive(id) : undefined;
    return group && { displayName: group.displayName, description: group.description, roles: rolesOfGroup(id) };
  }

  private async application(id: string): Promise<ResourceInOrigin | undefined> {
    const found = isGuid(id) ? await this.directory.application(id) : undefined;
    return found && { displayName: found.displayName, description: null, roles: [defaultAccess] };
  }
}
