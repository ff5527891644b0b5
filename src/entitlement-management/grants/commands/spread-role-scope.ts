import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Announcements } from '../../../platform/eventing/announcements.js';
import { DirectoryGrants } from '../directory-grants.repository.js';
import { NeedsReleased, RoleScopeSpreads } from '../grant.events.js';
import { GrantsRepository } from '../grants.repository.js';

/** How many assignments one transaction reaches. */
const batch = 100;
const beforeAll = '00000000-0000-0000-0000-000000000000';

/** A package gives a role from now on, or gives it no more: whoever has the package gets it, or loses it. */
export class SpreadRoleScopeCommand extends Command<void> {
  constructor(
    readonly accessPackageId: string,
    readonly roleScopeId: string,
    readonly isGiven: boolean,
    readonly afterAssignmentId: string = beforeAll,
  ) {
    super();
  }
}

/** Where there is more than one batch, the next event goes on; a change that was taken back meanwhile goes no further. */
@CommandHandler(SpreadRoleScopeCommand)
export class SpreadRoleScopeHandler implements ICommandHandler<SpreadRoleScopeCommand> {
  constructor(
    private readonly grants: GrantsRepository,
    private readonly directory: DirectoryGrants,
    private readonly announcements: Announcements,
  ) {}

  async execute({ accessPackageId, roleScopeId, isGiven, afterAssignmentId }: SpreadRoleScopeCommand): Promise<void> {
    if ((await this.grants.gives(accessPackageId, roleScopeId)) !== isGiven) return;
    const reached = await this.grants.spread({ accessPackageId, roleScopeId, isGiven, afterAssignmentId }, batch);
    await this.directory.carryOut([...new Set(reached.map(({ targetId }) => targetId))]);
    const ids = reached.map(({ assignmentId }) => assignmentId);
    const last = reached.length === batch ? ids.at(-1) : undefined;
    this.announcements.announce({
      events: [
        ...(isGiven || ids.length === 0 ? [] : [new NeedsReleased(accessPackageId, ids)]),
        ...(last === undefined ? [] : [new RoleScopeSpreads(accessPackageId, roleScopeId, isGiven, last)]),
      ],
    });
  }
}
